//! What JSON may not hold before anything reads it: a NUL character, or nesting without end.

/// Deeper than any message of ours, far shallower than any stack.
const DEPTH_MAX: u32 = 32;

/// What is wrong, if anything is.
pub(super) fn fault(text: &str) -> Option<&'static str> {
    let mut depth = 0_u32;
    let mut in_string = false;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match (in_string, byte) {
            (_, 0) => return Some("contains a NUL byte; remove it"),
            (true, b'\\') => {
                let escaped = bytes.next();
                if escaped == Some(b'u') && bytes.as_slice_starts_with(b"0000") {
                    return Some("contains a NUL character (\\u0000); remove it");
                }
            }
            (true, b'"') => in_string = false,
            (false, b'"') => in_string = true,
            (false, b'[' | b'{') => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Some("is nested more than 32 deep");
                }
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

trait Ahead {
    fn as_slice_starts_with(&self, wanted: &[u8]) -> bool;
}

impl Ahead for std::str::Bytes<'_> {
    fn as_slice_starts_with(&self, wanted: &[u8]) -> bool {
        self.clone().take(wanted.len()).eq(wanted.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn nul_is_refused_in_every_spelling_and_its_look_alike_is_not() {
        assert!(fault("{\"a\":\"x\0\"}").is_some());
        assert!(fault(r#"{"a":"\u0000"}"#).is_some());
        assert!(fault(r#"{"a":"\\\u0000"}"#).is_some());
        assert_eq!(fault(r#"{"a":"\\u0000"}"#), None);
        assert_eq!(fault(r#"{"a":"\u0001"}"#), None);
    }

    #[test]
    fn nesting_is_counted_outside_strings_only() {
        assert_eq!(fault(&format!("{{\"a\":\"{}\"}}", "[".repeat(1_000))), None);
        assert!(fault(&"[".repeat(100_000)).is_some());
        assert_eq!(fault(&"[]".repeat(1_000)), None);
    }
}
