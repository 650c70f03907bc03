-- { results: SendResult[] } -> null. What was sent once stays sent, whatever a late twin of the sender says.
create function public.cake_confirm(request jsonb) returns jsonb
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
  return null;
end
$$;

-- { now, olderThanMs, limit } -> Sweep (lib/sessions/types.ts)
create function public.cake_sweep(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  sweep_time timestamptz := (request ->> 'now')::timestamptz;
  old_enough timestamptz := sweep_time - (request ->> 'olderThanMs')::integer * interval '1 millisecond';
  most integer := (request ->> 'limit')::integer;
  due record;
  next_arrival bigint;
  unsent jsonb;
  waiting jsonb;
begin
  -- Two sweeps side by side would hand out one chat's rows in two orders. The second one has nothing to do.
  if not pg_try_advisory_xact_lock(7301, 0) then
    return jsonb_build_object('unsent', '[]'::jsonb, 'chats', '[]'::jsonb);
  end if;

  for due in
    select t.id, t.timer, t.at, o.number, o.chat_id
    from timers t join orders o on o.id = t.order_id
    where t.at <= sweep_time
    order by t.at
    limit most
  loop
    -- A chat that is busy now gets its timer at the next sweep.
    perform from chats where id = due.chat_id for update skip locked;
    continue when not found;
    delete from timers where id = due.id and at <= sweep_time;
    continue when not found;
    update chats set arrivals = arrivals + 1 where id = due.chat_id returning arrivals into next_arrival;
    -- No execution has this event, so it is old enough at once.
    insert into inbox (chat_id, key, arrival, at, body, recorded_at)
    values (due.chat_id, 'timer:' || due.id, next_arrival, due.at,
      jsonb_build_object('type', 'timer', 'timer', due.timer, 'order', due.number), old_enough);
  end loop;

  update outbox
  set status = 'failed', detail = 'not confirmed as sent in 20 attempts over a day'
  where key in (
    select key
    from outbox
    where status = 'pending' and lease_until <= sweep_time
      -- Both: a day of "later" is no reason, nor is a day in which nobody swept.
      and attempts >= 20 and created_at <= sweep_time - interval '24 hours'
    for update skip locked
  );

  -- The lease doubles from 30 seconds to 2 hours, which makes about 20 attempts a day: a branch that never confirms must
  -- not become a flood. A row that was tried five times no longer makes the later ones of its chat wait.
  with ready as (
    select o.key
    from outbox o
    where o.status = 'pending' and o.lease_until <= sweep_time
      and not exists (
        select from outbox earlier
        where earlier.status = 'pending' and earlier.to_channel = o.to_channel and earlier.to_account = o.to_account
          and earlier.to_chat = o.to_chat and earlier.seq < o.seq and earlier.lease_until > sweep_time
          and earlier.attempts < 5
      )
    order by o.seq
    limit most
    for update skip locked
  ), claimed as (
    update outbox o
    set attempts = o.attempts + 1,
      lease_until = sweep_time + least(interval '30 seconds' * (2 ^ least(o.attempts, 8)), interval '2 hours')
    from ready
    where o.key = ready.key
    returning o.*
  )
  select coalesce(
    jsonb_agg(
      jsonb_build_object('key', key, 'kind', kind, 'payload', payload,
        'to', jsonb_build_object('channel', to_channel, 'account', to_account, 'chat', to_chat))
      order by seq
    ),
    '[]'
  ) into unsent
  from claimed;

  with waiting_chats as (
    select c.id
    from chats c
    where exists (select from inbox i where i.chat_id = c.id and i.stepped_at is null and i.recorded_at <= old_enough)
    order by c.swept_at nulls first
    limit most
    for update skip locked
  ), handed_out as (
    update chats c set swept_at = sweep_time from waiting_chats w where c.id = w.id returning c.*
  )
  select coalesce(jsonb_agg(jsonb_build_object('channel', channel, 'account', account, 'chat', chat) order by id), '[]')
  into waiting
  from handed_out;

  -- A repeat comes within a day (Telegram keeps updates 24 hours); 500 at a time keeps a sweep short.
  delete from inbox
  where (chat_id, key) in (
    select chat_id, key from inbox where stepped_at < sweep_time - interval '30 days' limit 500 for update skip locked
  );
  delete from outbox
  where key in (
    select key
    from outbox
    where status <> 'pending' and created_at < sweep_time - interval '30 days'
    limit 500
    for update skip locked
  );
  return jsonb_build_object('unsent', unsent, 'chats', waiting);
end
$$;

-- { version? } -> { version, document }; without a version the newest, or null when there is none yet
create function public.cake_shop(request jsonb) returns jsonb
language plpgsql
stable
set search_path = public, pg_temp
as $$
declare
  answer jsonb;
begin
  select jsonb_build_object('version', version, 'document', document) into answer
  from shop_versions
  where version = (request ->> 'version')::integer or request ->> 'version' is null
  order by version desc
  limit 1;
  if answer is null and request ->> 'version' is not null then
    raise exception 'There is no version % of the menu.', request ->> 'version'
      using errcode = 'CK005', hint = 'Publish the menu workflow.';
  end if;
  return answer;
end
$$;

-- { document } -> { version, changed }
create function public.cake_publish_shop(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  newest shop_versions;
begin
  perform pg_advisory_xact_lock(7302, 0);
  select * into newest from shop_versions order by version desc limit 1;
  if newest.document = request -> 'document' then
    return jsonb_build_object('version', newest.version, 'changed', false);
  end if;
  insert into shop_versions (version, document) values (coalesce(newest.version, 0) + 1, request -> 'document')
  returning * into newest;
  return jsonb_build_object('version', newest.version, 'changed', true);
end
$$;

-- { number } -> KnownOrder | null
create function public.cake_order(request jsonb) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select cake_known_order((request ->> 'number')::bigint)
$$;
