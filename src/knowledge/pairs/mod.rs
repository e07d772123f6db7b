//! Question-answer pairs. `csv` and `jsonl` read rows, `columns` knows what their fields are called, `article` makes each
//! pair an article of its own.

mod article;
mod columns;
mod csv;
mod jsonl;
mod pair;

pub(super) use article::articles;
pub(super) use csv::read as csv;
pub(super) use jsonl::read as jsonl;
