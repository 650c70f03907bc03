import { Client } from 'pg';
import { roleToken } from '../../sandbox/stack/postgrest';
import { JWT_SECRET, type TestDatabase, startDatabase } from './support/database';

let database: TestDatabase;
/** Read from the catalog, so that what a later migration adds is covered. */
let relations: { name: string; column: string; secured: boolean }[];
let functions: { name: string; parameters: string[] | null }[];

beforeAll(async () => {
  database = await startDatabase();
  const sql = new Client({ connectionString: database.connectionString });
  await sql.connect();
  relations = (
    await sql.query(`
      select distinct on (c.relname) c.relname as name, a.attname as column, c.relrowsecurity or c.relkind not in ('r', 'p') as secured
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and a.attidentity = ''
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
      order by c.relname, a.attnum`)
  ).rows;
  functions = (
    await sql.query(`
      select proname as name, proargnames::text[] as parameters from pg_proc
      where pronamespace = 'public'::regnamespace`)
  ).rows;
  await sql.end();
}, 60_000);
afterAll(() => database.stop());

const call = (token: string | null, path: string, method: string, body?: object) =>
  fetch(`${database.rest}/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  });

/** Everything that can be asked of the API. */
const requests = (): [path: string, method: string, body?: object][] => [
  ...relations.flatMap(({ name, column }): [string, string, object?][] => [
    [name, 'GET'],
    [name, 'POST', {}],
    [`${name}?${column}=is.null`, 'PATCH', { [column]: null }],
    [`${name}?${column}=is.null`, 'DELETE'],
  ]),
  ...functions.map(({ name, parameters }): [string, string, object] => [
    `rpc/${name}`,
    'POST',
    Object.fromEntries((parameters ?? []).map((parameter) => [parameter, null])),
  ]),
];

it('has tables, functions and row level security on each table', () => {
  const names = relations.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['users', 'chats', 'orders', 'fsm_sessions', 'order_view']));
  expect(functions.map(({ name }) => name)).toEqual(expect.arrayContaining(['cake_load', 'cake_commit']));
  expect(relations.filter(({ secured }) => !secured)).toEqual([]);
});

it.each([
  ['the anon key', () => Promise.resolve(database.keys.anon)],
  ['no key', () => Promise.resolve(null)],
  ['a signed-in user', () => roleToken(JWT_SECRET, 'authenticated')],
])('refuses every table and function to %s', async (_name, getToken) => {
  const token = await getToken();
  for (const [path, method, body] of requests()) {
    const answer = await call(token, path, method, body);
    const text = await answer.text();
    // 42501: permission denied. What is only refused for its arguments would not prove anything.
    const refused = [401, 403].includes(answer.status) && text.includes('"42501"');
    expect({ path, method, text, refused }).toEqual({ path, method, text, refused: true });
  }
});

it('refuses the database roles themselves, whatever the API makes of it', async () => {
  const sql = new Client({ connectionString: database.connectionString });
  await sql.connect();
  const { rows } = await sql.query(`
    select role, c.relname as name from unnest(array['anon', 'authenticated']) role, pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and has_table_privilege(role, c.oid, 'select, insert, update, delete, truncate, references, trigger')
    union all
    select role, p.proname from unnest(array['anon', 'authenticated']) role, pg_proc p
    where p.pronamespace = 'public'::regnamespace and has_function_privilege(role, p.oid, 'execute')`);
  await sql.end();
  expect(rows).toEqual([]);
});

it('lets the service key read every table', async () => {
  for (const { name } of relations) {
    expect({ name, status: (await call(database.keys.serviceRole, name, 'GET')).status }).toEqual({
      name,
      status: 200,
    });
  }
});

it('keeps the log of changes as it is, even for the service key', async () => {
  expect((await call(database.keys.serviceRole, 'events?id=eq.1', 'DELETE')).status).toBe(403);
  expect((await call(database.keys.serviceRole, 'events?id=eq.1', 'PATCH', { by: 'x' })).status).toBe(403);
});

it('refuses a service key made with another secret', async () => {
  const forged = await roleToken('another secret, also 32 characters or more', 'service_role');
  expect((await call(forged, 'orders', 'GET')).status).toBe(401);
});
