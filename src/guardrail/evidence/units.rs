//! Units of measure: what a number counts, in several languages, with those that are multiples of one another joined.

use super::lexer::{Token, TokenKind};

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// Things.
    Bare,
    Percent,
    /// By its ISO code; `ct` for cents or pence of whatever.
    Money(&'static str),
    Seconds,
    /// Months have no fixed number of days.
    Months,
    /// Days without weekends and holidays.
    WorkingDays,
    /// Any other measure, by the sign of its base.
    Measure(&'static str),
}

/// A unit and the token after it. The factor leads to the base unit.
pub(super) struct UnitAt {
    pub unit: Unit,
    pub factor: u128,
    pub next: usize,
}

/// The unit that begins at token `at`, past a hyphen and words such as `more`.
pub(super) fn unit_at(tokens: &[Token], at: usize) -> Option<UnitAt> {
    let mut at = at;
    if tokens.get(at).is_some_and(|t| t.is_dash() && t.glued) && tokens.get(at + 1).is_some_and(|t| t.glued) {
        at += 1;
    }
    let first = tokens.get(at)?;
    if first.kind == TokenKind::Sign {
        return sign_unit(tokens, at);
    }
    if first.kind == TokenKind::Word && is_filler(&first.text) {
        return unit_at_word(tokens, at + 1).filter(|u| !matches!(u.unit, Unit::Measure(_)));
    }
    unit_at_word(tokens, at)
}

/// The currency before a number: `€`, `EUR`, `US$`.
pub(super) fn currency_before(tokens: &[Token], at: usize) -> Option<(&'static str, usize)> {
    let token = tokens.get(at)?;
    let next = tokens.get(at + 1)?;
    if token.kind == TokenKind::Sign {
        return Some((currency_sign(&token.text)?, at + 1));
    }
    if matches!(token.text.as_str(), "us" | "a" | "ca" | "au" | "nz") && next.is_sign('$') && next.glued {
        return Some(("usd", at + 2));
    }
    let code = currency_code(&token.text).filter(|_| token.shout || token.capital)?;
    Some((code, at + 1))
}

fn sign_unit(tokens: &[Token], at: usize) -> Option<UnitAt> {
    let token = tokens.get(at)?;
    let new = |unit, next| Some(UnitAt { unit, factor: 1, next });
    match token.text.as_str() {
        "%" | "\u{66a}" | "\u{ff05}" => new(Unit::Percent, at + 1),
        "°" => {
            let scale = tokens.get(at + 1).filter(|t| t.kind == TokenKind::Word);
            match scale.map(|t| t.text.as_str()) {
                Some("c") => new(Unit::Measure("°c"), at + 2),
                Some("f") => new(Unit::Measure("°f"), at + 2),
                _ => new(Unit::Measure("°"), at + 1),
            }
        }
        "\"" | "\u{2033}" if token.glued => new(Unit::Measure("in"), at + 1),
        sign => new(Unit::Money(currency_sign(sign)?), at + 1),
    }
}

fn unit_at_word(tokens: &[Token], at: usize) -> Option<UnitAt> {
    let token = tokens.get(at).filter(|t| t.kind == TokenKind::Word)?;
    let next = tokens.get(at + 1).filter(|t| t.kind == TokenKind::Word).map_or("", |t| t.text.as_str());
    let new = |unit, factor, next| Some(UnitAt { unit, factor, next });
    let word = token.text.as_str();
    match (word, next) {
        ("p", _) if token.glued => return new(Unit::Money("ct"), 1, at + 1),
        ("working" | "business" | "work" | "office" | "week", "day" | "days")
        | (
            "jour" | "jours" | "día" | "días",
            "ouvré" | "ouvrés" | "ouvrable" | "ouvrables" | "hábil" | "hábiles" | "laborable" | "laborables",
        ) => return new(Unit::WorkingDays, 1, at + 2),
        ("calendar", "day" | "days") => return new(Unit::Seconds, 86_400, at + 2),
        ("per" | "pour", "cent") | ("por", "ciento") => return new(Unit::Percent, 1, at + 2),
        ("percent" | "prozent", _) => return new(Unit::Percent, 1, at + 1),
        _ => {}
    }
    if let Some(code) = currency_code(word) {
        return new(Unit::Money(code), 1, at + 1);
    }
    let (unit, factor) = duration(word).or_else(|| measure(word))?;
    new(unit, factor, at + 1)
}

/// Words that may stand between a number and its unit.
fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "full" | "whole" | "further" | "additional" | "more" | "extra" | "consecutive" | "other" | "long"
    )
}

fn currency_sign(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "€" => "eur",
        "$" => "usd",
        "£" => "gbp",
        "¥" => "jpy",
        "₹" => "inr",
        "₺" => "try",
        "₽" => "rub",
        "₩" => "krw",
        "¢" => "ct",
        _ => return None,
    })
}

fn currency_code(word: &str) -> Option<&'static str> {
    Some(match word {
        "eur" | "euro" | "euros" => "eur",
        "usd" | "dollar" | "dollars" | "dólares" => "usd",
        "gbp" | "pound" | "pounds" | "pfund" => "gbp",
        "chf" | "franken" | "francs" | "sfr" => "chf",
        "jpy" | "yen" => "jpy",
        "sek" => "sek",
        "nok" => "nok",
        "dkk" => "dkk",
        "kr" | "kronor" | "kroner" => "kr",
        "pln" | "zł" | "zloty" => "pln",
        "cad" => "cad",
        "aud" => "aud",
        "inr" | "rupees" => "inr",
        "ct" | "cent" | "cents" | "pence" => "ct",
        _ => return None,
    })
}

fn duration(word: &str) -> Option<(Unit, u128)> {
    Some(match word {
        "sec" | "secs" | "second" | "seconds" | "sekunde" | "sekunden" | "segundos" | "secondes" => {
            (Unit::Seconds, 1)
        }
        "min" | "mins" | "minute" | "minutes" | "minuten" | "minuto" | "minutos" => (Unit::Seconds, 60),
        "h" | "hr" | "hrs" | "hour" | "hours" | "stunde" | "stunden" | "hora" | "horas" | "heure"
        | "heures" => (Unit::Seconds, 3_600),
        "day" | "days" | "tag" | "tage" | "tagen" | "día" | "días" | "jour" | "jours" => {
            (Unit::Seconds, 86_400)
        }
        "week" | "weeks" | "wk" | "wks" | "woche" | "wochen" | "semana" | "semanas" | "semaine"
        | "semaines" => (Unit::Seconds, 604_800),
        "fortnight" | "fortnights" => (Unit::Seconds, 1_209_600),
        "workday" | "workdays" | "weekday" | "weekdays" | "werktag" | "werktage" | "werktagen"
        | "arbeitstag" | "arbeitstage" | "arbeitstagen" => (Unit::WorkingDays, 1),
        "month" | "months" | "monat" | "monate" | "monaten" | "mes" | "meses" | "mois" => (Unit::Months, 1),
        "quarter" | "quarters" => (Unit::Months, 3),
        "year" | "years" | "yr" | "yrs" | "jahr" | "jahre" | "jahren" | "año" | "años" | "ans" | "année"
        | "années" => (Unit::Months, 12),
        _ => return None,
    })
}

fn measure(word: &str) -> Option<(Unit, u128)> {
    let (base, factor) = match word {
        "mm" => ("mm", 1),
        "cm" | "centimetre" | "centimetres" | "centimeter" | "centimeters" => ("mm", 10),
        "m" | "metre" | "metres" | "meter" | "meters" => ("mm", 1_000),
        "km" | "kilometre" | "kilometres" | "kilometer" | "kilometers" => ("mm", 1_000_000),
        "inch" | "inches" => ("in", 1),
        "ft" | "foot" | "feet" => ("in", 12),
        "mile" | "miles" => ("mile", 1),
        "mg" => ("mg", 1),
        "g" | "gram" | "grams" | "gramm" => ("mg", 1_000),
        "kg" | "kilo" | "kilos" | "kilogram" | "kilograms" => ("mg", 1_000_000),
        "lb" | "lbs" => ("lb", 1),
        "oz" | "ounce" | "ounces" => ("oz", 1),
        "ml" => ("ml", 1),
        "cl" => ("ml", 10),
        "l" | "litre" | "litres" | "liter" | "liters" => ("ml", 1_000),
        "kb" => ("kb", 1),
        "mb" => ("kb", 1_000),
        "gb" | "gigabyte" | "gigabytes" => ("kb", 1_000_000),
        "tb" => ("kb", 1_000_000_000),
        "mbit" | "mbps" => ("mbit", 1),
        "gbit" | "gbps" => ("mbit", 1_000),
        "w" | "watt" | "watts" => ("w", 1),
        "kw" => ("w", 1_000),
        "kwh" => ("kwh", 1),
        "v" | "volt" | "volts" => ("v", 1),
        "mah" => ("mah", 1),
        "kcal" => ("kcal", 1),
        "px" | "pixels" => ("px", 1),
        "dpi" => ("dpi", 1),
        _ => return None,
    };
    Some((Unit::Measure(base), factor))
}
