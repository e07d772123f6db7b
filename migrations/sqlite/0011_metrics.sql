-- What is measured of an episode, the rows it follows from, and how reports notice that one changed.

-- A message that counts: in which episode, when (never before it began), and as what: asked, human, approved, edited,
-- auto_sent. `template`: the saved reply that a hand-written answer began with.
alter table message add column episode_id text;
alter table message add column counted_at integer;
alter table message add column counted_as text;
alter table message add column template text;
alter table screening add column episode_id text;
alter table suggestion add column episode_id text;
alter table draft_answer add column episode_id text;
alter table promise add column episode_id text;
create index draft_answer_conversation on draft_answer (conversation_id, at);

-- An episode's own log, only ever added to: what was concluded and no other row says. `detail` is the whole of it, as JSON.
create table episode_mark (
    id              integer primary key autoincrement,
    conversation_id text not null,
    episode_id      text not null,
    at              integer not null,
    kind            text not null,
    detail          text not null
) strict;
create index episode_mark_conversation on episode_mark (conversation_id, id);

-- `measured`: 0 not yet, 1 as it happened, 2 afterwards from its rows. Shares are ten-thousandths, `reply_ms` and
-- `conversions` JSON. `changed` grows with every change: on SQLite by one, on PostgreSQL it is the transaction's number.
alter table episode add column measured integer not null default 0;
alter table episode add column changed integer not null default 0;
alter table episode add column turns integer not null default 0;
alter table episode add column answers integer not null default 0;
alter table episode add column reply_ms text not null default '[]';
alter table episode add column handoff text;
alter table episode add column promise_kept integer;
alter table episode add column promise_due integer;
alter table episode add column page text;
alter table episode add column campaign text;
alter table episode add column template text;
alter table episode add column edit integer;
alter table episode add column confidence integer;
alter table episode add column triggered integer not null default 0;
alter table episode add column judged_wrong integer not null default 0;
alter table episode add column owner_ms integer;
alter table episode add column tokens integer not null default 0;
alter table episode add column cost_micros integer not null default 0;
alter table episode add column conversions text not null default '[]';
alter table episode add column unhappy integer not null default 0;
alter table episode add column in_hours integer;
alter table episode add column returning_visitor integer not null default 0;
alter table episode add column suggested integer not null default 0;
create index episode_changed on episode (changed);
create index episode_unmeasured on episode (started_at) where measured = 0;

-- Episodes that somebody deleted.
create table episode_gone (
    id         text primary key,
    started_at integer not null,
    changed    integer not null
) strict;
create index episode_gone_changed on episode_gone (changed);

-- Whoever writes an episode or its survey without counting: the count goes on all the same.
create trigger episode_made after insert on episode when new.changed = 0 begin
    update episode set changed = (select 1 + max(coalesce((select max(changed) from episode), 0),
                                         coalesce((select max(changed) from episode_gone), 0))) where id = new.id;
end;
create trigger episode_changed after update on episode when new.changed = old.changed begin
    update episode set changed = (select 1 + max(coalesce((select max(changed) from episode), 0),
                                         coalesce((select max(changed) from episode_gone), 0))) where id = new.id;
end;
create trigger episode_deleted after delete on episode begin
    insert or replace into episode_gone (id, started_at, changed)
    values (old.id, old.started_at, (select 1 + max(old.changed, coalesce((select max(changed) from episode), 0),
                                                      coalesce((select max(changed) from episode_gone), 0))));
end;
create trigger survey_made after insert on survey begin
    update episode set changed = (select 1 + max(coalesce((select max(changed) from episode), 0),
                                         coalesce((select max(changed) from episode_gone), 0))) where id = new.episode_id;
end;
create trigger survey_changed after update on survey begin
    update episode set changed = (select 1 + max(coalesce((select max(changed) from episode), 0),
                                         coalesce((select max(changed) from episode_gone), 0))) where id = new.episode_id;
end;

-- Words that suggest a topic, one a line.
alter table topic add column keywords text not null default '';

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
