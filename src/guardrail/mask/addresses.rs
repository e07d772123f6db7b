//! Finds street addresses where their form gives them away: `12 Baker Street`, `Lindenstraße 5, 10115 Berlin`.

use std::sync::LazyLock;

use regex::Regex;

use super::conceal::Kind;
use super::overlap::Hit;

/// House number, name, and a word for a street, as in English; a flat before it and a postcode behind it.
const ENGLISH: &str = r"(?x)
    (?: (?i:flat|apt\.?|apartment|unit|suite) \x20 [0-9A-Za-z]{1,5} ,? \x20 )?
    [0-9]{1,5}[A-Za-z]? \x20 (?: \p{Lu}[\p{L}'.-]{1,24} \x20 ){1,4}
    (?: Street | St | Road | Rd | Avenue | Ave | Lane | Ln | Drive | Dr | Close | Court | Ct | Square | Sq | Way | Place | Pl
      | Boulevard | Blvd | Terrace | Crescent | Gardens | Grove | Parkway | Highway | Mews | Hill | Row )
    (?: \.? ,? \x20 (?: \p{Lu}[\p{L}'.-]+ ,? \x20 ){0,3} (?: [A-Z]{1,2}[0-9][0-9A-Z]? \x20? [0-9][A-Z]{2} | [A-Z]{2} \x20 [0-9]{5}(?:-[0-9]{4})? ) )?";
/// Name with its word for a street, then the number, as in German.
const GERMAN: &str = r"(?x)
    (?: \p{Lu}[\p{L}.-]* (?: straße | strasse | str\. | weg | gasse | allee | platz | ring | damm | ufer | chaussee )
      | (?: \p{Lu}[\p{L}.-]{1,24} [\x20-] ){1,3} (?: Straße | Strasse | Str\. | Weg | Gasse | Allee | Platz | Ring | Damm | Ufer ) )
    \x20 [0-9]{1,4} (?: \x20?[a-zA-Z] )? (?: ,? \s (?:[A-Z]{1,2}-)?[0-9]{4,5} \x20 \p{Lu}[\p{L}-]+ )?";
/// The word for a street first, as in French, Spanish and Italian.
const ROMANCE: &str = r"(?x)
    (?: [0-9]{1,4}(?:\x20(?:bis|ter))? ,? \x20 (?: rue | avenue | boulevard | allée | place | chemin | quai | impasse )
        (?: \x20 (?:de|du|des|la|le|les|l'|d')){0,3} (?: \x20? \p{Lu}[\p{L}'-]+ ){1,4}
      | (?i:calle|c/|avenida|avda\.?|plaza|paseo|via|viale|piazza|corso)
        (?: \x20 (?:de|del|la|las|los|el|della|di)){0,3} (?: \x20 \p{Lu}[\p{L}'-]+ ){1,4} ,? \x20 [0-9]{1,4} )
    (?: ,? \x20 [0-9]{5} (?: \x20 \p{Lu}[\p{L}-]+ )? )?";

static PATTERNS: LazyLock<Option<Vec<Regex>>> =
    LazyLock::new(|| [ENGLISH, GERMAN, ROMANCE].iter().map(|pattern| Regex::new(pattern).ok()).collect());

/// Street addresses in `text`; `None` when a pattern of ours is broken.
pub(super) fn addresses(text: &str) -> Option<Vec<Hit>> {
    let patterns = PATTERNS.as_ref()?;
    let found = patterns.iter().flat_map(|regex| regex.find_iter(text));
    let whole = found.filter(|m| {
        let before = text.get(..m.start()).unwrap_or_default();
        let after = text.get(m.end()..).unwrap_or_default();
        !before.ends_with(|c: char| c.is_alphanumeric()) && !after.starts_with(|c: char| c.is_alphanumeric())
    });
    Some(whole.map(|m| Hit { kind: Kind::Address, start: m.start(), end: m.end() }).collect())
}
