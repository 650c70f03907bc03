-- One call instead of two, where a copy of the chat is at hand (lib/sessions/types.ts, HotCopy). The copy decides nothing: the
-- event is recorded first, and only if the chat is exactly what the outcome was made from is it committed.

-- { load: LoadRequest, seen: Seen, commit: CommitRequest } -> { result: CommitResult, snapshot? } (lib/sessions/types.ts)
create function public.cake_step(request jsonb) returns jsonb
language plpgsql
set search_path = public, pg_temp
set lock_timeout = '5s'
as $$
declare
  loaded jsonb := cake_load(request -> 'load');
  result text := 'conflict';
begin
  -- A stepped event goes to the commit too: it knows whether this very call is being repeated.
  if (loaded ->> 'stepped')::boolean
    or (jsonb_array_length(loaded -> 'pending') = 1 and loaded - 'pending' - 'stepped' = request -> 'seen') then
    result := cake_commit(request -> 'commit') ->> 'result';
  end if;
  if result = 'committed' then
    return jsonb_build_object('result', result);
  end if;
  return jsonb_build_object('result', result, 'snapshot', loaded);
end
$$;

revoke all on function public.cake_step(jsonb) from public, anon, authenticated;
grant execute on function public.cake_step(jsonb) to service_role;
