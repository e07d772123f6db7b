//! The owner's articles: Markdown files in, citable passages out, ranked by an own BM25 in memory. Read it in the order
//! of an article's way: `markdown` cuts a file into passages, `ingest` reads files and folders, `sync` brings a folder
//! and the store into line, `tokens` and `synonyms` make words comparable, `encoder` and `meaning` say what a text means,
//! `index` ranks, `live` keeps an index fresh, `precedents` remembers earlier questions.

mod encoder;
mod index;
mod ingest;
mod live;
mod markdown;
mod meaning;
mod precedents;
mod settings;
mod sync;
mod synonyms;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_live;
#[cfg(test)]
mod tests_ranking;
mod tokens;

pub use encoder::{Encoder, EncoderError, PACKAGE, UnpackError, WHEEL, unpack};
pub use ingest::{Found, IngestFault, read_path};
pub use live::LiveKnowledge;
pub use precedents::PastQuestions;
pub use settings::{Embedding, Settings};
pub use sync::{SyncError, SyncReport, sync_folder};
