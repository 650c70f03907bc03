-- Several messengers: the order that a messenger gives its events, one reader of a queue, what was sent to a chat lately, and
-- codes that move a conversation from one messenger to another.

alter table public.inbox add column channel_order bigint;
comment on column public.inbox.channel_order is
  'The messenger''s own order of events in this chat, where it gives one. Decides among events that wait.';

create index outbox_to on public.outbox (to_channel, to_account, to_chat, seq);

create table public.readers (
  name text primary key,
  owner text not null,
  lease_until timestamptz not null,
  position text
);
comment on table public.readers is 'Who polls a messenger''s queue now, and how far it has come.';

create table public.move_codes (
  code text primary key,
  chat_id bigint not null unique references public.chats (id) on delete cascade,
  until timestamptz not null
);
comment on table public.move_codes is 'A code that, written in another messenger, brings this chat''s draft and orders there.';

-- Gives a new event its place: behind all that wait, but before those that its messenger puts after it. Under the chat's lock.
create function public.cake_record(place_id bigint, event jsonb) returns void
language plpgsql
set search_path = public, pg_temp
as $$
declare
  own_order bigint := (event ->> 'order')::bigint;
  newest bigint;
  later record;
begin
  update chats set arrivals = arrivals + 1 where id = place_id returning arrivals into newest;
  insert into inbox (chat_id, key, arrival, at, body, channel_order)
  values (place_id, event ->> 'key', newest, (event ->> 'at')::timestamptz, event -> 'body', own_order);
  -- Fresh numbers instead of a shift: an execution that holds an old number sees a conflict and loads again.
  for later in
    select key from inbox
    where chat_id = place_id and stepped_at is null and channel_order > own_order
    order by arrival
  loop
    update chats set arrivals = arrivals + 1 where id = place_id returning arrivals into newest;
    update inbox set arrival = newest where chat_id = place_id and key = later.key;
  end loop;
end
$$;

-- The code that a customer's words are, in whatever way she wrote it; null when they are none.
create function public.cake_code_in(body jsonb) returns text
language sql
immutable
set search_path = public, pg_temp
as $$
  select nullif(regexp_replace(m[1], '\D', '', 'g'), '')
  from regexp_match(body ->> 'text', '^\s*(?:код|code|/code|/код)?[\s:№#]*(\d{4}[\s-]?\d{4})[\s.!]*$', 'i') m
  where body ->> 'type' = 'text'
$$;

-- What a code that was written in a chat would bring there; null when the words are no living code of another chat.
create function public.cake_move_of(place_id bigint, body jsonb) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select jsonb_build_object(
    'code', m.code,
    'chat', jsonb_build_object('channel', c.channel, 'account', c.account, 'chat', c.chat),
    'version', coalesce(s.version, 0),
    'state', s.state,
    'orders', coalesce(
      (
        select jsonb_agg(cake_known_order(number) order by number)
        from orders
        where chat_id = c.id and status not in ('handed_over', 'declined', 'cancelled', 'refunded')
      ),
      '[]'
    )
  )
  from move_codes m
  join chats c on c.id = m.chat_id
  left join fsm_sessions s on s.chat_id = c.id
  where m.code = cake_code_in(body) and m.until > now() and c.id <> place_id
$$;

-- Inside cake_commit: whether the conversation that a code brings is still what the outcome was made from.
create function public.cake_can_move(effect jsonb, commit_time timestamptz) returns boolean
language plpgsql
set search_path = public, pg_temp
as $$
declare
  source_id bigint;
begin
  select chat_id into source_id from move_codes where code = effect ->> 'code' and until > commit_time for update;
  if not found then
    return false;
  end if;
  perform from chats where id = source_id for update;
  return coalesce((select version from fsm_sessions where chat_id = source_id), 0) = (effect ->> 'version')::bigint
    and not exists (select from inbox where chat_id = source_id and stepped_at is null);
end
$$;

-- Inside cake_commit: everything of the other chat comes here. Cards in the bakery's chat stay answerable.
create function public.cake_move(place chats, effect jsonb, commit_time timestamptz) returns void
language plpgsql
set search_path = public, pg_temp
as $$
declare
  source_id bigint;
begin
  delete from move_codes where code = effect ->> 'code' returning chat_id into source_id;
  update orders
  set chat_id = place.id, channel = place.channel, account = place.account, chat = place.chat, updated_at = commit_time
  where chat_id = source_id;
  update timers set chat_id = place.id where chat_id = source_id and order_id is not null;
  delete from timers where chat_id = source_id;
  update outbox set chat_id = place.id where chat_id = source_id and kind in ('baker', 'handoff');
  update fsm_sessions set state = null, version = version + 1, updated_at = commit_time where chat_id = source_id;
end
$$;

-- { name, owner, leaseMs, position? } -> { mine, position }
create function public.cake_reading(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  wanted_until timestamptz := clock_timestamp() + (request ->> 'leaseMs')::integer * interval '1 millisecond';
  known readers;
begin
  insert into readers as r (name, owner, lease_until, position)
  values (request ->> 'name', request ->> 'owner', wanted_until, request ->> 'position')
  on conflict (name) do update
  set owner = excluded.owner, lease_until = excluded.lease_until, position = coalesce(excluded.position, r.position)
  where r.owner = excluded.owner or r.lease_until <= clock_timestamp()
  returning * into known;
  if found then
    return jsonb_build_object('mine', true, 'position', known.position);
  end if;
  return jsonb_build_object('mine', false, 'position', (select position from readers where name = request ->> 'name'));
end
$$;

-- { chat, since } -> [{ payload, message }]
create function public.cake_sent_to(request jsonb) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('payload', payload, 'message', message) order by seq desc), '[]')
  from outbox
  where to_channel = request #>> '{chat,channel}' and to_account = request #>> '{chat,account}'
    and to_chat = request #>> '{chat,chat}' and kind = 'reply' and created_at >= (request ->> 'since')::timestamptz
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
      if person_id is not null then
        update chats set user_id = person_id where id = place.id;
      end if;
      perform cake_record(place.id, event);
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
    'move', (
      select cake_move_of(place.id, i.body)
      from inbox i
      where i.chat_id = place.id and i.stepped_at is null
      order by i.arrival
      limit 1
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
  for effect in select f from jsonb_array_elements(request -> 'inside') f where f ->> 'kind' = 'move' loop
    if not cake_can_move(effect, commit_time) then
      return jsonb_build_object('result', 'conflict');
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
    elsif effect ->> 'kind' = 'move' then
      perform cake_move(place, effect, commit_time);
      continue;
    elsif effect ->> 'kind' = 'move_code' then
      delete from move_codes where until <= commit_time or chat_id = place.id;
      -- One in a hundred million: the next code of whoever asks again is another one.
      insert into move_codes (code, chat_id, until) values (effect ->> 'code', place.id, (effect ->> 'until')::timestamptz)
      on conflict (code) do nothing;
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

do $$
declare
  target text;
begin
  foreach target in array array['readers', 'move_codes'] loop
    execute format('alter table public.%I enable row level security', target);
    execute format('revoke all on table public.%I from public, anon, authenticated', target);
    execute format('grant all on table public.%I to service_role', target);
  end loop;
  for target in
    select p.oid::regprocedure::text
    from pg_proc p
    where p.pronamespace = 'public'::regnamespace and starts_with(p.proname, 'cake_')
  loop
    execute format('revoke all on function %s from public, anon, authenticated', target);
    execute format('grant execute on function %s to service_role', target);
  end loop;
end
$$;
