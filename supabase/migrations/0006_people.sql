-- People: answers to the bakery's messages, a person called into the conversation, days changed by hand, data deleted.

alter table public.timers alter column order_id drop not null;
alter table public.timers add column chat_id bigint references public.chats (id) on delete cascade;
update public.timers t set chat_id = o.chat_id from public.orders o where o.id = t.order_id;
alter table public.timers alter column chat_id set not null;
create unique index timers_of_chat on public.timers (chat_id, timer) where order_id is null;
comment on column public.timers.order_id is 'Null: a timer of the conversation.';

alter table public.chats add column forgotten_at timestamptz;
comment on column public.chats.forgotten_at is
  'When she had her data deleted. The chat''s number stays for two days more, so that a repeated event is known.';

create index outbox_by_message on public.outbox (to_chat, message) where message is not null;

-- Inside cake_commit. Money, menu choices and days of an order stay; who she is, and every word of hers, goes.
-- Security definer: the log of events may be changed by nothing else.
create function public.cake_forget(place_id bigint, event_key text, commit_time timestamptz) returns void
language plpgsql
security definer
set search_path = public, pg_temp
as $$
begin
  if exists (
    select from orders
    where chat_id = place_id and status not in ('draft', 'handed_over', 'declined', 'cancelled', 'refunded')
  ) then
    raise exception 'An order of this chat is still open.' using errcode = 'CK008', hint = 'Finish or cancel it first.';
  end if;
  delete from orders where chat_id = place_id and status = 'draft';
  update orders
  set name = null, phone = null, address = null, inscription = null, decline_reason = null,
    draft = draft - array['name', 'phone', 'address', 'inscription', 'wishes', 'photos', 'allergens', 'allergyNote',
      'allergyAccepted', 'occasion'],
    updated_at = commit_time
  where chat_id = place_id;
  update events e set by = split_part(e.by, ':', 1) from orders o where o.id = e.order_id and o.chat_id = place_id;
  update inbox set body = '{"type":"forgotten"}' where chat_id = place_id and (stepped_at is not null or key = event_key);
  delete from outbox where chat_id = place_id;
  delete from timers where chat_id = place_id;
  delete from users u using chats c where c.id = place_id and u.id = c.user_id
    and not exists (select from chats other where other.user_id = u.id and other.id <> place_id);
  update fsm_sessions set state = null, version = version + 1, updated_at = commit_time where chat_id = place_id;
  update chats set forgotten_at = commit_time, user_id = null where id = place_id;
end
$$;

-- The last trace goes: the number of the chat. Who came back meanwhile keeps hers.
create function public.cake_forget_chats(before timestamptz) returns void
language plpgsql
security definer
set search_path = public, pg_temp
as $$
declare
  place record;
begin
  for place in
    select c.id
    from chats c
    where c.forgotten_at < before
    limit 50
    for update skip locked
  loop
    if exists (select from fsm_sessions where chat_id = place.id and state is not null) then
      update chats set forgotten_at = null where id = place.id;
      continue;
    end if;
    delete from inbox where chat_id = place.id;
    delete from outbox where chat_id = place.id;
    update chats set chat = 'deleted:' || id, forgotten_at = null where id = place.id;
    update orders set chat = 'deleted:' || chat_id where chat_id = place.id;
  end loop;
end
$$;

-- { chat?, order?, card?, event?, person? } -> Snapshot (lib/sessions/types.ts)
create or replace function public.cake_load(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  address jsonb := request -> 'chat';
  event jsonb := nullif(request -> 'event', 'null');
  speaker jsonb := nullif(request -> 'person', 'null');
  place chats;
  card outbox;
  was_stepped boolean := false;
  person_id bigint;
begin
  if request ? 'order' then
    select c.* into place
    from orders o join chats c on c.id = o.chat_id
    where o.number = (request ->> 'order')::bigint
    for update of c;
    if not found then
      raise exception 'There is no order %.', request ->> 'order' using errcode = 'CK001';
    end if;
  elsif request ? 'card' then
    -- A bakery's message from another messenger was sent by an account that this one does not know.
    select o.* into card
    from outbox o join chats c on c.id = o.chat_id
    where o.to_channel = request #>> '{card,channel}' and o.to_chat = request #>> '{card,chat}'
      and o.message = request #>> '{card,message}' and o.to_account in (request #>> '{card,account}', '')
      -- What the bakery's own chat was answered is about nobody.
      and (c.channel, c.chat) is distinct from (o.to_channel, o.to_chat)
    order by o.seq desc
    limit 1;
    if not found then
      raise exception 'Message % is not about any conversation.', request #>> '{card,message}' using errcode = 'CK007';
    end if;
    select * into place from chats where id = card.chat_id for update;
    event := jsonb_set(event, '{body,order}', coalesce(card.payload #> '{card,order}', 'null'));
    event := jsonb_set(event, '{body,card,kind}', coalesce(card.payload #> '{card,kind}', 'null'));
  else
    select * into place
    from chats
    where channel = address ->> 'channel' and account = address ->> 'account' and chat = address ->> 'chat'
    for update;
    if not found and event is not null then
      insert into chats (channel, account, chat)
      values (address ->> 'channel', address ->> 'account', address ->> 'chat')
      on conflict (channel, account, chat) do update set channel = excluded.channel
      returning * into place;
    end if;
  end if;

  if event is not null then
    select stepped_at is not null into was_stepped from inbox where chat_id = place.id and key = event ->> 'key';
    if not found then
      was_stepped := false;
      if speaker is not null then
        insert into users as u (channel, person, name, language)
        values (place.channel, speaker ->> 'id', speaker ->> 'name', speaker ->> 'language')
        on conflict (channel, person) do update
        set name = coalesce(excluded.name, u.name), language = coalesce(excluded.language, u.language), updated_at = now()
        returning id into person_id;
      end if;
      update chats
      set arrivals = arrivals + 1, user_id = coalesce(person_id, user_id)
      where id = place.id
      returning * into place;
      insert into inbox (chat_id, key, arrival, at, body)
      values (place.id, event ->> 'key', place.arrivals, (event ->> 'at')::timestamptz, event -> 'body');
    end if;
  end if;

  return jsonb_build_object(
    'chat', case when place.id is null then address
      else jsonb_build_object('channel', place.channel, 'account', place.account, 'chat', place.chat) end,
    'version', coalesce((select version from fsm_sessions where chat_id = place.id), 0),
    'state', (select state from fsm_sessions where chat_id = place.id),
    'pending', coalesce(
      (
        select jsonb_agg(jsonb_build_object('key', key, 'at', at, 'body', body, 'arrival', arrival) order by arrival)
        from inbox
        where chat_id = place.id and stepped_at is null
      ),
      '[]'
    ),
    'stepped', was_stepped,
    'orders', coalesce(
      (
        select jsonb_agg(cake_known_order(number) order by number)
        from orders
        where chat_id = place.id
          and (
            status not in ('handed_over', 'declined', 'cancelled', 'refunded')
            -- A late press concerns an order that has ended; it is needed to say so.
            or number in (
              select (body ->> 'order')::bigint
              from inbox
              where chat_id = place.id and stepped_at is null and jsonb_typeof(body -> 'order') = 'number'
            )
            or number = (request ->> 'order')::bigint
          )
      ),
      '[]'
    ),
    'shopVersion', coalesce((select max(version) from shop_versions), 0),
    'availability', cake_availability()
  );
end
$$;

-- CommitRequest -> { result: CommitResult } (lib/sessions/types.ts)
create or replace function public.cake_commit(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  address jsonb := request -> 'chat';
  commit_time timestamptz := (request ->> 'now')::timestamptz;
  place chats;
  event inbox;
  effect jsonb;
  effect_place bigint;
  target uuid;
  actor text;
  forget boolean := false;
begin
  select * into place
  from chats
  where channel = address ->> 'channel' and account = address ->> 'account' and chat = address ->> 'chat'
  for update;
  select * into event from inbox where chat_id = place.id and key = request ->> 'event';
  if not found then
    raise exception 'Event % was never recorded in this chat.', request ->> 'event'
      using errcode = 'CK003', hint = 'Load it first.';
  end if;
  if event.stepped_at is not null then
    return jsonb_build_object('result', case when event.step = request ->> 'step' then 'committed' else 'stepped' end);
  end if;
  if coalesce((select version from fsm_sessions where chat_id = place.id), 0) <> (request ->> 'version')::bigint
    or exists (select from inbox where chat_id = place.id and stepped_at is null and arrival < event.arrival) then
    return jsonb_build_object('result', 'conflict');
  end if;

  if (select count(*) from jsonb_array_elements(request -> 'inside') f where jsonb_typeof(f -> 'hold') = 'object') > 1 then
    raise exception 'A step can take a place for one order only.' using errcode = 'CK004';
  end if;
  for effect in select f from jsonb_array_elements(request -> 'inside') f where jsonb_typeof(f -> 'hold') = 'object' loop
    if not cake_place_left(place.id, effect, commit_time) then
      return jsonb_build_object('result', 'full');
    end if;
  end loop;

  insert into fsm_sessions (chat_id, version, state, updated_at)
  values (place.id, (request ->> 'version')::bigint + 1, request -> 'state', commit_time)
  on conflict (chat_id) do update
  set version = excluded.version, state = excluded.state, updated_at = excluded.updated_at;

  actor := case
    when event.body ->> 'type' = 'timer' then 'timer:' || (event.body ->> 'timer')
    when event.body ->> 'type' in ('baker', 'baker_words') then 'baker:' || coalesce(event.body #>> '{from,id}', '')
    else 'customer:' || coalesce(event.body #>> '{from,id}', '')
  end;
  for effect, effect_place in
    select f, n from jsonb_array_elements(request -> 'inside') with ordinality as listed(f, n) order by n
  loop
    if effect ->> 'kind' = 'order' then
      perform cake_write_order(place, effect, format('%s|%s|%s', place.id, event.key, effect_place), actor, commit_time);
      continue;
    end if;
    if effect ->> 'kind' = 'day' then
      insert into capacity_days (day, closed, extra_points)
      values ((effect ->> 'day')::date, (effect ->> 'closed')::boolean, (effect ->> 'extra')::integer)
      on conflict (day) do update set closed = excluded.closed, extra_points = excluded.extra_points;
      continue;
    elsif effect ->> 'kind' = 'forget' then
      forget := true;
      continue;
    elsif effect ->> 'order' is null and effect ->> 'kind' = 'timer' then
      insert into timers (chat_id, timer, at)
      values (place.id, effect ->> 'timer', (effect ->> 'at')::timestamptz)
      on conflict (chat_id, timer) where order_id is null do update set at = excluded.at;
      continue;
    elsif effect ->> 'order' is null and effect ->> 'kind' = 'cancel_timers' then
      delete from timers where chat_id = place.id and order_id is null;
      continue;
    end if;
    select id into target from orders where number = (effect ->> 'order')::bigint and chat_id = place.id;
    if not found then
      raise exception 'Order % is not an order of this chat.', effect ->> 'order' using errcode = 'CK002';
    end if;
    case effect ->> 'kind'
      when 'timer' then
        insert into timers (chat_id, order_id, timer, at)
        values (place.id, target, effect ->> 'timer', (effect ->> 'at')::timestamptz)
        on conflict (order_id, timer) do update set at = excluded.at;
      when 'cancel_timers' then
        delete from timers where order_id = target;
      else
        raise exception 'A commit cannot do "%".', effect ->> 'kind' using errcode = 'CK006';
    end case;
  end loop;

  if forget then
    perform cake_forget(place.id, event.key, commit_time);
  end if;

  insert into outbox (key, chat_id, event_key, to_channel, to_account, to_chat, kind, payload, lease_until, created_at)
  select o ->> 'key', place.id, event.key, o #>> '{to,channel}', o #>> '{to,account}', o #>> '{to,chat}', o ->> 'kind',
    o -> 'payload', commit_time + interval '30 seconds', commit_time
  from jsonb_array_elements(request -> 'outgoing') with ordinality as listed(o, n)
  order by n;

  update inbox set stepped_at = commit_time, step = request ->> 'step' where chat_id = place.id and key = event.key;
  return jsonb_build_object('result', 'committed');
end
$$;

-- { now, olderThanMs, limit } -> Sweep (lib/sessions/types.ts)
create or replace function public.cake_sweep(request jsonb) returns jsonb
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
    select t.id, t.timer, t.at, o.number, t.chat_id
    from timers t left join orders o on o.id = t.order_id
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
  -- What went to the bakery is kept longer: a reply to an old card is matched by its message.
  delete from outbox
  where key in (
    select key
    from outbox
    where status <> 'pending' and created_at < sweep_time - case
      when kind in ('baker', 'handoff') then interval '400 days'
      else interval '30 days'
    end
    limit 500
    for update skip locked
  );
  perform cake_forget_chats(sweep_time - interval '2 days');
  return jsonb_build_object('unsent', unsent, 'chats', waiting);
end
$$;

do $$
declare
  target text;
begin
  foreach target in array array['cake_forget(bigint, text, timestamptz)', 'cake_forget_chats(timestamptz)'] loop
    execute format('revoke all on function public.%s from public, anon, authenticated', target);
    execute format('grant execute on function public.%s to service_role', target);
  end loop;
end
$$;
