//! What of a page is not its article: menus, forms, banners, and what nobody sees.

use std::collections::BTreeSet;

use super::tree::{Element, Place, Tree};

/// Never part of an article. What `del` and `s` hold no longer holds: an old price must not be quoted.
const ELEMENTS: [&str; 32] = [
    "aside", "audio", "base", "canvas", "datalist", "del", "dialog", "embed", "footer", "frameset", "input",
    "link", "map", "math", "meta", "nav", "noframes", "object", "picture", "progress", "s", "search",
    "select", "strike", "svg", "template", "textarea", "title", "track", "video", "wbr", "meter",
];
const ROLES: [&str; 13] = [
    "alert",
    "alertdialog",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "search",
    "tablist",
    "toolbar",
    "tooltip",
];
/// Class names and ids, whole words, of what themes and help desks put around an article.
const NAMES: [&str; 30] = [
    "article-comments",
    "article-relatives",
    "article-return-to-top",
    "article-votes",
    "breadcrumb",
    "breadcrumbs",
    "cc-window",
    "cmplz-cookiebanner-container",
    "cybotcookiebotdialog",
    "didomi-host",
    "headerlink",
    "navbar",
    "onetrust-consent-sdk",
    "pagination",
    "qc-cmp2-container",
    "screen-reader-text",
    "share-buttons",
    "sidebar",
    "site-footer",
    "site-header",
    "skip-link",
    "skip-to-content",
    "social-share",
    "sr-only",
    "table-of-contents",
    "toc",
    "usercentrics-root",
    "visually-hidden",
    "visuallyhidden",
    "cky-consent-container",
];
/// With one of these in its name, something about cookies is a banner, not an article about cookies.
const BANNERS: [&str; 10] =
    ["banner", "bar", "box", "dialog", "layer", "message", "modal", "notice", "overlay", "popup"];
/// Too large to be clutter by its name: the class of a body says what page it is.
const FRAMES: [&str; 4] = ["article", "body", "html", "main"];

/// What is dropped, on one page.
pub(super) struct Clutter {
    /// Ids of panels that a button shows: hidden until somebody asks, like the answers of many FAQs.
    panels: BTreeSet<String>,
}

impl Clutter {
    pub(super) fn of(tree: &Tree) -> Self {
        let controls =
            tree.inside(Tree::ROOT, |e| e.name != "nav").filter_map(|(_, e)| e.get("aria-controls"));
        let panels = controls.flat_map(str::split_whitespace).map(str::to_owned).collect();
        Self { panels }
    }

    /// Whether the element at this place is left out. `inside` an article, a header holds its title.
    pub(super) fn is(&self, tree: &Tree, place: Place, element: &Element, inside: bool) -> bool {
        let name = element.name.as_str();
        if ["html", "body"].contains(&name) {
            return false;
        }
        ELEMENTS.contains(&name)
            || (name == "header" && !inside)
            || (name == "form" && !holds_the_page(tree, place))
            || (name == "button" && !is_toggle(element))
            || element.get("role").is_some_and(|role| ROLES.contains(&role.to_ascii_lowercase().as_str()))
            || self.is_hidden(element)
            || (!FRAMES.contains(&name) && is_named_clutter(element))
    }

    fn is_hidden(&self, element: &Element) -> bool {
        let style = element.get("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
        let hidden = element.get("hidden").is_some_and(|how| !how.eq_ignore_ascii_case("until-found"))
            || element.get("aria-hidden").is_some_and(|how| how.eq_ignore_ascii_case("true"))
            || style.contains("display:none")
            || style.contains("visibility:hidden");
        let panel = element.get("id").is_some_and(|id| self.panels.contains(id))
            || (element.get("aria-labelledby").is_some()
                && element.get("role").is_some_and(|role| ["region", "tabpanel"].contains(&role)));
        hidden && !panel
    }
}

/// Some frameworks wrap the whole page in one form.
fn holds_the_page(tree: &Tree, form: Place) -> bool {
    tree.inside(form, |_| true).any(|(_, e)| ["article", "h1", "main"].contains(&e.name.as_str()))
}

/// The button of a question that can be unfolded.
fn is_toggle(button: &Element) -> bool {
    button.get("aria-expanded").is_some() || button.get("aria-controls").is_some()
}

fn is_named_clutter(element: &Element) -> bool {
    let names = [element.get("class"), element.get("id")];
    names.into_iter().flatten().flat_map(str::split_whitespace).any(|name| {
        let name = name.to_ascii_lowercase();
        let consent = ["cookie", "consent", "gdpr"].iter().any(|about| name.contains(about));
        NAMES.contains(&name.as_str()) || (consent && BANNERS.iter().any(|banner| name.contains(banner)))
    })
}
