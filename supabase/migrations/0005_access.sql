-- Row level security is on everywhere and no policy exists: only service_role, which bypasses it, sees anything.
-- Grants are taken back as well, because Supabase gives anon and authenticated all rights on every new object.
do $$
declare
  target text;
begin
  foreach target in array array['users', 'chats', 'fsm_sessions', 'inbox', 'shop_versions', 'orders', 'order_items',
    'capacity_days', 'capacity_holds', 'timers', 'outbox', 'events'] loop
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

revoke all on table public.order_view from public, anon, authenticated, service_role;
grant select on table public.order_view to service_role;
revoke update, delete, truncate on table public.events from service_role;
