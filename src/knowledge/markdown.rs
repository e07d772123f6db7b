//! One Markdown text, cut at its headings into passages that can be cited word for word.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation;

/// A passage grows by whole paragraphs until it holds this many words: short enough to be a chat reply.
const WORDS_WANTED: usize = 120;
/// A paragraph longer than this many words is itself cut, at its lines, its sentences or, at worst, its words.
const WORDS_MAX: usize = 200;

/// A Markdown text as we need it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    /// The front matter's `title`, else the first heading of the first level.
    pub title: Option<String>,
    /// Its passages, in order.
    pub cuts: Vec<Cut>,
}

/// What becomes a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The heading it stands under, empty at the top.
    pub heading: String,
    /// The headings above that one, without the title.
    pub above: String,
    /// Its Markdown, as it stands in the file.
    pub text: String,
}

/// Cuts `source`. Never fails: whatever is not Markdown is a paragraph.
pub(super) fn cut(source: &str) -> Document {
    let mut document = Document::default();
    let mut section = Section::default();
    for block in blocks(source) {
        match block {
            Block::Title(title) => document.title = Some(title),
            Block::Heading(level, text) => {
                section.close(source, &mut document.cuts);
                if level == HeadingLevel::H1 && document.title.is_none() {
                    document.title = Some(text);
                    section.headings.clear();
                } else {
                    section.open(level, text);
                }
            }
            Block::Words(range) => section.blocks.push(range),
        }
    }
    section.close(source, &mut document.cuts);
    document
}

/// The words of a piece of Markdown, without its marks: what an index looks at.
pub(super) fn words(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    for event in Parser::new_ext(source, options()) {
        match event {
            Event::Text(t) | Event::Code(t) => text.push_str(&t),
            Event::SoftBreak | Event::HardBreak | Event::Start(_) => text.push(' '),
            _ => {}
        }
    }
    text
}

enum Block {
    Title(String),
    Heading(HeadingLevel, String),
    Words(Range<usize>),
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
}

/// The outermost blocks; comments of the author are left out.
fn blocks(source: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut text = String::new();
    for (event, range) in Parser::new_ext(source, options()).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    text.clear();
                    let comment =
                        source.get(range.clone()).is_some_and(|t| t.trim_start().starts_with("<!--"));
                    let silent = matches!(tag, Tag::Heading { .. } | Tag::MetadataBlock(_)) || comment;
                    if !silent {
                        found.push(heading_in_bold(source, &range).unwrap_or(Block::Words(range)));
                    }
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag {
                    TagEnd::Heading(level) if depth == 0 => {
                        found.push(Block::Heading(level, squeezed(&text)));
                    }
                    TagEnd::MetadataBlock(_) => found.extend(front_matter_title(&text).map(Block::Title)),
                    _ => {}
                }
            }
            Event::Text(t) | Event::Code(t) => text.push_str(&t),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    found
}

/// A paragraph that is one bold question is a heading in all but its mark: many FAQs are written so.
fn heading_in_bold(source: &str, range: &Range<usize>) -> Option<Block> {
    let line = source.get(range.clone())?.trim();
    let inner = line.strip_prefix("**")?.strip_suffix("**")?;
    let question = inner.ends_with('?') && !inner.contains("**") && !inner.contains('\n');
    question.then(|| Block::Heading(HeadingLevel::H6, squeezed(inner)))
}

fn front_matter_title(text: &str) -> Option<String> {
    let line = text.lines().find_map(|l| l.trim().strip_prefix("title"))?;
    let value = line.trim_start().strip_prefix([':', '='])?.trim();
    let value = value.trim_matches(['"', '\'']).trim();
    (!value.is_empty()).then(|| value.to_owned())
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands between two headings.
#[derive(Default)]
struct Section {
    headings: Vec<(HeadingLevel, String)>,
    blocks: Vec<Range<usize>>,
}

impl Section {
    fn open(&mut self, level: HeadingLevel, text: String) {
        self.headings.retain(|(above, _)| *above < level);
        self.headings.push((level, text));
    }

    fn close(&mut self, source: &str, cuts: &mut Vec<Cut>) {
        let (heading, above) = match self.headings.split_last() {
            Some(((_, own), above)) => {
                (own.clone(), above.iter().map(|(_, t)| t.as_str()).collect::<Vec<_>>().join(" › "))
            }
            None => (String::new(), String::new()),
        };
        for range in packed(source, &self.blocks) {
            let text = source.get(range).unwrap_or_default().trim();
            if !text.is_empty() {
                cuts.push(Cut { heading: heading.clone(), above: above.clone(), text: text.to_owned() });
            }
        }
        self.blocks.clear();
    }
}

/// Joins neighbouring blocks until a passage is long enough.
fn packed(source: &str, blocks: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut passages: Vec<Range<usize>> = Vec::new();
    let mut size = 0;
    for piece in blocks.iter().flat_map(|b| pieces(source, b.clone())) {
        let more = count(source, &piece);
        match passages.last_mut() {
            Some(last) if size + more <= WORDS_WANTED => {
                last.end = piece.end;
                size += more;
            }
            _ => {
                passages.push(piece);
                size = more;
            }
        }
    }
    passages
}

fn count(source: &str, range: &Range<usize>) -> usize {
    source.get(range.clone()).unwrap_or_default().split_whitespace().count()
}

/// A block, or its parts when it is too long for one passage.
fn pieces(source: &str, block: Range<usize>) -> Vec<Range<usize>> {
    if count(source, &block) <= WORDS_MAX {
        return vec![block];
    }
    let text = source.get(block.clone()).unwrap_or_default();
    let lines = text.split_inclusive('\n');
    let sentences = lines.flat_map(|line| {
        let whole = line.split_whitespace().count() <= WORDS_MAX;
        if whole { vec![line] } else { line.split_sentence_bounds().collect() }
    });
    let parts = sentences.flat_map(|s| {
        let whole = s.split_whitespace().count() <= WORDS_MAX;
        if whole { vec![s] } else { s.split_inclusive(char::is_whitespace).collect() }
    });
    let mut at = block.start;
    parts
        .map(|part| {
            let start = at;
            at += part.len();
            start..at
        })
        .collect()
}
