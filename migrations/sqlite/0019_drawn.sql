-- The number that was drawn for an episode, 0..1: the same for every chat of a visitor in a period, so that each counts once.
alter table episode add column drawn real;
