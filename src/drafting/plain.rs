//! Markdown made readable in a chat window, and cut to the length of a chat message.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation as _;

/// Plain text: paragraphs apart, list items with a dash or their number, link targets in brackets, no HTML.
pub(super) fn plain(markdown: &str) -> String {
    let mut page = Page::default();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        page.take(event);
    }
    page.text.trim().to_owned()
}

/// At most `max` characters, cut at the end of a sentence, else of a word. `text` itself when it is short enough.
pub(super) fn shortened(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let end = text.char_indices().nth(max).map_or(text.len(), |(at, _)| at);
    let fits = |pieces: &mut dyn Iterator<Item = (usize, &str)>| {
        pieces.map(|(at, piece)| at + piece.len()).take_while(|border| *border <= end).last()
    };
    let kept = |at: usize| text.get(..at).unwrap_or_default().trim_end().to_owned();
    if let Some(at) = fits(&mut text.split_sentence_bound_indices()) {
        return kept(at);
    }
    let at = fits(&mut text.split_word_bound_indices()).unwrap_or(0);
    format!("{}…", kept(at))
}

#[derive(Default)]
struct Page {
    text: String,
    /// Next number of each open list; `None` for a bulleted one.
    lists: Vec<Option<u64>>,
    links: Vec<String>,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(t) | Event::Code(t) => self.text.push_str(&t),
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::Table(_)
                if self.lists.is_empty() =>
            {
                self.new_line(2);
            }
            Tag::List(first) => {
                self.new_line(if self.lists.is_empty() { 2 } else { 1 });
                self.lists.push(first);
            }
            Tag::Item => {
                self.new_line(1);
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.text.push_str(&mark);
            }
            Tag::TableRow => self.new_line(1),
            Tag::Link { dest_url, .. } => self.links.push(dest_url.into_string()),
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableCell => self.text.push_str("  "),
            TagEnd::Link => {
                let Some(target) = self.links.pop() else { return };
                let shown = target.strip_prefix("mailto:").unwrap_or(&target);
                if !self.text.ends_with(shown) {
                    let _ = write!(self.text, " ({shown})");
                }
            }
            _ => {}
        }
    }

    /// Ends the line, with at least `count - 1` empty lines after it.
    fn new_line(&mut self, count: usize) {
        let end = self.text.trim_end_matches([' ', '\n']).len();
        let there = self.text.get(end..).unwrap_or_default().matches('\n').count();
        self.text.truncate(end);
        if end > 0 {
            self.text.push_str(&"\n".repeat(count.max(there)));
        }
    }
}
