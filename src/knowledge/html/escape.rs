//! Words that mean nothing but themselves in Markdown.

/// Adds `c` to `text`, escaped where it would be a mark. `rest` is what follows, as far as it is known.
pub(super) fn push(text: &mut String, c: char, rest: &str) {
    let (before, next) = (text.chars().next_back(), rest.chars().next());
    let alone = before.is_none_or(char::is_whitespace) && next.is_some_and(char::is_whitespace);
    let within = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
    let marks = match c {
        '\\' | '`' | '[' | ']' => true,
        '*' => !alone,
        '_' => !alone && !within,
        '~' => before == Some('~') || next == Some('~'),
        '<' => !next.is_some_and(|c| c.is_whitespace() || c.is_numeric() || c == '='),
        '&' => is_entity(rest),
        _ => false,
    };
    if marks {
        text.push('\\');
    }
    text.push(c);
}

fn is_entity(rest: &str) -> bool {
    let name = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
    name.is_some_and(|end| end > 0 && rest.get(end..).is_some_and(|after| after.starts_with(';')))
}

/// A line of a paragraph that would begin something else: a heading, a list, a quotation, a rule.
pub(super) fn line_start(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let after = |at: usize| line.get(at..).unwrap_or_default();
    if (1..=9).contains(&digits) && after(digits).starts_with(['.', ')']) {
        let ends = after(digits + 1).chars().next().is_none_or(char::is_whitespace);
        return if ends {
            format!("{}\\{}", line.get(..digits).unwrap_or_default(), after(digits))
        } else {
            line.to_owned()
        };
    }
    let marks = match line.chars().next() {
        Some('#' | '>' | '=' | '|') => true,
        Some(mark @ ('-' | '+' | '*')) => {
            after(1).chars().next().is_none_or(char::is_whitespace)
                || line.chars().all(|c| c == mark || c == ' ')
        }
        Some('~') => line.starts_with("~~~"),
        _ => false,
    };
    if marks { format!("\\{line}") } else { line.to_owned() }
}

/// One line of plain text as the text of a heading.
pub(in super::super) fn heading_text(plain: &str) -> String {
    let words = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        push(&mut text, c, words.get(at + c.len_utf8()..).unwrap_or_default());
    }
    closing_marks(&text)
}

/// Number signs at the end of a heading would be taken for its frame.
pub(super) fn closing_marks(heading: &str) -> String {
    let words = heading.trim_end_matches('#');
    if words.len() == heading.len() || !(words.is_empty() || words.ends_with(' ')) {
        return heading.to_owned();
    }
    format!("{words}\\{}", heading.get(words.len()..).unwrap_or_default())
}
