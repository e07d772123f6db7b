//! HTML pages as Markdown articles. `tree` parses, `clutter` says what is not the article, `article` finds it, `writer`
//! writes it down with `lists`, `table`, `line` and `escape`.

mod article;
mod clutter;
mod escape;
mod line;
mod lists;
mod table;
mod tree;
mod writer;

pub(super) use article::article;
pub(super) use escape::heading_text;
