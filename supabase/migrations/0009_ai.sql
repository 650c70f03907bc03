-- Models: what they were asked for, what it cost, and the pictures that they drew. Limits hold because every call and picture
-- is begun here, under a lock, before the model is asked; one that was begun and never ended counts.

create table public.ai_calls (
  id bigint generated always as identity primary key,
  key text unique,
  chat_id bigint references public.chats (id) on delete cascade,
  attempt text not null,
  times integer not null default 1,
  begun_at timestamptz not null,
  ended_at timestamptz,
  model text,
  prompt_tokens integer not null default 0,
  completion_tokens integer not null default 0,
  requests integer not null default 0,
  answer jsonb
);
comment on column public.ai_calls.key is 'Of the effect. Null: she had her data deleted, and the row only counts.';
comment on column public.ai_calls.attempt is 'Tells a repeat of the very call that began it, whose answer got lost, from another execution.';
comment on column public.ai_calls.times is 'How often it was begun: each may have been paid for.';
create index ai_calls_begun on public.ai_calls (begun_at);
create index ai_calls_of_chat on public.ai_calls (chat_id);

create table public.pictures (
  id uuid primary key default gen_random_uuid(),
  key text unique,
  chat_id bigint references public.chats (id) on delete cascade,
  attempt text,
  permit text check (permit in ('draw', 'unknown', 'reuse', 'limit', 'month')),
  begun_at timestamptz not null,
  ended_at timestamptz,
  counted boolean not null,
  fingerprint text,
  model text,
  brief text,
  mime_type text,
  shown bytea,
  drawn bytea,
  bucket text,
  emptied_at timestamptz
);
comment on column public.pictures.permit is 'What cake_picture_begin answered. Null: it was not asked, a sketch was made at once.';
comment on column public.pictures.counted is 'A model was asked for it, or may have been.';
comment on column public.pictures.bucket is 'Bucket of Supabase Storage that has <id>/shown and <id>/drawn where they are null here.';
comment on column public.pictures.emptied_at is 'When its bytes went for good. A bucket that is still named has its files to lose yet.';
-- Pictures are packed already.
alter table public.pictures alter column shown set storage external, alter column drawn set storage external;
create index pictures_begun on public.pictures (begun_at);
create index pictures_of_chat on public.pictures (chat_id, begun_at);
create index pictures_alike on public.pictures (fingerprint, ended_at);
create index pictures_in_buckets on public.pictures (bucket) where emptied_at is not null and bucket is not null;
create index orders_by_picture on public.orders ((draft #>> '{picture,id}'));

-- The chat that an effect came from, locked; null when she had her data deleted and has not come back.
create function public.cake_chat_of_effect(address jsonb) returns bigint
language plpgsql
set search_path = public, pg_temp
as $$
declare
  place chats;
begin
  select * into place
  from chats
  where channel = address ->> 'channel' and account = address ->> 'account' and chat = address ->> 'chat'
  for update;
  if not found then
    insert into chats (channel, account, chat)
    values (address ->> 'channel', address ->> 'account', address ->> 'chat')
    on conflict (channel, account, chat) do update set channel = excluded.channel
    returning * into place;
  end if;
  if place.forgotten_at is not null
    and not exists (select from fsm_sessions where chat_id = place.id and state is not null) then
    return null;
  end if;
  return place.id;
end
$$;

-- When the month of that moment begins. In UTC: a limit is for what a month costs, whatever the bakery's zone is.
create function public.cake_month(moment timestamptz) returns timestamptz
language sql
immutable
set search_path = public, pg_temp
as $$
  select date_trunc('month', moment at time zone 'UTC') at time zone 'UTC'
$$;

-- { key, chat, perMonth, now, attempt } -> CallPermit (lib/sessions/ledger.ts)
create function public.cake_call_begin(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  begin_time timestamptz := (request ->> 'now')::timestamptz;
  month_begins timestamptz := cake_month(begin_time);
  place_id bigint := cake_chat_of_effect(request -> 'chat');
  known ai_calls;
begin
  perform pg_advisory_xact_lock(7303, 1);
  select * into known from ai_calls where key = request ->> 'key';
  if place_id is null or (known.id is not null and known.chat_id is null) then
    return jsonb_build_object('go', false, 'why', 'busy');
  end if;
  if known.ended_at is not null then
    return jsonb_build_object('go', false, 'why', 'done', 'answer', known.answer);
  end if;
  if known.attempt = request ->> 'attempt' then
    return jsonb_build_object('go', true);
  end if;
  if known.begun_at > begin_time - interval '60 seconds' then
    return jsonb_build_object('go', false, 'why', 'busy');
  end if;
  if (
    select coalesce(sum(times), 0)
    from ai_calls
    where begun_at >= month_begins and begun_at < cake_month(month_begins + interval '32 days')
  ) >= (request ->> 'perMonth')::integer then
    return jsonb_build_object('go', false, 'why', 'month');
  end if;
  insert into ai_calls as c (key, chat_id, attempt, begun_at)
  values (request ->> 'key', place_id, request ->> 'attempt', begin_time)
  on conflict (key) do update
  set attempt = excluded.attempt, begun_at = excluded.begun_at, times = c.times + 1;
  return jsonb_build_object('go', true);
end
$$;

-- CallResult -> null. The first answer stays; who is forgotten leaves none.
create function public.cake_call_end(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
begin
  update ai_calls
  set
    ended_at = now(),
    model = request ->> 'model',
    prompt_tokens = (request ->> 'promptTokens')::integer,
    completion_tokens = (request ->> 'completionTokens')::integer,
    requests = (request ->> 'requests')::integer,
    answer = case when chat_id is not null then request -> 'answer' end
  where key = request ->> 'key' and ended_at is null;
  return null;
end
$$;

-- Pictures that count for the order which this chat has not placed yet: drawn within a day, after the last one was placed.
create function public.cake_pictures_of_order(place_id bigint, begin_time timestamptz) returns bigint
language sql
stable
set search_path = public, pg_temp
as $$
  select count(*)
  from pictures p
  where p.chat_id = place_id and p.counted
    and p.begun_at > begin_time - interval '24 hours'
    and p.begun_at > all (
      select e.at
      from events e join orders o on o.id = e.order_id
      where o.chat_id = place_id and coalesce(e.from_status, 'draft') = 'draft'
        and e.to_status in ('awaiting_baker', 'awaiting_payment', 'accepted')
    )
$$;

-- { key, chat, fingerprint, perOrder, perMonth, now, attempt, reuse } -> PicturePermit (lib/sessions/ledger.ts); `reuse` comes
-- with the bytes in base64, or with null and the bucket that has them. Asked again with `reuse: false` where that has none.
create function public.cake_picture_begin(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  begin_time timestamptz := (request ->> 'now')::timestamptz;
  month_begins timestamptz := cake_month(begin_time);
  place_id bigint := cake_chat_of_effect(request -> 'chat');
  known pictures;
  alike pictures;
  answer text;
begin
  perform pg_advisory_xact_lock(7303, 2);
  select * into known from pictures where key = request ->> 'key';
  if place_id is null or (known.id is not null and known.chat_id is null) then
    return jsonb_build_object('do', 'busy');
  end if;
  if known.ended_at is not null then
    return jsonb_build_object('do', 'done', 'id', known.id, 'model', known.model, 'brief', coalesce(known.brief, ''));
  end if;
  if known.permit = 'draw' then
    if known.attempt = request ->> 'attempt' then
      return jsonb_build_object('do', 'draw');
    end if;
    if known.begun_at > begin_time - interval '200 seconds' then
      return jsonb_build_object('do', 'busy');
    end if;
    update pictures set permit = 'unknown' where id = known.id;
    return jsonb_build_object('do', 'unknown');
  end if;
  -- Who was told so goes on with a sketch: another answer now would draw beside it.
  if known.permit in ('unknown', 'limit', 'month') then
    return jsonb_build_object('do', known.permit);
  end if;

  if (request ->> 'reuse')::boolean then
    select * into alike
    from pictures
    where fingerprint = request ->> 'fingerprint' and ended_at is not null and emptied_at is null
      and permit in ('draw', 'unknown') and model is not null and (drawn is not null or bucket is not null)
    order by ended_at desc
    limit 1;
  end if;
  answer := case
    when alike.id is not null then 'reuse'
    when cake_pictures_of_order(place_id, begin_time) >= (request ->> 'perOrder')::integer then 'limit'
    when (
      select count(*)
      from pictures
      where counted and begun_at >= month_begins and begun_at < cake_month(month_begins + interval '32 days')
    ) >= (request ->> 'perMonth')::integer then 'month'
    else 'draw'
  end;
  insert into pictures (key, chat_id, attempt, permit, begun_at, counted, fingerprint)
  values (request ->> 'key', place_id, request ->> 'attempt', answer, begin_time, answer = 'draw', request ->> 'fingerprint')
  on conflict (key) do update
  set attempt = excluded.attempt, permit = excluded.permit, begun_at = excluded.begun_at, counted = excluded.counted;
  if answer <> 'reuse' then
    return jsonb_build_object('do', answer);
  end if;
  return jsonb_build_object('do', 'reuse', 'id', alike.id, 'model', alike.model, 'bucket', alike.bucket,
    'data', encode(alike.drawn, 'base64'));
end
$$;

-- PictureResult, bytes in base64 -> { id, bucket }. The first end of a key stays. `bucket`: the bytes that were just given
-- belong there; once they are, cake_picture_in_bucket takes them out of here.
create function public.cake_picture_end(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  place_id bigint := cake_chat_of_effect(request -> 'chat');
  known pictures;
begin
  select * into known from pictures where key = request ->> 'key' for update;
  if known.id is null then
    -- Nothing is kept of who is forgotten, and an answer needs an id all the same.
    if place_id is null then
      return jsonb_build_object('id', gen_random_uuid(), 'bucket', null);
    end if;
    insert into pictures (key, chat_id, begun_at, counted)
    values (request ->> 'key', place_id, now(), (request ->> 'counted')::boolean)
    returning * into known;
  end if;
  if known.ended_at is null and known.chat_id is not null then
    update pictures
    set
      ended_at = now(),
      model = request ->> 'model',
      brief = request ->> 'brief',
      mime_type = request ->> 'mimeType',
      shown = decode(request ->> 'shown', 'base64'),
      drawn = decode(request ->> 'drawn', 'base64'),
      bucket = request ->> 'bucket',
      counted = case permit
        when 'draw' then (request ->> 'counted')::boolean
        -- It may have been paid for, whatever became of it.
        when 'unknown' then true
        else counted
      end
    where id = known.id
    returning * into known;
    return jsonb_build_object('id', known.id, 'bucket', known.bucket);
  end if;
  return jsonb_build_object('id', known.id, 'bucket', null);
end
$$;

-- { id } -> null
create function public.cake_picture_in_bucket(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
begin
  update pictures set shown = null, drawn = null where id = (request ->> 'id')::uuid and bucket is not null;
  return null;
end
$$;

-- { id } -> { data, mimeType, bucket } | null. `data` in base64, null: the bucket has it.
create function public.cake_picture(request jsonb) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select jsonb_build_object('data', encode(shown, 'base64'), 'mimeType', mime_type, 'bucket', bucket)
  from pictures
  where id = (request ->> 'id')::uuid and ended_at is not null and emptied_at is null
$$;

-- { since } -> [{ model, purpose, lastUsed }]
create function public.cake_models(request jsonb) returns jsonb
language sql
stable
set search_path = public, pg_temp
as $$
  select coalesce(
    jsonb_agg(jsonb_build_object('model', model, 'purpose', purpose, 'lastUsed', last_used) order by last_used desc, model),
    '[]'
  )
  from (
    select model, purpose, max(begun_at) as last_used
    from (
      select model, 'understand' as purpose, begun_at from ai_calls
      union all
      select model, 'picture', begun_at from pictures where permit in ('draw', 'unknown')
    ) asked
    where model is not null and begun_at >= (request ->> 'since')::timestamptz
    group by model, purpose
  ) used
$$;

-- Inside cake_forget: what was drawn for her and what a model made of her words. The rows stay, because they are counted.
create function public.cake_forget_models(place_id bigint, commit_time timestamptz) returns void
language plpgsql
set search_path = public, pg_temp
as $$
begin
  update pictures
  set chat_id = null, fingerprint = null, brief = null, shown = null, drawn = null, emptied_at = commit_time
  where chat_id = place_id;
  update ai_calls set chat_id = null, answer = null where chat_id = place_id;
end
$$;

-- Pictures that no placed order shows lose their bytes after 30 days; rows are of no use after 60, when no month counts them.
-- Gives the files that their buckets are to delete; cake_files_gone is told once they have.
create function public.cake_let_go(sweep_time timestamptz) returns jsonb
language plpgsql
set search_path = public, pg_temp
as $$
begin
  update pictures
  set fingerprint = null, brief = null, shown = null, drawn = null, emptied_at = sweep_time
  where id in (
    select p.id
    from pictures p
    where p.begun_at < sweep_time - interval '30 days' and p.emptied_at is null
      and not exists (select from orders o where o.draft #>> '{picture,id}' = p.id::text and o.status <> 'draft')
    limit 50
    for update skip locked
  );
  -- An effect of hers that was on its way when she was forgotten has ended long since.
  update pictures set key = null
  where key is not null and chat_id is null and begun_at < sweep_time - interval '2 days';
  update ai_calls set key = null
  where key is not null and chat_id is null and begun_at < sweep_time - interval '2 days';
  delete from pictures
  where id in (
    select id
    from pictures
    where begun_at < sweep_time - interval '60 days' and emptied_at is not null and bucket is null
    limit 500
    for update skip locked
  );
  delete from ai_calls
  where id in (
    select id from ai_calls where begun_at < sweep_time - interval '60 days' limit 500 for update skip locked
  );
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', id, 'bucket', bucket)), '[]')
    from (select id, bucket from pictures where emptied_at is not null and bucket is not null limit 50) files
  );
end
$$;

-- { ids } -> null
create function public.cake_files_gone(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
begin
  update pictures
  set bucket = null
  where emptied_at is not null and id in (select value::uuid from jsonb_array_elements_text(request -> 'ids'));
  return null;
end
$$;

-- What was cake_sweep keeps its body under a name of its own, so that nothing of it is written here again.
alter function public.cake_sweep(jsonb) rename to cake_hand_out;

-- { now, olderThanMs, limit } -> Sweep (lib/sessions/types.ts), and files that buckets are to delete
create function public.cake_sweep(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
begin
  return cake_hand_out(request) || jsonb_build_object('files', cake_let_go((request ->> 'now')::timestamptz));
end
$$;

-- Inside cake_commit. Money, menu choices and days of an order stay; who she is, every word of hers and her pictures go. What
-- is still to be done about her money stays until it is done.
-- Security definer: the log of events may be changed by nothing else.
create or replace function public.cake_forget(place_id bigint, event_key text, commit_time timestamptz) returns void
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
    draft = draft - array['name', 'phone', 'email', 'address', 'inscription', 'wishes', 'extras', 'photos', 'allergens',
      'allergyNote', 'allergyAccepted', 'occasion', 'picture'],
    updated_at = commit_time
  where chat_id = place_id;
  update events e set by = split_part(e.by, ':', 1) from orders o where o.id = e.order_id and o.chat_id = place_id;
  update inbox set body = '{"type":"forgotten"}' where chat_id = place_id and (stepped_at is not null or key = event_key);
  delete from outbox where chat_id = place_id and not (kind = 'payment' and status = 'pending');
  delete from timers where chat_id = place_id;
  perform cake_forget_models(place_id, commit_time);
  delete from users u using chats c where c.id = place_id and u.id = c.user_id
    and not exists (select from chats other where other.user_id = u.id and other.id <> place_id);
  update fsm_sessions set state = null, version = version + 1, updated_at = commit_time where chat_id = place_id;
  update chats set forgotten_at = commit_time, user_id = null where id = place_id;
end
$$;

-- Inside cake_commit: everything of the other chat comes here. Cards in the bakery's chat stay answerable.
create or replace function public.cake_move(place chats, effect jsonb, commit_time timestamptz) returns void
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
  update pictures set chat_id = place.id where chat_id = source_id;
  update ai_calls set chat_id = place.id where chat_id = source_id;
  update timers set chat_id = place.id where chat_id = source_id and order_id is not null;
  delete from timers where chat_id = source_id;
  update outbox set chat_id = place.id where chat_id = source_id and kind in ('baker', 'handoff');
  update fsm_sessions set state = null, version = version + 1, updated_at = commit_time where chat_id = source_id;
end
$$;

do $$
declare
  target text;
begin
  foreach target in array array['ai_calls', 'pictures'] loop
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
