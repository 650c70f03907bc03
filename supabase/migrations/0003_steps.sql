-- The step protocol: load records and reads, commit is a compare-and-set with the event's outcome, all or nothing.
-- Both take the chat's row lock first, so that arrival and steps of a chat are in one order.

create function public.cake_known_order(order_number bigint) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select jsonb_build_object(
    'number', o.number,
    'channel', o.channel,
    'chat', o.chat,
    'status', o.status,
    'shopVersion', o.shop_version,
    'language', o.language,
    'draft', o.draft,
    'lines', coalesce(
      (
        select jsonb_agg(
          jsonb_build_object('key', i.key, 'name', i.names, 'quantity', i.quantity, 'weightG', i.weight_g,
            'unitPrice', i.unit_price, 'total', i.total)
          order by i.position
        )
        from order_items i
        where i.order_id = o.id
      ),
      '[]'
    ),
    'total', o.total,
    'deposit', o.deposit,
    'dueAt', o.due_local,
    'declineReason', o.decline_reason,
    'workPoints', o.work_points
  )
  from orders o
  where o.number = order_number
$$;

-- Holds that ran out are left out; days before yesterday are of no use in any time zone.
create function public.cake_availability() returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select jsonb_build_object(
    'booked', coalesce(
      (
        select jsonb_object_agg(h.day, h.points)
        from (
          select day, sum(points) as points
          from capacity_holds
          where day >= current_date - 1 and (until is null or until > now())
          group by day
        ) h
      ),
      '{}'
    ),
    'closed', coalesce((select jsonb_agg(day order by day) from capacity_days where closed and day >= current_date - 1), '[]'),
    'extra', coalesce(
      (
        select jsonb_object_agg(day, extra_points)
        from capacity_days
        where extra_points <> 0 and day >= current_date - 1
      ),
      '{}'
    )
  )
$$;

-- { chat?, order?, event?, person? } -> Snapshot (lib/sessions/types.ts)
create function public.cake_load(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  address jsonb := request -> 'chat';
  event jsonb := nullif(request -> 'event', 'null');
  speaker jsonb := nullif(request -> 'person', 'null');
  place chats;
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

-- Inside cake_commit, under the chat's lock: false when the day of a hold has no place left for this order.
create function public.cake_place_left(place_id bigint, effect jsonb, commit_time timestamptz) returns boolean
language plpgsql
set search_path = public, pg_temp
as $$
declare
  hold jsonb := effect -> 'hold';
  hold_day date := (hold ->> 'day')::date;
  wanted integer := (hold ->> 'points')::integer;
  own uuid;
  closed_day boolean;
  extra integer;
  taken bigint;
begin
  -- Holds of a day are decided one after another; 7300 only keeps these locks apart from other advisory locks.
  perform pg_advisory_xact_lock(7300, hold_day - date '2000-01-01');
  select id into own from orders where number = (effect #>> '{order,number}')::bigint and chat_id = place_id;
  -- Who holds the place already keeps it: the baker must be able to make it firm on a day that she closed since.
  if exists (
    select from capacity_holds h
    where h.order_id = own and h.day = hold_day and h.points >= wanted and (h.until is null or h.until > commit_time)
  ) then
    return true;
  end if;
  select d.closed, d.extra_points into closed_day, extra from capacity_days d where d.day = hold_day;
  select coalesce(sum(h.points), 0) into taken
  from capacity_holds h
  where h.day = hold_day and h.order_id is distinct from own and (h.until is null or h.until > commit_time);
  return not coalesce(closed_day, false) and taken + wanted <= (hold ->> 'limit')::integer + coalesce(extra, 0);
end
$$;

-- Inside cake_commit: writes one order effect. `command` is unique per event and effect.
create function public.cake_write_order(place chats, effect jsonb, command text, actor text, commit_time timestamptz)
returns void
language plpgsql
set search_path = public, pg_temp
as $$
declare
  record jsonb := effect -> 'order';
  answers jsonb := effect #> '{order,draft}';
  hold jsonb := effect -> 'hold';
  old_status text;
  written uuid;
begin
  if record ->> 'number' is null then
    insert into orders (chat_id, channel, account, chat, status, shop_version, language, total, deposit, work_points,
      draft, command_key, created_at)
    values (place.id, place.channel, place.account, place.chat, record ->> 'status', (record ->> 'shopVersion')::integer,
      record ->> 'language', 0, 0, 0, answers, command, commit_time)
    returning id into written;
  else
    select id, status into written, old_status
    from orders
    where number = (record ->> 'number')::bigint and chat_id = place.id;
    if not found then
      raise exception 'Order % is not an order of this chat.', record ->> 'number' using errcode = 'CK002';
    end if;
  end if;

  update orders
  set
    status = record ->> 'status',
    shop_version = (record ->> 'shopVersion')::integer,
    language = record ->> 'language',
    total = (record ->> 'total')::bigint,
    deposit = (record ->> 'deposit')::bigint,
    due_at = (record ->> 'dueAt')::timestamptz,
    due_local = record ->> 'dueAt',
    filling = answers ->> 'filling',
    inscription = answers ->> 'inscription',
    fulfilment = answers ->> 'fulfilment',
    address = answers ->> 'address',
    name = answers ->> 'name',
    phone = answers ->> 'phone',
    decline_reason = record ->> 'declineReason',
    work_points = (record ->> 'workPoints')::integer,
    draft = answers,
    updated_at = commit_time
  where id = written;

  delete from order_items where order_id = written;
  insert into order_items (order_id, position, key, name, names, quantity, weight_g, unit_price, total)
  select written, position, line ->> 'key', coalesce(line -> 'name' ->> (record ->> 'language'), line -> 'name' ->> 'ru'),
    line -> 'name', (line ->> 'quantity')::numeric, (line ->> 'weightG')::integer, (line ->> 'unitPrice')::bigint,
    (line ->> 'total')::bigint
  from jsonb_array_elements(record -> 'lines') with ordinality as listed(line, position);

  if jsonb_typeof(hold) = 'null' then
    delete from capacity_holds where order_id = written;
  elsif hold is not null then
    insert into capacity_holds (order_id, day, points, until)
    values (written, (hold ->> 'day')::date, (hold ->> 'points')::integer, (hold ->> 'until')::timestamptz)
    on conflict (order_id) do update set day = excluded.day, points = excluded.points, until = excluded.until;
  end if;
  if record ->> 'status' in ('draft', 'declined', 'cancelled', 'refunded')
    and exists (select from capacity_holds where order_id = written) then
    raise exception 'An order that is % cannot hold a place on a day.', record ->> 'status'
      using errcode = 'CK004', hint = 'Send hold: null with this status.';
  end if;

  if old_status is distinct from record ->> 'status' then
    insert into events (order_id, from_status, to_status, by, at)
    values (written, old_status, record ->> 'status', actor, commit_time);
  end if;
end
$$;

-- CommitRequest -> { result: CommitResult } (lib/sessions/types.ts)
create function public.cake_commit(request jsonb) returns jsonb
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
    select id into target from orders where number = (effect ->> 'order')::bigint and chat_id = place.id;
    if not found then
      raise exception 'Order % is not an order of this chat.', effect ->> 'order' using errcode = 'CK002';
    end if;
    case effect ->> 'kind'
      when 'timer' then
        insert into timers (order_id, timer, at)
        values (target, effect ->> 'timer', (effect ->> 'at')::timestamptz)
        on conflict (order_id, timer) do update set at = excluded.at;
      when 'cancel_timers' then
        delete from timers where order_id = target;
      else
        raise exception 'A commit cannot do "%".', effect ->> 'kind' using errcode = 'CK006';
    end case;
  end loop;

  insert into outbox (key, chat_id, event_key, to_channel, to_account, to_chat, kind, payload, lease_until, created_at)
  select o ->> 'key', place.id, event.key, o #>> '{to,channel}', o #>> '{to,account}', o #>> '{to,chat}', o ->> 'kind',
    o -> 'payload', commit_time + interval '30 seconds', commit_time
  from jsonb_array_elements(request -> 'outgoing') with ordinality as listed(o, n)
  order by n;

  update inbox set stepped_at = commit_time, step = request ->> 'step' where chat_id = place.id and key = event.key;
  return jsonb_build_object('result', 'committed');
end
$$;

-- { chat } -> null
create function public.cake_reset(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  address jsonb := request -> 'chat';
  place_id bigint;
begin
  select id into place_id
  from chats
  where channel = address ->> 'channel' and account = address ->> 'account' and chat = address ->> 'chat'
  for update;
  update fsm_sessions set state = null, version = version + 1, updated_at = now() where chat_id = place_id;
  return null;
end
$$;
