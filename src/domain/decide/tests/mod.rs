//! What the decision core promises, one file per promise.

mod autonomy;
mod autonomy_sent;
mod clock;
mod delivery;
mod drafting;
mod gathering;
mod hold;
mod holdout;
mod learning;
mod measured;
mod measured_tables;
mod properties;
mod properties_events;
mod properties_pilot;
mod properties_records;
mod properties_waits;
mod rating;
mod review;
mod routing;
mod screening;
mod surveys;
mod tags;
mod takeover;
mod waiting;
mod words;
mod world;
