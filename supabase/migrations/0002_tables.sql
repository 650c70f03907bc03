-- Money is in whole kopecks, weight in whole grams, `day` is a calendar day in the bakery's zone.

create table public.users (
  id bigint generated always as identity primary key,
  channel text not null,
  person text not null,
  name text,
  language text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (channel, person)
);

create table public.chats (
  id bigint generated always as identity primary key,
  channel text not null,
  account text not null,
  chat text not null,
  user_id bigint references public.users (id) on delete set null,
  arrivals bigint not null default 0,
  swept_at timestamptz,
  created_at timestamptz not null default now(),
  unique (channel, account, chat)
);
comment on column public.chats.arrivals is 'Arrival number of the newest recorded event; drawn under this row''s lock.';
comment on column public.chats.swept_at is 'When the sweeper last handed this chat out, so that no chat starves another.';

create table public.fsm_sessions (
  chat_id bigint primary key references public.chats (id) on delete cascade,
  version bigint not null,
  state jsonb,
  updated_at timestamptz not null default now()
);
comment on column public.fsm_sessions.state is 'Null after a reset: the version goes on, so that a step in flight cannot bring the old state back.';

create table public.inbox (
  chat_id bigint not null references public.chats (id) on delete cascade,
  key text not null,
  arrival bigint not null,
  at timestamptz not null,
  body jsonb not null,
  recorded_at timestamptz not null default now(),
  stepped_at timestamptz,
  step text,
  primary key (chat_id, key),
  unique (chat_id, arrival)
);
create index inbox_waiting on public.inbox (chat_id, arrival) where stepped_at is null;
create index inbox_waiting_since on public.inbox (recorded_at) where stepped_at is null;
create index inbox_stepped on public.inbox (stepped_at);

create table public.shop_versions (
  version integer primary key,
  document jsonb not null,
  published_at timestamptz not null default now()
);

create table public.orders (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity (start with 1001) unique,
  chat_id bigint not null references public.chats (id),
  channel text not null,
  account text not null,
  chat text not null,
  status text not null check (status in ('draft', 'awaiting_baker', 'awaiting_payment', 'accepted', 'baking', 'ready',
    'handed_over', 'declined', 'cancelled', 'refunded')),
  shop_version integer not null,
  language text not null,
  currency text not null default 'RUB',
  total bigint not null check (total >= 0),
  deposit bigint not null check (deposit >= 0),
  paid bigint not null default 0,
  due_at timestamptz,
  due_local text,
  filling text,
  inscription text,
  fulfilment text,
  address text,
  name text,
  phone text,
  decline_reason text,
  work_points integer not null,
  draft jsonb not null,
  command_key text not null unique,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on column public.orders.due_local is 'due_at as it was given, with the offset of the bakery''s zone.';
comment on column public.orders.filling is 'The key in the menu of shop_version.';
create index orders_of_chat on public.orders (chat_id, status);
create index orders_by_status on public.orders (status, due_at);

create table public.order_items (
  order_id uuid not null references public.orders (id) on delete cascade,
  position integer not null,
  key text not null,
  name text not null,
  names jsonb not null,
  quantity numeric not null,
  weight_g integer,
  unit_price bigint not null,
  total bigint not null,
  primary key (order_id, position)
);
comment on column public.order_items.name is 'In the order''s language.';

create table public.capacity_days (
  day date primary key,
  closed boolean not null default false,
  extra_points integer not null default 0
);

create table public.capacity_holds (
  order_id uuid primary key references public.orders (id) on delete cascade,
  day date not null,
  points integer not null check (points >= 0),
  until timestamptz
);
comment on column public.capacity_holds.until is 'Null: firm.';
create index capacity_holds_of_day on public.capacity_holds (day);

create table public.timers (
  id bigint generated always as identity primary key,
  order_id uuid not null references public.orders (id) on delete cascade,
  timer text not null,
  at timestamptz not null,
  unique (order_id, timer)
);
create index timers_due on public.timers (at);

create table public.outbox (
  key text primary key,
  seq bigint generated always as identity unique,
  chat_id bigint not null references public.chats (id) on delete cascade,
  event_key text not null,
  to_channel text not null,
  to_account text not null,
  to_chat text not null,
  kind text not null,
  payload jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'sent', 'skipped', 'failed')),
  attempts integer not null default 0,
  lease_until timestamptz not null,
  message text,
  detail text,
  created_at timestamptz not null,
  sent_at timestamptz
);
comment on column public.outbox.attempts is 'Times handed out or put off after the step that committed it.';
create index outbox_due on public.outbox (lease_until) where status = 'pending';
create index outbox_waiting on public.outbox (to_channel, to_account, to_chat, seq) where status = 'pending';
create index outbox_done on public.outbox (created_at) where status <> 'pending';

create table public.events (
  id bigint generated always as identity primary key,
  order_id uuid not null references public.orders (id) on delete cascade,
  from_status text,
  to_status text not null,
  by text not null,
  at timestamptz not null
);
comment on table public.events is 'Append-only log of the changes of orders.';
comment on column public.events.by is 'customer:<person>, baker:<person> or timer:<name>.';
create index events_of_order on public.events (order_id, id);

create view public.order_view with (security_invoker = true) as
select
  o.id,
  o.number,
  o.channel,
  o.chat,
  o.status,
  coalesce(
    (
      select jsonb_agg(
        jsonb_build_object('name', i.name, 'quantity', i.quantity, 'weight_g', i.weight_g, 'unit_price', i.unit_price,
          'total', i.total)
        order by i.position
      )
      from public.order_items i
      where i.order_id = o.id
    ),
    '[]'
  ) as items,
  o.total,
  o.paid,
  o.currency,
  o.due_local as due_at,
  o.inscription,
  coalesce(
    (select i.name from public.order_items i where i.order_id = o.id and i.key = 'cake' order by i.position limit 1),
    o.filling
  ) as filling,
  o.fulfilment,
  o.address,
  o.name,
  o.phone
from public.orders o;
comment on column public.order_view.filling is 'The name that the customer read: the cake''s price line carries it.';
