//! Cutting Markdown and reading files: what the room promises about its input.

use std::fs;
use std::path::Path;

use super::ingest::{IngestFault, read_path};
use super::markdown::{Cut, Document, cut};

fn piece(heading: &str, above: &str, text: &str) -> Cut {
    Cut { heading: heading.to_owned(), above: above.to_owned(), text: text.to_owned() }
}

#[test]
fn headings_cut_an_article_into_passages() {
    let document =
        cut("# Shipping\n\nHello.\n\n## How long?\n\nTwo *days*.\n\n- a\n- b\n\n### And abroad?\n\nFour.\n");
    let wanted = Document {
        title: Some("Shipping".to_owned()),
        cuts: vec![
            piece("", "", "Hello."),
            piece("How long?", "", "Two *days*.\n\n- a\n- b"),
            piece("And abroad?", "How long?", "Four."),
        ],
    };
    assert_eq!(document, wanted);
}

#[test]
fn front_matter_gives_the_title_and_is_no_passage() {
    for source in ["---\ntitle: \"Care\"\ntags: x\n---\nWash it.\n", "+++\ntitle = 'Care'\n+++\nWash it.\n"] {
        let wanted = Document { title: Some("Care".to_owned()), cuts: vec![piece("", "", "Wash it.")] };
        assert_eq!(cut(source), wanted);
    }
}

#[test]
fn a_bold_question_is_a_heading() {
    let document = cut("# FAQ\n\n**Is it safe?**\n\nYes.\n\n**Very important** words.\n");
    assert_eq!(document.cuts, vec![piece("Is it safe?", "", "Yes.\n\n**Very important** words.")]);
}

#[test]
fn comments_and_empty_sections_are_no_passages() {
    let document = cut("# A\n\n<!-- secret note -->\n\n## Empty\n\n## Full\n\nText.\n");
    assert_eq!(document.cuts, vec![piece("Full", "", "Text.")]);
}

#[test]
fn long_sections_are_cut_at_paragraphs_and_endless_ones_anywhere() {
    let paragraph = "word ".repeat(70);
    let document = cut(&format!("{paragraph}\n\n{paragraph}\n\n{paragraph}"));
    assert_eq!(document.cuts.len(), 3);
    for endless in ["word ".repeat(5_000), "A short sentence. ".repeat(1_000), "- item\n".repeat(3_000)] {
        for cut in cut(&endless).cuts {
            assert!(cut.text.split_whitespace().count() <= 200, "{}", cut.text.len());
            assert!(endless.contains(&cut.text), "a passage stands in the file word for word");
        }
    }
}

#[test]
fn a_text_without_any_heading_is_one_passage() {
    assert_eq!(cut("Just words."), Document { title: None, cuts: vec![piece("", "", "Just words.")] });
    assert_eq!(cut(""), Document::default());
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_folder_is_read_with_its_folders_sorted_by_slug() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "Ärger & Größe.md", b"# One\n\ntext");
    write(folder.path(), "faq/opening_hours.TXT", b"We open at ten.");
    write(folder.path(), ".git/config.md", b"no");
    write(folder.path(), "picture.png", &[0, 1, 2]);
    let found = read_path(folder.path()).unwrap();
    let seen: Vec<(&str, &str)> = found.iter().map(|f| (f.slug.as_str(), f.title.as_str())).collect();
    assert_eq!(seen, [("arger-große", "One"), ("faq-opening-hours", "Opening hours")]);
    assert_eq!(found, read_path(folder.path()).unwrap());
    assert_eq!(found[0].hash.len(), 64);
}

#[test]
fn a_single_file_is_an_article() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "care.md", "\u{feff}# Care\r\n\r\nWash.".as_bytes());
    let found = read_path(&folder.path().join("care.md")).unwrap();
    assert_eq!((found[0].slug.as_str(), found[0].body.as_str()), ("care", "# Care\n\nWash."));
}

fn faults(folder: &Path) -> Vec<String> {
    let named = |f: IngestFault| {
        let name = Path::new(&f.path).file_name().unwrap_or_default().to_string_lossy().into_owned();
        format!("{name}: {}", f.message)
    };
    read_path(folder).unwrap_err().into_iter().map(named).collect()
}

#[test]
fn every_unfit_file_is_named_at_once() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", b"fine");
    write(folder.path(), "big.md", &vec![b'a'; 1024 * 1024 + 1]);
    write(folder.path(), "latin1.md", b"Caf\xe9");
    write(folder.path(), "nul.md", b"a\0b");
    write(folder.path(), "x-y.md", b"one");
    write(folder.path(), "x/y.md", b"two");
    write(folder.path(), "---.md", b"three");
    let seen = faults(folder.path());
    assert_eq!(seen.len(), 5, "{seen:#?}");
    assert!(seen[0].starts_with("---.md: has no letter or digit"), "{seen:#?}");
    assert!(seen[1].starts_with("big.md: is larger than 1 MiB"), "{seen:#?}");
    assert!(seen[2].starts_with("latin1.md: is not UTF-8 (byte 3)"), "{seen:#?}");
    assert!(seen[3].starts_with("nul.md: contains a NUL byte"), "{seen:#?}");
    assert!(seen[4].contains("has the same slug `x-y`"), "{seen:#?}");
}

#[test]
fn an_empty_or_missing_folder_is_a_fault_and_not_an_empty_shop() {
    let folder = tempfile::tempdir().unwrap();
    assert!(faults(folder.path())[0].contains("holds no .md"));
    assert_eq!(read_path(&folder.path().join("nowhere")).unwrap_err().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_inside_the_folder_and_refused_outside() {
    use std::os::unix::fs::symlink;
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(folder.path(), "..data/real.md", b"# Real\n\ntext");
    symlink(folder.path().join("..data/real.md"), folder.path().join("linked.md")).unwrap();
    let found = read_path(folder.path()).unwrap();
    assert_eq!(found.iter().map(|f| f.slug.as_str()).collect::<Vec<_>>(), ["linked"]);
    assert!(found[0].source.ends_with("linked.md"), "{}", found[0].source);
    write(outside.path(), "secret.md", b"secret");
    symlink(outside.path().join("secret.md"), folder.path().join("escape.md")).unwrap();
    assert_eq!(faults(folder.path()), ["escape.md: is a link that leads out of the folder"]);
    fs::remove_file(folder.path().join("escape.md")).unwrap();
    symlink(folder.path(), folder.path().join("loop")).unwrap();
    assert_eq!(read_path(folder.path()).unwrap().len(), 1);
}
