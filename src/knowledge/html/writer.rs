//! Writes a part of a page as Markdown that can be cut at its headings.

use url::Url;

use super::clutter::Clutter;
use super::escape;
use super::line::Line;
use super::lists::Lists;
use super::tree::{Element, Node, Place, Tree};

/// Writes a part of a page as Markdown.
pub(super) struct Writer<'a> {
    pub(super) tree: &'a Tree,
    clutter: &'a Clutter,
    base: Option<&'a Url>,
    out: String,
    pub(super) line: Line,
    pub(super) lists: Lists,
    /// Within a heading or a cell, where everything is one line.
    flat: usize,
    /// The heading that text belongs to once all questions beneath it are done: level and text.
    heading: Option<(usize, String)>,
    /// Questions were written; what follows is not their answer.
    resume: bool,
    /// The last bold line was a question.
    asked: bool,
    /// Within the article, where a header holds its title.
    inside: bool,
}

impl<'a> Writer<'a> {
    /// For a part of a page, whose address is `base`.
    pub(super) fn new(tree: &'a Tree, clutter: &'a Clutter, base: Option<&'a Url>) -> Self {
        Self {
            tree,
            clutter,
            base,
            out: String::new(),
            line: Line::default(),
            lists: Lists::default(),
            flat: 0,
            heading: None,
            resume: false,
            asked: false,
            inside: false,
        }
    }

    /// The Markdown of all that lies at this place.
    pub(super) fn write(mut self, place: Place) -> String {
        self.inside = place != Tree::ROOT;
        self.children(place);
        self.flush();
        self.out
    }

    pub(super) fn children(&mut self, place: Place) {
        let tree = self.tree;
        for child in tree.children(place) {
            self.node(*child);
        }
    }

    pub(super) fn node(&mut self, place: Place) {
        let tree = self.tree;
        match tree.node(place) {
            Some(Node::Text(words)) => self.line.push(words),
            Some(Node::Element(element)) if !self.clutter.is(tree, place, element, self.inside) => {
                self.element(place, element);
            }
            _ => {}
        }
    }

    fn element(&mut self, place: Place, element: &Element) {
        match element.name.as_str() {
            "br" if self.flat == 0 => self.line.break_line(),
            "br" | "img" => self.line.space(),
            "a" => self.link(place, element),
            "b" | "strong" => self.bold(place),
            "code" | "tt" => self.code(place),
            "sup" if self.holds(place, &["a"]) => {}
            _ if self.flat > 0 => self.apart(place, element),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(place, element),
            "ul" | "ol" | "menu" | "dir" => self.list(place, element),
            "table" => self.table(place, element),
            "pre" => self.preformatted(place),
            "details" => self.details(place),
            "dl" => self.definitions(place),
            "button" | "dt" => {
                self.flush();
                self.bold(place);
                self.flush();
            }
            _ => self.apart(place, element),
        }
    }

    /// A block on lines of its own; anything else where it stands.
    fn apart(&mut self, place: Place, element: &Element) {
        let block = element.is_block()
            || ["dd", "dt", "li", "option", "th", "thead", "tbody"].contains(&element.name.as_str());
        if block {
            self.flush();
        }
        self.children(place);
        if block {
            self.flush();
        }
    }

    fn bold(&mut self, place: Place) {
        self.line.open_bold();
        self.children(place);
        self.line.close_bold();
    }

    fn code(&mut self, place: Place) {
        let text = self.tree.text(place);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            let fence = "`".repeat(longest_run(&text, '`') + 1);
            let pad = if text.contains('`') { " " } else { "" };
            self.line.push_marked(&format!("{fence}{pad}{text}{pad}{fence}"));
        }
    }

    fn link(&mut self, place: Place, element: &Element) {
        let target = element.get("href").and_then(|href| self.target(href));
        let Some(target) = target.filter(|_| !self.holds_blocks(place)) else { return self.children(place) };
        let start = self.line.mark();
        self.children(place);
        let label = self.line.cut(start);
        let label = label.trim();
        if label == target.as_str() || label == target.as_str().trim_end_matches('/') {
            self.line.push_marked(&format!("<{target}>"));
        } else if !label.is_empty() {
            let target = target.as_str().replace('(', "%28").replace(')', "%29");
            self.line.push_marked(&format!("[{label}]({target})"));
        }
    }

    /// Where a link leads, if a visitor could go there.
    fn target(&self, href: &str) -> Option<Url> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        let target = self.base.map_or_else(|| Url::parse(href), |base| base.join(href)).ok()?;
        ["http", "https", "mailto"].contains(&target.scheme()).then_some(target)
    }

    fn heading(&mut self, place: Place, element: &Element) {
        self.flush();
        let level = element.name.get(1..).and_then(|digit| digit.parse().ok()).unwrap_or(2);
        let text = self.flat(place);
        if !text.is_empty() {
            self.heading = Some((level, text.clone()));
            self.write_heading(level, &text);
        }
    }

    fn write_heading(&mut self, level: usize, text: &str) {
        self.resume = false;
        let heading = format!("{} {}", "#".repeat(level), escape::closing_marks(text));
        self.lists.block(&mut self.out, &heading);
    }

    /// A question that can be unfolded becomes a heading, so that its answer is found by it.
    fn details(&mut self, place: Place) {
        self.flush();
        let tree = self.tree;
        let is_summary = |p: &&Place| tree.element(**p).is_some_and(|e| e.name == "summary");
        let summary = tree.children(place).iter().find(is_summary).copied();
        let outer = self.heading.clone();
        let level = outer.as_ref().map_or(2, |(level, _)| (level + 1).clamp(2, 6));
        let question = summary.map(|p| self.flat(p)).unwrap_or_default();
        if !question.is_empty() {
            self.heading = Some((level, question.clone()));
            self.write_heading(level, &question);
        }
        for child in tree.children(place).iter().filter(|p| Some(**p) != summary) {
            self.node(*child);
        }
        self.flush();
        self.heading = outer;
        self.resume = true;
    }

    fn definitions(&mut self, place: Place) {
        self.flush();
        self.asked = false;
        self.children(place);
        self.flush();
        self.resume |= self.asked;
    }

    fn preformatted(&mut self, place: Place) {
        self.flush();
        let text = self.tree.text(place);
        let text = text.trim_matches(['\n', '\r']).trim_end();
        if !text.is_empty() {
            let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
            self.block(&format!("{fence}\n{text}\n{fence}"));
        }
    }

    /// All that lies at a place, in one line.
    pub(super) fn flat(&mut self, place: Place) -> String {
        let before = std::mem::take(&mut self.line);
        self.flat += 1;
        self.children(place);
        self.flat -= 1;
        std::mem::replace(&mut self.line, before).take().0
    }

    pub(super) const fn is_flat(&self) -> bool {
        self.flat > 0
    }

    /// Ends the paragraph.
    pub(super) fn flush(&mut self) {
        if self.flat > 0 {
            return self.line.space();
        }
        let (text, loud) = self.line.take();
        if text.is_empty() {
            return;
        }
        let text = text.lines().map(escape::line_start).collect::<Vec<_>>().join("\n");
        let whole = loud && !text.contains('\n') && self.lists.is_empty();
        self.asked |= whole && text.ends_with('?');
        self.block(&if whole { format!("**{text}**") } else { text });
    }

    pub(super) fn block(&mut self, text: &str) {
        if self.resume
            && !text.starts_with("**")
            && let Some((level, heading)) = self.heading.clone()
        {
            self.write_heading(level, &heading);
        }
        self.lists.block(&mut self.out, text);
    }

    pub(super) fn holds(&self, place: Place, names: &[&str]) -> bool {
        self.tree.inside(place, |_| true).any(|(_, e)| names.contains(&e.name.as_str()))
    }

    fn holds_blocks(&self, place: Place) -> bool {
        self.flat == 0 && self.tree.inside(place, |_| true).any(|(_, e)| e.is_block())
    }
}

fn longest_run(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or(0)
}
