//! One file into articles, by what it is: Markdown, HTML, or question-answer pairs.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use super::ingest::{Found, IngestFault, hash};
use super::{html, markdown, pairs, slug};

/// A larger file is no help article, bytes.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
/// How what cannot be read begins, what it is, and what would be right.
const FOREIGN: [(&[u8], &str); 15] = [
    (b"%PDF-", "is a PDF; export it as text or HTML"),
    (b"PK\x03\x04", "is a Word, Excel or zip file; export it as text, HTML or CSV, or unpack it"),
    (b"\xd0\xcf\x11\xe0", "is an old or encrypted Office file; export it as text, HTML or CSV"),
    (b"{\\rtf", "is an RTF file; export it as text or HTML"),
    (b"\x1f\x8b", "is compressed (gzip); unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive; unpack it"),
    (b"Rar!", "is a RAR archive; unpack it"),
    (b"Salted__", "is encrypted; decrypt it"),
    (b"age-encryption.org/", "is encrypted; decrypt it"),
    (b"-----BEGIN PGP MESSAGE", "is encrypted; decrypt it"),
    (b"-----BEGIN AGE ENCRYPTED", "is encrypted; decrypt it"),
    (b"\x89PNG", "is a picture; write down what it says"),
    (b"\xff\xd8\xff", "is a picture; write down what it says"),
    (b"\xff\xfe", "is UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "is UTF-16; save it as UTF-8"),
];

/// What a file's ending says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One article, and what any other text is taken for.
    Markdown,
    /// One article, in a page.
    Html,
    /// An article for each row.
    Csv,
    /// An article for each line.
    Jsonl,
}

impl Kind {
    /// The kinds of file that a folder is searched for, by ending.
    pub(super) const ENDINGS: [(&str, Self); 8] = [
        ("md", Self::Markdown),
        ("markdown", Self::Markdown),
        ("txt", Self::Markdown),
        ("html", Self::Html),
        ("htm", Self::Html),
        ("csv", Self::Csv),
        ("tsv", Self::Csv),
        ("jsonl", Self::Jsonl),
    ];

    /// Nothing for a file that is no article.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?;
        Self::ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known)).map(|(_, kind)| *kind)
    }
}

/// The articles of a file. `source` is the name the owner knows, `relative` its path below the folder, `file` what
/// both lead to.
pub(super) fn read(file: &Path, source: &Path, relative: &Path) -> Result<Vec<Found>, Vec<IngestFault>> {
    let fault = |message: &str| vec![IngestFault::new(source, message)];
    let text = text(file).map_err(|message| fault(&message))?;
    let slug = slug::of_path(relative);
    if slug.is_empty() {
        return Err(fault("has no letter or digit in its name; rename it"));
    }
    let kind = Kind::of(relative).unwrap_or(Kind::Markdown);
    let source_name = source.display().to_string();
    let found = |title: Option<String>, body: String| {
        let title = markdown::cut(&body).title.or(title).unwrap_or_else(|| title_of(relative));
        let hash = hash(&title, &body);
        vec![Found { slug: slug.clone(), title, source: source_name.clone(), body, hash }]
    };
    let read = match kind {
        Kind::Markdown => return Ok(found(None, text)),
        Kind::Html => {
            let (title, body) = html::article(&text, None)
                .ok_or_else(|| fault("holds nothing to read; is it a page with an article?"))?;
            return Ok(found(title, body));
        }
        Kind::Csv => pairs::csv(&text),
        Kind::Jsonl => pairs::jsonl(&text),
    };
    let pairs =
        read.map_err(|all| all.into_iter().flat_map(|message| fault(&message)).collect::<Vec<_>>())?;
    Ok(pairs::articles(&pairs, &slug, &source_name))
}

fn text(file: &Path) -> Result<String, String> {
    let opened = fs::File::open(file).map_err(|e| e.to_string())?;
    let mut bytes = Vec::new();
    opened.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|e| e.to_string())?;
    if let Some(message) = foreign(&bytes) {
        return Err(message.to_owned());
    }
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err("is larger than 1 MiB; split it into several articles".to_owned());
    }
    let text = String::from_utf8(bytes)
        .map_err(|e| format!("is not UTF-8 (byte {}); save it as UTF-8", e.utf8_error().valid_up_to()))?;
    if text.contains('\0') {
        return Err("contains a NUL byte; is it really text?".to_owned());
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n"))
}

/// What the first bytes say that this is, if it is nothing to be read as text.
pub(super) fn foreign(bytes: &[u8]) -> Option<&'static str> {
    FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, message)| *message)
}

fn title_of(relative: &Path) -> String {
    let stem = relative.file_stem().map(|s| s.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    let mut letters = stem.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
