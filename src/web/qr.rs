//! A picture that phones read, as one path of an inline drawing.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Light around it, modules: scanners want four.
const QUIET: usize = 4;

/// A picture of dark squares on a light ground.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Picture {
    /// Width and height, the light around it included, modules.
    pub size: usize,
    /// The dark runs, as the `d` of a path.
    pub path: String,
}

/// The picture of a text; `None` when it is too long for one.
pub(super) fn picture(text: &str) -> Option<Picture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row.iter().skip(x).take_while(|color| **color == Color::Dark).count();
            if run > 0 {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Some(Picture { size: width + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_are_where_scanners_look_for_them() {
        let Some(picture) = picture("otpauth://totp/Banister:a%40b.c?secret=ABC") else {
            panic!("no picture");
        };
        let far = picture.size - QUIET - 7;
        assert!(picture.path.starts_with("M4 4h7v1h-7z"), "{}", picture.path);
        assert!(picture.path.contains(&format!("M{far} 4h7v1h-7z")));
        assert!(picture.path.contains(&format!("M4 {far}h7v1h-7z")));
        assert_eq!(super::picture(&"x".repeat(5_000)), None);
    }
}
