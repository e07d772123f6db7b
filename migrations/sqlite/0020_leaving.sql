-- The inbox shows what is about to leave, its countdown included: never by a look at every conversation.
drop index conversation_holding;
create index conversation_leaving on conversation (updated_at) where stage in ('holding', 'countdown');
