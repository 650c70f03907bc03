-- Money: the payments of orders, a log of what came and went, and which payments a provider has to be asked about again.

create table public.payments (
  id text primary key,
  seq bigint generated always as identity unique,
  order_id uuid not null references public.orders (id),
  kind text not null check (kind in ('deposit', 'balance', 'full')),
  provider text not null check (provider in ('yookassa', 'tbank', 'stripe', 'manual')),
  amount bigint not null check (amount > 0),
  status text not null check (status in ('pending', 'paid', 'partly_refunded', 'refunded', 'cancelled', 'expired')),
  paid bigint not null check (paid >= 0),
  refunded bigint not null check (refunded >= 0),
  refund_asked bigint not null check (refund_asked >= 0),
  provider_id text,
  url text,
  expires_at timestamptz,
  paid_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  checked_at timestamptz
);
comment on column public.payments.id is '<order>-<n>. Also the key under which its provider knows the request for a link.';
comment on column public.payments.refunded is 'Returned in all; refund_asked is what was asked to be returned in all.';
comment on column public.payments.checked_at is 'When its provider was last to be asked about it, so that no payment starves another.';
create index payments_of_order on public.payments (order_id, seq);
create unique index payments_pending on public.payments (order_id) where status = 'pending';
create unique index payments_at_provider on public.payments (provider, provider_id) where provider_id is not null;

create table public.payment_moves (
  id bigint generated always as identity primary key,
  payment_id text not null references public.payments (id),
  paid bigint not null,
  refunded bigint not null,
  at timestamptz not null
);
comment on table public.payment_moves is 'Append-only log of money: what came and what went back.';
create index payment_moves_of_day on public.payment_moves (at);

create index outbox_of_payment on public.outbox ((payload ->> 'payment')) where kind = 'payment' and status = 'pending';
comment on column public.events.by is 'customer:<person>, baker:<person>, timer:<name> or payment:<provider>.';

create view public.payment_view with (security_invoker = true) as
select
  p.id,
  p.seq,
  (select o.number from public.orders o where o.id = p.order_id) as "order",
  p.provider,
  p.kind,
  p.amount,
  p.status,
  p.url
from public.payments p;

-- As JavaScript writes a moment, so that a row reads the same before and after it was stored.
create function public.cake_iso(moment timestamptz) returns text
language sql
stable
set search_path = public, pg_temp
as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- PaymentRecord (lib/order/types.ts)
create function public.cake_payment_record(payment payments) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select jsonb_build_object('id', payment.id, 'kind', payment.kind, 'provider', payment.provider, 'amount', payment.amount,
    'status', payment.status, 'paid', payment.paid, 'refunded', payment.refunded, 'refundAsked', payment.refund_asked,
    'providerId', payment.provider_id, 'url', payment.url, 'expiresAt', cake_iso(payment.expires_at),
    'paidAt', cake_iso(payment.paid_at))
$$;

-- KnownPayment (lib/sessions/types.ts)
create function public.cake_known_payment(payment payments) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select jsonb_build_object(
    'payment', cake_payment_record(payment),
    'order', o.number,
    'status', o.status,
    'chat', jsonb_build_object('channel', o.channel, 'account', o.account, 'chat', o.chat),
    'underway', exists (
      select from outbox x
      where x.kind = 'payment' and x.status = 'pending' and x.payload ->> 'payment' = payment.id
        and x.payload ->> 'do' in ('link', 'refund')
    ),
    -- That it was paid has had its step, and the books do not show it: only a fault can do that.
    'unbooked', payment.paid = 0 and exists (
      select from inbox i
      where i.chat_id = o.chat_id and starts_with(i.key, 'pay:' || payment.id || ':paid:') and i.stepped_at is not null
    )
  )
  from orders o
  where o.id = payment.order_id
$$;

create or replace function public.cake_known_order(order_number bigint) returns jsonb
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
    'payments', coalesce(
      (select jsonb_agg(cake_payment_record(p) order by p.seq) from payments p where p.order_id = o.id),
      '[]'
    ),
    'dueAt', o.due_local,
    'declineReason', o.decline_reason,
    'workPoints', o.work_points
  )
  from orders o
  where o.number = order_number
$$;

-- Inside cake_commit: writes one payment of an order, and what follows from it. `given` is a PaymentRecord.
create function public.cake_write_payment(target uuid, given jsonb, commit_time timestamptz) returns void
language plpgsql
set search_path = public, pg_temp
as $$
declare
  before payments;
  written payments;
  came bigint;
  went bigint;
begin
  select * into before from payments where id = given ->> 'id' for update;
  if found and before.order_id <> target then
    raise exception 'Payment % is not a payment of this order.', given ->> 'id' using errcode = 'CK002';
  end if;
  -- What was asked for never changes: another amount or way is another payment.
  insert into payments as p (id, order_id, kind, provider, amount, status, paid, refunded, refund_asked, provider_id, url,
    expires_at, paid_at, created_at, updated_at)
  values (given ->> 'id', target, given ->> 'kind', given ->> 'provider', (given ->> 'amount')::bigint, given ->> 'status',
    (given ->> 'paid')::bigint, (given ->> 'refunded')::bigint, (given ->> 'refundAsked')::bigint, given ->> 'providerId',
    given ->> 'url', (given ->> 'expiresAt')::timestamptz, (given ->> 'paidAt')::timestamptz, commit_time, commit_time)
  on conflict (id) do update
  set status = excluded.status, paid = excluded.paid, refunded = excluded.refunded, refund_asked = excluded.refund_asked,
    provider_id = excluded.provider_id, url = excluded.url, expires_at = excluded.expires_at, paid_at = excluded.paid_at,
    updated_at = excluded.updated_at
  returning * into written;
  came := written.paid - coalesce(before.paid, 0);
  went := written.refunded - coalesce(before.refunded, 0);
  if came <> 0 or went <> 0 then
    insert into payment_moves (payment_id, paid, refunded, at)
    values (written.id, came, went, case when came <> 0 then coalesce(written.paid_at, commit_time) else commit_time end);
    update orders
    set paid = (select sum(p.paid - p.refunded) from payments p where p.order_id = target), updated_at = commit_time
    where id = target;
  end if;
end
$$;

-- Who is to be named in the log of an order's changes.
create function public.cake_actor(body jsonb) returns text
language sql
stable
set search_path = public, pg_temp
as $$
  select case
    when body ->> 'type' = 'timer' then 'timer:' || (body ->> 'timer')
    when body ->> 'type' in ('baker', 'baker_words') then 'baker:' || coalesce(body #>> '{from,id}', '')
    when body ->> 'type' = 'money' then
      'payment:' || coalesce((select provider from payments where id = body ->> 'payment'), '')
    else 'customer:' || coalesce(body #>> '{from,id}', '')
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
  new_state jsonb := request -> 'state';
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

  -- Money of an order may move on when its customer is forgotten; that does not bring her conversation back.
  if event.body ->> 'type' = 'money' and (place.forgotten_at is not null or place.chat = 'deleted:' || place.id)
    and not exists (select from fsm_sessions where chat_id = place.id and state is not null) then
    new_state := null;
  end if;
  insert into fsm_sessions (chat_id, version, state, updated_at)
  values (place.id, (request ->> 'version')::bigint + 1, new_state, commit_time)
  on conflict (chat_id) do update
  set version = excluded.version, state = excluded.state, updated_at = excluded.updated_at;

  actor := cake_actor(event.body);
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
      when 'payment_row' then
        perform cake_write_payment(target, effect -> 'row', commit_time);
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

-- The last trace goes: the number of the chat. Who came back meanwhile keeps hers.
create or replace function public.cake_forget_chats(before timestamptz) returns void
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
    delete from inbox where chat_id = place.id and (stepped_at is not null or body ->> 'type' is distinct from 'money');
    delete from outbox where chat_id = place.id and not (kind = 'payment' and status = 'pending');
    update outbox set to_chat = 'deleted:' || chat_id where chat_id = place.id;
    update chats set chat = 'deleted:' || id, forgotten_at = null where id = place.id;
    update orders set chat = 'deleted:' || chat_id where chat_id = place.id;
  end loop;
end
$$;

-- { now, olderThanMs, limit } -> KnownPayment[] (lib/sessions/types.ts): those that are waited for, those of which money is to
-- go back, and those given up of which money may still come: a link outlives its payment by up to 25 hours.
create function public.cake_open_payments(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  ask_time timestamptz := (request ->> 'now')::timestamptz;
  old_enough timestamptz := ask_time - (request ->> 'olderThanMs')::bigint * interval '1 millisecond';
  answer jsonb;
begin
  with due as (
    select p.id
    from payments p
    where p.provider <> 'manual' and p.updated_at <= old_enough
      and (
        (
          (p.status = 'pending' or p.refund_asked > p.refunded)
          and coalesce(p.checked_at, '-infinity') <= old_enough
        )
        or (
          p.status in ('cancelled', 'expired') and p.provider_id is not null
          and coalesce(p.expires_at, p.created_at) > ask_time - interval '25 hours'
          and coalesce(p.checked_at, '-infinity') <= least(old_enough, ask_time - interval '30 minutes')
        )
        -- This very question again, because its answer got lost.
        or p.checked_at = ask_time
      )
    order by p.checked_at nulls first, p.seq
    limit (request ->> 'limit')::integer
    for update skip locked
  ), handed_out as (
    update payments p set checked_at = ask_time from due where p.id = due.id returning p as payment
  )
  select coalesce(jsonb_agg(cake_known_payment(payment) order by (payment).seq), '[]') into answer from handed_out;
  return answer;
end
$$;

-- { payment } or { provider, providerId, payment } -> KnownPayment | null. The provider's own number goes before ours, which a
-- notification may name: a request that got lost can have made a second payment there.
create function public.cake_payment_by(request jsonb) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select cake_known_payment(p)
  from payments p
  where (p.provider = request ->> 'provider' and p.provider_id = request ->> 'providerId')
    or (p.id = request ->> 'payment' and p.provider = coalesce(request ->> 'provider', p.provider))
  order by p.provider_id is not distinct from request ->> 'providerId' desc
  limit 1
$$;

-- { day, zone } -> DayBooks (lib/sessions/types.ts)
create function public.cake_payment_books(request jsonb) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  with moved as (
    select m.payment_id, p.provider, m.paid, m.refunded
    from payment_moves m
    join payments p on p.id = m.payment_id
    where m.at >= (request ->> 'day')::date::timestamp at time zone (request ->> 'zone')
      and m.at < ((request ->> 'day')::date + 1)::timestamp at time zone (request ->> 'zone')
  )
  select jsonb_build_object(
    'sums', coalesce(
      (
        select jsonb_agg(
          jsonb_build_object('provider', provider, 'count', count, 'paid', paid, 'refunded', refunded) order by provider
        )
        from (
          select provider, count(distinct payment_id) filter (where paid > 0) as count, sum(paid) as paid,
            sum(refunded) as refunded
          from moved
          group by provider
        ) sums
      ),
      '[]'
    ),
    'payments', coalesce(
      (
        select jsonb_agg(cake_known_payment(p) order by p.seq)
        from payments p
        where p.provider <> 'manual' and p.id in (select payment_id from moved)
      ),
      '[]'
    )
  )
$$;

do $$
declare
  target text;
begin
  foreach target in array array['payments', 'payment_moves'] loop
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

revoke all on table public.payment_view from public, anon, authenticated, service_role;
grant select on table public.payment_view to service_role;
revoke update, delete, truncate on table public.payment_moves from service_role;
