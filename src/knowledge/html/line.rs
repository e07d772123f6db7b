//! A paragraph while it is being written: spaces squeezed, marks escaped.

use super::escape;

/// A paragraph while it is being written.
#[derive(Default)]
pub(super) struct Line {
    text: String,
    /// A space is due before the next word.
    gap: bool,
    /// Open bold elements.
    bold: usize,
    /// Something in it is not bold.
    plain: bool,
}

impl Line {
    /// Words of the page.
    pub(super) fn push(&mut self, words: &str) {
        for (at, c) in words.char_indices().filter(|(_, c)| !is_invisible(*c)) {
            if c.is_whitespace() {
                self.gap = true;
                continue;
            }
            self.close_gap();
            self.plain |= self.bold == 0;
            escape::push(&mut self.text, c, words.get(at + c.len_utf8()..).unwrap_or_default());
        }
    }

    /// Markdown, as it is.
    pub(super) fn push_marked(&mut self, markdown: &str) {
        self.close_gap();
        self.plain |= self.bold == 0;
        self.text.push_str(markdown);
    }

    pub(super) const fn space(&mut self) {
        self.gap = true;
    }

    /// A new line of the same paragraph.
    pub(super) fn break_line(&mut self) {
        self.gap = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push_str("  \n");
        }
    }

    pub(super) const fn open_bold(&mut self) {
        self.bold += 1;
    }

    pub(super) const fn close_bold(&mut self) {
        self.bold = self.bold.saturating_sub(1);
    }

    /// Where the next word will stand.
    pub(super) fn mark(&mut self) -> usize {
        self.close_gap();
        self.text.len()
    }

    /// Takes back what was written since.
    pub(super) fn cut(&mut self, mark: usize) -> String {
        if mark <= self.text.len() && self.text.is_char_boundary(mark) {
            self.text.split_off(mark)
        } else {
            String::new()
        }
    }

    /// The paragraph, and whether all of it is bold. What was open stays open.
    pub(super) fn take(&mut self) -> (String, bool) {
        let text = std::mem::take(&mut self.text);
        let loud = !std::mem::take(&mut self.plain);
        self.gap = false;
        (text.trim().to_owned(), loud)
    }

    fn close_gap(&mut self) {
        if std::mem::take(&mut self.gap) && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
    }
}

/// Hyphenation hints and the like, which would keep a word from being found.
const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\0')
}
