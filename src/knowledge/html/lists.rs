//! Lists, and how far their items are indented.

use super::tree::{Element, Place};
use super::writer::Writer;

/// Lists within lists; deeper ones are written as paragraphs.
const LISTS_MAX: usize = 6;
/// With one of these in an item, a list is only the page's layout.
const LAYOUT: [&str; 9] = ["details", "dl", "h1", "h2", "h3", "h4", "h5", "h6", "table"];

/// The lists that are open.
#[derive(Default)]
pub(super) struct Lists {
    /// The width of the mark of each list's item.
    widths: Vec<usize>,
    /// Marks that wait for the first words of their item.
    marks: String,
    /// Whether the last block was in a list.
    listed: bool,
}

impl Lists {
    pub(super) const fn is_empty(&self) -> bool {
        self.widths.is_empty()
    }

    fn open(&mut self, mark: &str) -> usize {
        let before = self.marks.len();
        self.widths.push(mark.len());
        self.marks.push_str(mark);
        before
    }

    /// Ends an item; one without words leaves nothing.
    fn close(&mut self, before: usize) {
        self.widths.pop();
        self.marks.truncate(before);
    }

    /// Adds a block at the indent that is due.
    pub(super) fn block(&mut self, out: &mut String, text: &str) {
        let indent: usize = self.widths.iter().sum();
        if !out.is_empty() {
            out.push_str(if self.listed && !self.marks.is_empty() { "\n" } else { "\n\n" });
        }
        let mut start = format!("{}{}", " ".repeat(indent.saturating_sub(self.marks.len())), self.marks);
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                out.push('\n');
                start = " ".repeat(indent);
            }
            if !line.is_empty() {
                out.push_str(&start);
                out.push_str(line);
            }
        }
        self.listed = !self.widths.is_empty();
        self.marks.clear();
    }
}

impl Writer<'_> {
    pub(super) fn list(&mut self, place: Place, element: &Element) {
        self.flush();
        let plain = self.lists.widths.len() >= LISTS_MAX || self.holds(place, &LAYOUT);
        let start = element.get("start").and_then(|s| s.trim().parse().ok()).filter(|n| *n <= 9_999);
        let mut number: u32 = start.unwrap_or(1);
        let tree = self.tree;
        for child in tree.children(place) {
            if plain || tree.element(*child).is_none_or(|e| e.name != "li") {
                self.node(*child);
                continue;
            }
            let mark = if element.name == "ol" { format!("{number}. ") } else { "- ".to_owned() };
            number += 1;
            let before = self.lists.open(&mark);
            self.node(*child);
            self.flush();
            self.lists.close(before);
        }
        self.flush();
        // A paragraph right behind a list would be read as part of its last item.
        self.lists.listed &= !self.lists.is_empty();
    }
}
