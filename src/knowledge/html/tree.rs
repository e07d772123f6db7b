//! HTML as a tree of elements and texts: as forgiving as a browser, but never deeper than it can be walked.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

/// Elements within elements; those deeper become neighbours. Pages are written 60 deep at most.
const DEPTH_MAX: usize = 128;
/// What is kept of an attribute, bytes.
const ATTRIBUTE_BYTES_MAX: usize = 2048;
/// The attributes that anybody asks for.
const ATTRIBUTES: [&str; 13] = [
    "aria-controls",
    "aria-expanded",
    "aria-hidden",
    "aria-labelledby",
    "class",
    "colspan",
    "hidden",
    "href",
    "id",
    "role",
    "rowspan",
    "start",
    "style",
];
/// What they hold is no HTML, and nothing to read.
const RAW: [&str; 6] = ["iframe", "noembed", "noscript", "script", "style", "xmp"];
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// What ends an open paragraph.
const BLOCKS: [&str; 37] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "td",
    "tr",
    "ul",
];
const CELLS: [&str; 4] = ["td", "th", "table", "caption"];
/// Written anew at every visit, so that their ends cannot be mixed up.
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Where a node lies in its tree.
pub(super) type Place = usize;

/// A parsed page.
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// One node of it.
pub(super) enum Node {
    /// Words, entities resolved.
    Text(String),
    /// A tag and what it holds.
    Element(Element),
}

/// A tag and what it holds.
#[derive(Default)]
pub(super) struct Element {
    /// Lower case.
    pub name: String,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Place>,
}

impl Element {
    /// An attribute's value, empty when it has none.
    pub(super) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| *name == attribute).map(|(_, value)| value.as_str())
    }

    /// Whether it stands on lines of its own.
    pub(super) fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
    }
}

impl Tree {
    /// The node everything lies in.
    pub(super) const ROOT: Place = 0;

    /// Parses a page. Never fails: whatever is no tag is text. Takes time and memory in proportion to its length.
    pub(super) fn parse(html: &str) -> Self {
        let mut builder = Builder {
            nodes: vec![Node::Element(Element::default())],
            open: vec![Self::ROOT],
            ..Builder::default()
        };
        let take = |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
            builder.take(&event);
            None
        };
        let mut emitter = CallbackEmitter::new(take);
        emitter.naively_switch_states(true);
        // The callback keeps everything; the tokens themselves cannot exist.
        let _never: Option<Result<Infallible, Infallible>> =
            Tokenizer::new_with_emitter(html, emitter).next();
        Self { nodes: builder.nodes }
    }

    /// What lies at a place.
    pub(super) fn node(&self, place: Place) -> Option<&Node> {
        self.nodes.get(place)
    }

    /// The element that lies at a place.
    pub(super) fn element(&self, place: Place) -> Option<&Element> {
        match self.nodes.get(place) {
            Some(Node::Element(element)) => Some(element),
            _ => None,
        }
    }

    /// What an element holds.
    pub(super) fn children(&self, place: Place) -> &[Place] {
        self.element(place).map_or(&[], |element| &element.children)
    }

    /// The elements inside another, in reading order, but not below those that `within` refuses.
    pub(super) fn inside<'a>(
        &'a self,
        place: Place,
        within: impl Fn(&Element) -> bool + 'a,
    ) -> impl Iterator<Item = (Place, &'a Element)> {
        let mut next: Vec<Place> = self.children(place).iter().rev().copied().collect();
        std::iter::from_fn(move || {
            while let Some(place) = next.pop() {
                let Some(element) = self.element(place).filter(|e| within(e)) else { continue };
                next.extend(element.children.iter().rev());
                return Some((place, element));
            }
            None
        })
    }

    /// The words inside an element, as they stand.
    pub(super) fn text(&self, place: Place) -> String {
        let mut text = String::new();
        let mut next = vec![place];
        while let Some(place) = next.pop() {
            match self.node(place) {
                Some(Node::Text(words)) => text.push_str(words),
                Some(Node::Element(element)) if element.name == "br" => text.push('\n'),
                Some(Node::Element(element)) => next.extend(element.children.iter().rev()),
                None => {}
            }
        }
        text
    }
}

#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    /// The elements that are not closed yet, outermost first.
    open: Vec<Place>,
    /// The start tag that is being read.
    tag: Option<Element>,
    attribute: Option<&'static str>,
    /// The element whose text is not wanted.
    raw: Option<String>,
}

impl Builder {
    fn take(&mut self, event: &CallbackEvent<'_>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some(Element { name: lossy(name), ..Element::default() });
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => self.attribute(name),
            CallbackEvent::AttributeValue { value } => self.value(value),
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => self.end(&lossy(name)),
            CallbackEvent::String { value } if self.raw.is_none() => self.push(Node::Text(lossy(value))),
            _ => {}
        }
    }

    /// Of two attributes of one name, the first counts.
    fn attribute(&mut self, name: &[u8]) {
        let known = ATTRIBUTES.into_iter().find(|a| a.as_bytes() == name);
        self.attribute = known.filter(|a| self.tag.as_ref().is_some_and(|tag| tag.get(a).is_none()));
        if let (Some(tag), Some(attribute)) = (&mut self.tag, self.attribute) {
            tag.attributes.push((attribute, String::new()));
        }
    }

    fn value(&mut self, value: &[u8]) {
        let Some(tag) = self.tag.as_mut().filter(|_| self.attribute.is_some()) else { return };
        if let Some((_, kept)) = tag.attributes.last_mut() {
            *kept = lossy(value.get(..ATTRIBUTE_BYTES_MAX).unwrap_or(value));
        }
    }

    fn start(&mut self) {
        let Some(tag) = self.tag.take() else { return };
        if self.raw.is_some() {
            return;
        }
        if RAW.contains(&tag.name.as_str()) {
            self.raw = Some(tag.name);
            return;
        }
        self.imply_ends(&tag.name);
        let void = VOID.contains(&tag.name.as_str());
        let place = self.nodes.len();
        self.push(Node::Element(tag));
        if !void && self.open.len() < DEPTH_MAX {
            self.open.push(place);
        }
    }

    /// The ends that authors leave out.
    fn imply_ends(&mut self, name: &str) {
        match name {
            "li" => self.close(&["li"], &["ul", "ol", "menu", "table"]),
            "dt" | "dd" => self.close(&["dt", "dd"], &["dl", "table"]),
            "td" | "th" => self.close(&["td", "th"], &["tr", "table"]),
            "tr" => self.close(&["tr"], &["table"]),
            "thead" | "tbody" | "tfoot" => self.close(&["thead", "tbody", "tfoot"], &["table"]),
            "body" => self.close(&["head"], &[]),
            "a" => self.close(&["a"], &CELLS),
            _ => {}
        }
        if BLOCKS.contains(&name) || ["li", "dt", "dd"].contains(&name) {
            self.close(&["p"], &CELLS);
        }
        if HEADINGS.contains(&name) && self.open.last().is_some_and(|p| HEADINGS.contains(&self.name(*p))) {
            self.open.pop();
        }
    }

    /// Closes the innermost of these, unless it lies outside one of those.
    fn close(&mut self, these: &[&str], borders: &[&str]) {
        let inner = self.open.iter().rposition(|p| borders.contains(&self.name(*p))).map_or(1, |at| at + 1);
        let found = self.open.iter().rposition(|p| these.contains(&self.name(*p)));
        if let Some(at) = found.filter(|at| *at >= inner.max(1)) {
            self.open.truncate(at);
        }
    }

    fn end(&mut self, name: &str) {
        if self.raw.is_some() {
            self.raw.take_if(|raw| raw == name);
        } else if HEADINGS.contains(&name) {
            self.close(&HEADINGS, &CELLS);
        } else if CELLS.contains(&name) || ["tr", "thead", "tbody", "tfoot", "body", "html"].contains(&name) {
            self.close(&[name], if name == "table" { &[] } else { &["table"] });
        } else {
            self.close(&[name], &CELLS);
        }
    }

    fn name(&self, place: Place) -> &str {
        match self.nodes.get(place) {
            Some(Node::Element(element)) => &element.name,
            _ => "",
        }
    }

    fn push(&mut self, node: Node) {
        let place = self.nodes.len();
        self.nodes.push(node);
        let parent = self.open.last().copied().unwrap_or(Tree::ROOT);
        if let Some(Node::Element(parent)) = self.nodes.get_mut(parent) {
            parent.children.push(place);
        }
    }
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
