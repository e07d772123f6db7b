//! Finds the article of a page, and gives it as Markdown.

use url::Url;

use super::clutter::Clutter;
use super::tree::{Place, Tree};
use super::writer::Writer;

/// The title, if the page has one, and the article's Markdown. Nothing when there is nothing to read. With a `base`,
/// the page's address, relative links become absolute; without one they become plain words.
pub(in super::super) fn article(html: &str, base: Option<&Url>) -> Option<(Option<String>, String)> {
    let tree = Tree::parse(html);
    let clutter = Clutter::of(&tree);
    let own = own_base(&tree, base);
    let base = own.as_ref().or(base);
    let write = |place| Writer::new(&tree, &clutter, base).write(place);
    let place = region(&tree, &clutter);
    let mut body = write(place);
    if !says_anything(&body) && place != Tree::ROOT {
        body = write(Tree::ROOT);
    }
    says_anything(&body).then(|| (title(&tree, &clutter, place), body))
}

fn says_anything(body: &str) -> bool {
    body.chars().any(char::is_alphanumeric)
}

/// `<base href>`.
fn own_base(tree: &Tree, base: Option<&Url>) -> Option<Url> {
    let (_, element) = tree.inside(Tree::ROOT, |_| true).find(|(_, e)| e.name == "base")?;
    let href = element.get("href")?;
    base.map_or_else(|| Url::parse(href), |base| base.join(href)).ok()
}

/// `main`, or the only `article` in it when that is most of it; else the whole page.
fn region(tree: &Tree, clutter: &Clutter) -> Place {
    let seen = |place| visible(tree, clutter, place);
    let main = seen(Tree::ROOT).find(|(_, e)| {
        e.name == "main" || e.get("role").is_some_and(|role| role.eq_ignore_ascii_case("main"))
    });
    let outer = main.map_or(Tree::ROOT, |(place, _)| place);
    let mut articles = seen(outer).filter(|(_, e)| e.name == "article");
    let (Some((article, _)), None) = (articles.next(), articles.next()) else { return outer };
    let most = main.is_none() || tree.text(article).len() * 2 > tree.text(outer).len();
    if most { article } else { outer }
}

fn visible<'a>(
    tree: &'a Tree,
    clutter: &'a Clutter,
    place: Place,
) -> impl Iterator<Item = (Place, &'a super::tree::Element)> {
    // The main part of a page may lie in a header, but not in a menu: only what is never read is passed over.
    tree.inside(place, |e| !["aside", "footer", "nav", "template"].contains(&e.name.as_str()))
        .filter(|(place, e)| !clutter.is(tree, *place, e, true))
}

/// The article's first heading, the page's, or what the window's title says.
fn title(tree: &Tree, clutter: &Clutter, place: Place) -> Option<String> {
    let first = |within: Place, name: &str| {
        let found = tree
            .inside(within, |_| true)
            .find(|(p, e)| e.name == name && (name == "title" || !clutter.is(tree, *p, e, true)));
        found.map(|(p, _)| squeezed(&tree.text(p))).filter(|text| !text.is_empty())
    };
    first(place, "h1").or_else(|| first(Tree::ROOT, "h1")).or_else(|| first(Tree::ROOT, "title"))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
