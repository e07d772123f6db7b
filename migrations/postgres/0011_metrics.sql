-- What is measured of an episode, the rows it follows from, and how reports notice that one changed.

-- A message that counts: in which episode, when (never before it began), and as what: asked, human, approved, edited,
-- auto_sent. `template`: the saved reply that a hand-written answer began with.
alter table message add column episode_id text collate "C";
alter table message add column counted_at bigint;
alter table message add column counted_as text collate "C";
alter table message add column template text collate "C";
alter table screening add column episode_id text collate "C";
alter table suggestion add column episode_id text collate "C";
alter table draft_answer add column episode_id text collate "C";
alter table promise add column episode_id text collate "C";
create index draft_answer_conversation on draft_answer (conversation_id, at);

-- An episode's own log, only ever added to: what was concluded and no other row says. `detail` is the whole of it, as JSON.
create table episode_mark (
    id              bigint generated always as identity primary key,
    conversation_id text collate "C" not null,
    episode_id      text collate "C" not null,
    at              bigint not null,
    kind            text collate "C" not null,
    detail          text collate "C" not null
);
create index episode_mark_conversation on episode_mark (conversation_id, id);

-- `measured`: 0 not yet, 1 as it happened, 2 afterwards from its rows. Shares are ten-thousandths, `reply_ms` and
-- `conversions` JSON. `changed` grows with every change: on SQLite by one, on PostgreSQL it is the transaction's number.
alter table episode add column measured bigint not null default 0;
alter table episode add column changed bigint not null default 0;
alter table episode add column turns bigint not null default 0;
alter table episode add column answers bigint not null default 0;
alter table episode add column reply_ms text collate "C" not null default '[]';
alter table episode add column handoff text collate "C";
alter table episode add column promise_kept boolean;
alter table episode add column promise_due bigint;
alter table episode add column page text collate "C";
alter table episode add column campaign text collate "C";
alter table episode add column template text collate "C";
alter table episode add column edit bigint;
alter table episode add column confidence bigint;
alter table episode add column triggered boolean not null default false;
alter table episode add column judged_wrong boolean not null default false;
alter table episode add column owner_ms bigint;
alter table episode add column tokens bigint not null default 0;
alter table episode add column cost_micros bigint not null default 0;
alter table episode add column conversions text collate "C" not null default '[]';
alter table episode add column unhappy boolean not null default false;
alter table episode add column in_hours boolean;
alter table episode add column returning_visitor boolean not null default false;
alter table episode add column suggested boolean not null default false;
create index episode_changed on episode (changed);
create index episode_unmeasured on episode (started_at) where measured = 0;

-- Episodes that somebody deleted.
create table episode_gone (
    id         text collate "C" primary key,
    started_at bigint not null,
    changed    bigint not null
);
create index episode_gone_changed on episode_gone (changed);

-- Whoever writes an episode or its survey: the transaction's number says that it changed.
create function episode_changed() returns trigger language plpgsql as $$ begin
    new.changed := cast(cast(pg_current_xact_id() as text) as bigint);
    return new;
end $$;
create trigger episode_changed before insert or update on episode for each row execute function episode_changed();
create function episode_deleted() returns trigger language plpgsql as $$ begin
    insert into episode_gone (id, started_at, changed)
    values (old.id, old.started_at, cast(cast(pg_current_xact_id() as text) as bigint))
    on conflict (id) do update set changed = excluded.changed;
    return old;
end $$;
create trigger episode_deleted after delete on episode for each row execute function episode_deleted();
create function survey_changed() returns trigger language plpgsql as $$ begin
    update episode set changed = 0 where id = new.episode_id;
    return new;
end $$;
create trigger survey_changed after insert or update on survey for each row execute function survey_changed();

-- Words that suggest a topic, one a line.
alter table topic add column keywords text collate "C" not null default '';

-- Some to begin with; the owner changes them.
update topic set keywords = 'order
cancel
bestellung
commande
pedido' where slug = 'orders';
update topic set keywords = 'shipping
delivery
deliver
parcel
track
ship
versand
lieferung
paket
livraison
envío' where slug = 'shipping';
update topic set keywords = 'return
send back
exchange
refund
rücksendung
umtausch
retour' where slug = 'returns';
update topic set keywords = 'invoice
charge
charged
payment
bill
rechnung
zahlung
facture
factura' where slug = 'billing';
update topic set keywords = 'size
material
colour
color
in stock
größe
produkt' where slug = 'products';
update topic set keywords = 'account
password
log in
sign in
konto
passwort' where slug = 'account';
update topic set keywords = 'error
does not work
crash
bug
fehler
funktioniert nicht' where slug = 'technical';
