import { AvitoBench, CLIENT, USER } from './avitoSupport';

let bench: AvitoBench;

beforeEach(async () => {
  bench = await new AvitoBench().start();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await bench.close();
});

const self = (token: string): Promise<{ status: number; data: Record<string, unknown> }> =>
  bench.call('GET', '/core/v1/accounts/self', undefined, token);
const now = Date.now.bind(Date);
const shiftClock = (ms: number): void => {
  jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
};

test.each(['/token', '/token/'])('client_credentials at %s; a second token leaves the first alive', async (url) => {
  const first = await bench.grant({ grant_type: 'client_credentials', ...CLIENT }, url);
  expect([first.status, first.data]).toEqual([
    200,
    { access_token: expect.any(String), expires_in: 86_400, token_type: 'Bearer' },
  ]);
  const second = await bench.grant({ grant_type: 'client_credentials', ...CLIENT }, url);
  expect(second.data.access_token).not.toBe(first.data.access_token);
  for (const { data } of [first, second]) expect((await self(data.access_token)).status).toBe(200);
});

test.each([
  [{ grant_type: 'client_credentials', client_id: CLIENT.client_id, client_secret: 'wrong' }, 401, 'invalid_client'],
  [{ grant_type: 'client_credentials' }, 401, 'invalid_client'],
  [{ ...CLIENT }, 400, 'invalid_request'],
  [{ grant_type: 'password', ...CLIENT }, 400, 'unsupported_grant_type'],
  [{ grant_type: 'authorization_code', ...CLIENT }, 400, 'invalid_request'],
  [{ grant_type: 'authorization_code', code: 'made-up', ...CLIENT }, 400, 'invalid_grant'],
  [{ grant_type: 'refresh_token', refresh_token: 'made-up', ...CLIENT }, 400, 'invalid_grant'],
])('a token is refused as OAuth does: %j', async (form, status, error) => {
  const answer = await bench.grant(form as Record<string, string>);
  expect([answer.status, answer.data]).toEqual([status, { error, error_description: expect.any(String) }]);
});

test('a token is asked for with a form, not with JSON', async () => {
  const { status, data } = await bench.plain('POST', '/token', { grant_type: 'client_credentials', ...CLIENT });
  expect([status, data.error]).toEqual([400, 'invalid_request']);
});

test('the authorize page sends back with code and state; code and refresh tokens are good once', async () => {
  const query = {
    response_type: 'code',
    client_id: CLIENT.client_id,
    scope: 'messenger:read,messenger:write,user:read,items:info',
    state: 'a b/c',
    pro_users_flow: 'true',
    redirect_uri: 'http://127.0.0.1:5678/rest/oauth2-credential/callback?x=1',
  };
  const page = await bench.plain('GET', `/oauth?${new URLSearchParams(query)}`);
  expect(page.status).toBe(302);
  const back = new URL(page.headers.location);
  expect(back.origin + back.pathname).toBe('http://127.0.0.1:5678/rest/oauth2-credential/callback');
  expect([back.searchParams.get('state'), back.searchParams.get('x')]).toEqual(['a b/c', '1']);
  const code = back.searchParams.get('code')!;
  const first = await bench.grant({ grant_type: 'authorization_code', code, ...CLIENT });
  expect(first.data).toEqual({
    access_token: expect.any(String),
    refresh_token: expect.any(String),
    expires_in: 86_400,
    token_type: 'Bearer',
    scope: query.scope,
  });
  expect((await self(first.data.access_token)).data.id).toBe(USER);
  expect((await bench.grant({ grant_type: 'authorization_code', code, ...CLIENT })).data.error).toBe('invalid_grant');

  const refresh = { grant_type: 'refresh_token', refresh_token: first.data.refresh_token, ...CLIENT };
  const second = await bench.grant(refresh);
  expect(second.status).toBe(200);
  expect(second.data.access_token).not.toBe(first.data.access_token);
  expect(second.data.refresh_token).not.toBe(first.data.refresh_token);
  expect((await self(second.data.access_token)).status).toBe(200);
  expect((await bench.grant(refresh)).data.error).toBe('invalid_grant');
  const third = await bench.grant({ ...refresh, refresh_token: second.data.refresh_token });
  expect(third.status).toBe(200);
});

test('a code is dead after ten minutes', async () => {
  const query = { response_type: 'code', client_id: CLIENT.client_id, scope: 'user:read', redirect_uri: 'http://x/y' };
  const page = await bench.plain('GET', `/oauth?${new URLSearchParams(query)}`);
  const code = new URL(page.headers.location).searchParams.get('code')!;
  shiftClock(10 * 60_000 + 1);
  expect((await bench.grant({ grant_type: 'authorization_code', code, ...CLIENT })).data.error).toBe('invalid_grant');
});

test('the registered redirect address goes before the one in the link', async () => {
  const own = await new AvitoBench({ redirectUri: 'https://shop.example/back' }).start();
  const query = { response_type: 'code', client_id: CLIENT.client_id, scope: 'user:read', redirect_uri: 'http://x/y' };
  const page = await own.plain('GET', `/oauth?${new URLSearchParams(query)}`);
  expect(page.headers.location).toMatch(/^https:\/\/shop\.example\/back\?code=/);
  await own.close();
});

test.each([
  [{ response_type: 'token', client_id: CLIENT.client_id, scope: 'user:read', redirect_uri: 'http://x/y' }],
  [{ response_type: 'code', client_id: 'stranger', scope: 'user:read', redirect_uri: 'http://x/y' }],
  [{ response_type: 'code', client_id: CLIENT.client_id, redirect_uri: 'http://x/y' }],
  [{ response_type: 'code', client_id: CLIENT.client_id, scope: 'user:read' }],
])('the authorize page refuses %j', async (query) => {
  const page = await bench.plain('GET', `/oauth?${new URLSearchParams(query as Record<string, string>)}`);
  expect([page.status, page.headers.location]).toEqual([400, undefined]);
});

test('an unknown token is 401, an expired one 403, both in Avito’s shape', async () => {
  const token = await bench.login();
  expect([(await bench.plain('GET', '/core/v1/accounts/self')).status, (await self('made-up')).status]).toEqual([
    401, 401,
  ]);
  expect((await self('made-up')).data).toEqual({ error: { code: 401, message: expect.any(String) } });
  bench.avito.expireTokens();
  const expired = await self(token);
  expect([expired.status, expired.data]).toEqual([403, { error: { code: 403, message: expect.any(String) } }]);
  expect((await self(await bench.login())).status).toBe(200);
});

test('a token dies by itself after 24 hours, and not before', async () => {
  const token = await bench.login();
  shiftClock(86_400_000 - 60_000);
  expect((await self(token)).status).toBe(200);
  shiftClock(86_400_001);
  expect((await self(token)).status).toBe(403);
});

test('tokenLifeMs shortens it', async () => {
  const short = await new AvitoBench({ tokenLifeMs: 60_000 }).start();
  const { data } = await short.grant({ grant_type: 'client_credentials', ...CLIENT });
  expect(data.expires_in).toBe(60);
  shiftClock(60_001);
  expect((await short.call('GET', '/core/v1/accounts/self', undefined, data.access_token)).status).toBe(403);
  await short.close();
});

test('a token without the scope is 403', async () => {
  const query = { response_type: 'code', client_id: CLIENT.client_id, scope: 'user:read', redirect_uri: 'http://x/y' };
  const page = await bench.plain('GET', `/oauth?${new URLSearchParams(query)}`);
  const code = new URL(page.headers.location).searchParams.get('code')!;
  const { data } = await bench.grant({ grant_type: 'authorization_code', code, ...CLIENT });
  expect((await self(data.access_token)).status).toBe(200);
  const chats = await bench.call('GET', `/messenger/v2/accounts/${USER}/chats`, undefined, data.access_token);
  expect(chats.status).toBe(403);
});

test('tokens survive a restart', async () => {
  const token = await bench.login();
  await bench.restart();
  expect((await self(token)).status).toBe(200);
});

test('the account and its listing', async () => {
  await bench.login();
  expect((await bench.call('GET', '/core/v1/accounts/self/')).data).toEqual({
    id: USER,
    name: expect.any(String),
    email: expect.any(String),
    phone: expect.any(String),
    phones: [expect.any(String)],
    profile_url: expect.stringContaining(String(USER)),
  });
  const { data } = await bench.call('GET', '/core/v1/items?per_page=10&page=1&status=active');
  expect(data).toMatchObject({
    meta: { page: 1, per_page: 10 },
    resources: [{ title: 'Торт на заказ', status: 'active' }],
  });
  const [{ id, url }] = data.resources;
  const item = await bench.call('GET', `/core/v1/accounts/${USER}/items/${id}/`);
  expect(item.data).toEqual({
    status: 'active',
    url,
    start_time: expect.any(String),
    finish_time: expect.any(String),
    autoload_item_id: null,
    vas: [],
  });
  expect((await bench.call('GET', '/core/v1/items?page=2')).data.resources).toEqual([]);
  expect((await bench.call('GET', '/core/v1/items?status=removed')).data.resources).toEqual([]);
  expect((await bench.call('GET', '/core/v1/items?per_page=100')).status).toBe(400);
  expect((await bench.call('GET', `/core/v1/accounts/${USER}/items/5/`)).status).toBe(404);
  expect((await bench.call('GET', `/core/v1/accounts/${USER + 1}/items/${id}/`)).status).toBe(403);
});
