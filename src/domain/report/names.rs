//! Names that many rows share, each with a place in a list: found by where they lie in memory, which costs next to nothing.

use std::collections::HashMap;

/// Looked for by address in the first so many; by their letters beyond.
const NEAR_MAX: usize = 24;

/// The names seen so far.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    known: Vec<&'a str>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    /// The name's place; a new one is put at the end.
    pub(super) fn place(&mut self, name: &'a str) -> usize {
        if let Some(at) = self.known.iter().take(NEAR_MAX).position(|known| std::ptr::eq(*known, name)) {
            return at;
        }
        let next = self.known.len();
        let at = *self.places.entry(name).or_insert(next);
        if at == next {
            self.known.push(name);
        }
        at
    }

    /// In the order in which they were seen.
    pub(super) fn known(&self) -> &[&'a str] {
        &self.known
    }
}

/// The value at a place; a list that is too short grows.
pub(super) fn at<T: Clone + Default>(list: &mut Vec<T>, place: usize) -> Option<&mut T> {
    if place >= list.len() {
        list.resize(place + 1, T::default());
    }
    list.get_mut(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_letters_have_the_same_place_wherever_they_lie() {
        let (one, other, third) = ("delivery".to_owned(), "delivery".to_owned(), "sizes".to_owned());
        let mut names = Names::default();
        assert_eq!([&one, &third, &other, &one].map(|name| names.place(name)), [0, 1, 0, 0]);
        assert_eq!(names.known(), ["delivery", "sizes"]);
    }
}
