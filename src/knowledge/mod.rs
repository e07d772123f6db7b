//! The owner's articles: files, question-answer lists and web pages in, citable passages out, ranked in memory. Read it
//! in the order of an article's way: `file`, `html`, `pairs` and `web_pages` make Markdown of what is found, `ingest`
//! walks files and folders, `markdown` cuts an article into passages, `sync` brings a folder or site and the store into
//! line, `tokens` and `synonyms` make words comparable, `encoder` and `meaning` say what a text means, `index` ranks,
//! `live` keeps an index fresh, `precedents` remembers earlier questions.

mod encoder;
mod file;
mod html;
mod index;
mod ingest;
mod live;
mod markdown;
mod meaning;
mod pairs;
mod precedents;
mod settings;
mod slug;
mod supposed;
mod sync;
mod sync_web;
mod synonyms;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_addresses;
#[cfg(test)]
mod tests_html;
#[cfg(test)]
mod tests_live;
#[cfg(test)]
mod tests_pairs;
#[cfg(test)]
mod tests_ranking;
#[cfg(test)]
mod tests_site;
#[cfg(test)]
mod tests_web;
#[cfg(test)]
mod tests_web_hostile;
mod tokens;
mod web_pages;
mod written;

pub use encoder::{
    Encoder, EncoderError, PACKAGE, RemoteEncoder, SentenceEncoder, UnpackError, WHEEL, unpack,
};
pub use ingest::{Found, IngestFault, read_path};
pub use live::LiveKnowledge;
pub use precedents::PastQuestions;
pub use settings::{Embedding, Settings};
pub use supposed::Supposed;
pub use sync::{SyncError, SyncReport, put_path, sync_folder};
pub use sync_web::{WebReport, WebSyncError, sync_web};
pub use web_pages::{Progress, Refusal, Skipped, Web, WebError, WebRead, read_web};
pub use written::written;
