//! Pairs as they are read, each looked at as a whole list: every fault at once.

use std::collections::BTreeMap;

use url::Url;

use super::columns::Field;

/// Faults of one file that are told one by one.
const FAULTS_MAX: usize = 50;
/// A longer question is an answer in the wrong column, characters.
const QUESTION_CHARS_MAX: usize = 500;

/// A question and its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Pair {
    /// Where it begins in the file, from 1.
    pub line: u64,
    /// One line.
    pub question: String,
    /// Markdown, or HTML.
    pub answer: String,
    /// One line, or empty.
    pub title: String,
    /// One line, or empty.
    pub topic: String,
    /// As given, or empty.
    pub id: String,
    /// Separated by commas, or empty.
    pub tags: String,
    /// An address, or empty.
    pub url: String,
}

/// The pairs of a file so far, and what is wrong with it.
#[derive(Default)]
pub(super) struct Pairs {
    taken: Vec<Pair>,
    faults: Vec<String>,
    more: usize,
    /// Line of each question and each id.
    questions: BTreeMap<String, (u64, String)>,
    ids: BTreeMap<String, u64>,
}

impl Pairs {
    pub(super) fn fault(&mut self, line: u64, message: &str) {
        if self.faults.len() < FAULTS_MAX {
            self.faults.push(format!("line {line}: {message}"));
        } else {
            self.more += 1;
        }
    }

    /// Takes a pair, given what stands in each field.
    pub(super) fn add(&mut self, line: u64, value: impl Fn(Field) -> String) {
        let one_line = |field| value(field).split_whitespace().collect::<Vec<_>>().join(" ");
        let pair = Pair {
            line,
            question: one_line(Field::Question),
            answer: value(Field::Answer).trim().to_owned(),
            title: one_line(Field::Title),
            topic: one_line(Field::Topic),
            id: one_line(Field::Id),
            tags: one_line(Field::Tags),
            url: value(Field::Url).trim().to_owned(),
        };
        let faults = faults(&pair);
        let known = self.clash(&pair);
        if faults.is_empty() && known.is_none() {
            return self.taken.push(pair);
        }
        for message in faults {
            self.fault(line, &message);
        }
        if let Some(Clash::Fault(message)) = known {
            self.fault(line, &message);
        }
    }

    fn clash(&mut self, pair: &Pair) -> Option<Clash> {
        if !pair.question.is_empty() {
            let asked = (pair.line, pair.answer.clone());
            let before = self.questions.entry(pair.question.to_lowercase()).or_insert_with(|| asked.clone());
            if before.0 != pair.line {
                let again = before.1 == pair.answer;
                let message =
                    format!("question: is asked in line {} with another answer; keep one", before.0);
                return Some(if again { Clash::Again } else { Clash::Fault(message) });
            }
        }
        if !pair.id.is_empty() {
            let before = *self.ids.entry(pair.id.to_lowercase()).or_insert(pair.line);
            if before != pair.line {
                let message = format!("id: `{}` is also in line {before}; each pair needs its own", pair.id);
                return Some(Clash::Fault(message));
            }
        }
        None
    }

    /// All of them, or all that is wrong.
    pub(super) fn finish(mut self) -> Result<Vec<Pair>, Vec<String>> {
        if self.more > 0 {
            self.faults.push(format!("… and {} more", self.more));
        }
        if self.faults.is_empty() && self.taken.is_empty() {
            self.faults.push("holds no question with an answer".to_owned());
        }
        if self.faults.is_empty() { Ok(self.taken) } else { Err(self.faults) }
    }
}

enum Clash {
    /// The same pair once more; it is passed over.
    Again,
    /// Two that contradict each other.
    Fault(String),
}

fn faults(pair: &Pair) -> Vec<String> {
    let mut faults = Vec::new();
    for (field, value) in [(Field::Question, &pair.question), (Field::Answer, &pair.answer)] {
        if !value.chars().any(char::is_alphanumeric) {
            faults.push(format!("{}: is empty; every pair needs a question and an answer", field.name()));
        }
    }
    if pair.question.chars().nth(QUESTION_CHARS_MAX).is_some() {
        faults.push(format!("question: is longer than {QUESTION_CHARS_MAX} characters; is it the answer?"));
    }
    let address = Url::parse(&pair.url).is_ok_and(|url| ["http", "https"].contains(&url.scheme()));
    if !pair.url.is_empty() && !address {
        faults.push(format!("url: `{}` is no address; write it with https://", shortened(&pair.url)));
    }
    faults
}

pub(super) fn shortened(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}
