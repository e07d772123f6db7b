//! One file a promise, played against the running binary.

mod accounts;
mod accounts_rights;
mod accounts_second_factor;
mod choosing;
mod confidence;
mod deciding;
mod drafting;
mod hearing;
mod knowledge;
mod measuring;
mod measuring_year;
mod notices;
mod notices_decide;
mod notices_once;
mod rating;
mod reporting;
mod rules_page;
mod screening;
mod searching;
mod sending;
mod sorting;
mod spending;
mod surveys;
mod takeover;
mod undoing;
mod waiting;
