//! The encoder against its reference; what needs its weights is skipped, loudly, where they are not set up.

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::wordpiece::WordPieces;
use super::{Encoder, EncoderError, UnpackError, unpack};
use crate::knowledge::Embedding;

/// Texts with the pieces and the first numbers that the published model gives them (`tokenizers` 0.23, `numpy`).
const REFERENCE: &str = include_str!("../../../tests/corpora/encoder.jsonl");

#[derive(serde::Deserialize)]
struct Known {
    text: String,
    pieces: Vec<usize>,
    begins: Vec<f32>,
}

/// The encoder of this machine, loaded once.
pub(in crate::knowledge) fn set_up() -> Option<Arc<Encoder>> {
    static ENCODER: OnceLock<Option<Arc<Encoder>>> = OnceLock::new();
    let encoder = ENCODER.get_or_init(|| Encoder::load(&Embedding::default().folder()).ok().map(Arc::new));
    if encoder.is_none() {
        println!("SKIPPED: no sentence encoder; run `banister knowledge setup`");
    }
    encoder.clone()
}

fn reference() -> Vec<Known> {
    REFERENCE.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn words_are_cut_into_their_longest_pieces() {
    let vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nship\n##ping\nto\ncanada\n?\ncafe\n漢\n##s\nun\n##ship";
    let pieces = WordPieces::read(vocabulary).unwrap();
    for (text, wanted) in [
        ("Shipping to CANADA?", &[4, 5, 6, 7, 8][..]),
        ("Cafés", &[9, 11]),
        ("to漢to", &[6, 10, 6]),
        ("unshipping", &[12, 13, 5]),
        ("shipyard to", &[1, 6]),
        ("t\u{200b}o\u{0}", &[6]),
        ("", &[]),
    ] {
        let cut = pieces.cut(text);
        assert_eq!((cut.first(), cut.last()), (Some(&2), Some(&3)), "{text}");
        assert_eq!(&cut[1..cut.len() - 1], wanted, "{text}");
    }
    assert_eq!(pieces.cut(&"to ".repeat(1_000)).len(), 256, "the encoder reads no further");
    assert!(WordPieces::read("a\nb").unwrap_err().to_string().contains("[UNK]"));
}

#[test]
fn pieces_and_meanings_are_those_of_the_published_model() {
    let Some(encoder) = set_up() else { return };
    let vocabulary = fs::read_to_string(Embedding::default().folder().join("vocab.txt")).unwrap();
    let pieces = WordPieces::read(&vocabulary).unwrap();
    for known in reference() {
        assert_eq!(pieces.cut(&known.text), known.pieces, "{:?}", known.text);
        let vector = encoder.encode(&known.text);
        for (ours, theirs) in vector.iter().zip(&known.begins) {
            assert!((ours - theirs).abs() < 1e-4, "{:?}: {ours} {theirs}", known.text);
        }
        let length: f32 = vector.iter().map(|x| x * x).sum();
        assert!((length - 1.0).abs() < 1e-5);
        assert_eq!(vector, encoder.encode(&known.text), "the same in every run");
    }
}

#[test]
fn missing_or_foreign_files_are_named_and_never_taken() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Encoder::load(folder.path()).unwrap_err();
    assert!(matches!(&missing, EncoderError::Read { path, .. } if path.ends_with("vocab.txt")), "{missing}");
    fs::write(folder.path().join("vocab.txt"), "[UNK]\n[CLS]\n[SEP]").unwrap();
    fs::write(folder.path().join("model.safetensors"), "not a model").unwrap();
    let foreign = Encoder::load(folder.path()).unwrap_err().to_string();
    assert!(foreign.contains("banister knowledge setup"), "{foreign}");
}

#[test]
fn a_package_with_other_content_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("encoder");
    assert!(matches!(unpack(b"PK\x03\x04 something else", &into), Err(UnpackError::OtherContent(_))));
    assert!(!Path::new(&into).exists());
}
