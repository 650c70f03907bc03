-- Supabase's roles, where the database is a plain Postgres. On Supabase they exist and nothing happens here.
do $$
declare
  wanted record;
begin
  for wanted in
    select *
    from (values
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('authenticator', 'login noinherit')
    ) as role(name, options)
  loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      begin
        execute format('create role %I %s', wanted.name, wanted.options);
      exception
        -- Roles belong to the whole cluster: another database's migration may run at the same moment.
        when duplicate_object or unique_violation then null;
      end;
    end if;
  end loop;

  for wanted in select unnest(array['anon', 'authenticated', 'service_role']) as name loop
    -- At Supabase the membership exists, and granting it again needs an admin option that migrations do not have.
    if not pg_has_role('authenticator', wanted.name, 'member') then
      begin
        execute format('grant %I to authenticator', wanted.name);
      exception
        when unique_violation then null;
      end;
    end if;
  end loop;
end
$$;

grant usage on schema public to service_role;
