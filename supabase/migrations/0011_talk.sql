-- The code that a customer's words are, in whatever way she wrote it; null when they are none.
create or replace function public.cake_code_in(body jsonb) returns text
language sql
immutable
set search_path = public, pg_temp
as $$
  select nullif(regexp_replace(m[1], '\D', '', 'g'), '')
  from regexp_match(body ->> 'text', '^\s*(?:(?:(?:вот|мой|my|the)\s+)*(?:код|code|/code|/код)[\s:№#]*)?(\d{4}[\s-]?\d{4})[\s.!]*$', 'i') m
  where body ->> 'type' = 'text'
$$;

-- A known person's message names her again: a write that changes nothing costs a new row all the same, so it is left out. Of
-- user_id alone: other updates that change nothing are there for the row that they return.
create trigger chats_as_they_are before update of user_id on public.chats
for each row execute function suppress_redundant_updates_trigger();

-- { results: SendResult[] } -> null. What was sent once stays sent, whatever a late twin of the sender says. A question that
-- could not go out and is overtaken by a later one is not asked any more: a number would answer the wrong one.
create or replace function public.cake_confirm(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
begin
  -- In one order everywhere, or two confirmations of the same rows wait for each other for ever.
  perform from outbox
  where key in (select r ->> 'key' from jsonb_array_elements(request -> 'results') r)
  order by key
  for update;
  update outbox o
  set
    status = case r.result when 'later' then o.status else r.result end,
    sent_at = case r.result when 'sent' then now() end,
    message = r.message,
    detail = r.detail,
    lease_until = coalesce(r.at, o.lease_until),
    attempts = o.attempts + case r.result when 'later' then 1 else 0 end
  from jsonb_to_recordset(request -> 'results') as r(key text, result text, message text, detail text, at timestamptz)
  where o.key = r.key and (o.status = 'pending' or (r.result = 'sent' and o.status <> 'sent'));
  update outbox old
  set status = 'skipped', detail = 'a later question went out'
  from outbox asked
  where asked.key in (
      select r ->> 'key' from jsonb_array_elements(request -> 'results') r where r ->> 'result' = 'sent'
    )
    and asked.kind = 'reply' and jsonb_array_length(coalesce(asked.payload -> 'buttons', '[]')) > 0
    and old.status = 'pending' and old.attempts > 0 and old.kind = 'reply' and old.seq < asked.seq
    and jsonb_array_length(coalesce(old.payload -> 'buttons', '[]')) > 0
    and (old.to_channel, old.to_account, old.to_chat) = (asked.to_channel, asked.to_account, asked.to_chat);
  return null;
end
$$;
