import nock from 'nock';

import { Avito } from '../../nodes/Avito/Avito.node';
import { runNode, type Credentials, type NodeRun } from './harness';
import { ACCOUNT, AT, avito, carrying, mints, oAuth2, personal, refusal, SECRET, withTokens } from './support/avito';
import { allOf, failure } from './support/rig';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

const ACCOUNT_BODY = { id: ACCOUNT, name: 'Пекарня' };

/** Reads the account, the simplest call there is. */
function get(credentials: Credentials, items = [{}], extra = {}): Promise<NodeRun> {
  const authentication = credentials.avitoOAuth2Api ? 'oAuth2' : 'personal';
  const parameters = { authentication, resource: 'account', operation: 'get' };
  return runNode(withTokens(new Avito(), credentials), parameters, items, credentials, extra);
}

const emitted = (run: NodeRun) => {
  if (run.error) throw run.error;
  return run.outputs[0];
};

describe('the keys of an account', () => {
  it('give a token when there is none, which is kept', async () => {
    const credentials = personal({ accessToken: '' });
    mints('token-1');
    carrying('token-1').get(AT.self).times(2).reply(200, ACCOUNT_BODY);
    expect(emitted(await get(credentials))).toEqual([ACCOUNT_BODY]);
    expect(credentials.avitoApi.accessToken).toBe('token-1');
    expect(emitted(await get(credentials))).toEqual([ACCOUNT_BODY]);
    expect(nock.isDone()).toBe(true);
  });

  it.each([401, 403])('give another when Avito no longer takes it (%d), once, and it is kept', async (status) => {
    const credentials = personal();
    carrying('token-0').get(AT.self).reply(status, refusal(status, 'invalid access token'));
    mints('token-1');
    carrying('token-1').get(AT.self).times(2).reply(200, ACCOUNT_BODY);
    expect(emitted(await get(credentials))).toEqual([ACCOUNT_BODY]);
    expect(credentials.avitoApi.accessToken).toBe('token-1');
    expect(emitted(await get(credentials))).toEqual([ACCOUNT_BODY]);
    expect(nock.isDone()).toBe(true);
  });

  it('give one token to calls that expire together', async () => {
    const credentials = personal();
    carrying('token-0').get(AT.self).times(3).delay(50).reply(403, {});
    mints('token-1');
    carrying('token-1').get(AT.self).times(3).reply(200, ACCOUNT_BODY);
    const runs = await Promise.all([1, 2, 3].map(() => get(credentials)));
    expect(runs.map(emitted)).toEqual([[ACCOUNT_BODY], [ACCOUNT_BODY], [ACCOUNT_BODY]]);
    expect(nock.isDone()).toBe(true);
  });

  it('are not asked for a token again and again by a 403 that stays', async () => {
    const credentials = personal();
    carrying('token-0').get(AT.self).reply(403, refusal(403, 'no access'));
    mints('token-1');
    carrying('token-1').get(AT.self).times(3).reply(403, refusal(403, 'no access'));
    const error = failure(await get(credentials));
    expect(error.message).toBe('Авито не пускает к этому');
    expect(error.description).toMatch(/«Максимальный».*«Расширенный».*professionals\/api.*«no access»/);
    failure(await get(credentials));
    failure(await get(credentials));
    expect(nock.isDone()).toBe(true);
    // An age that shows as 401 is still an age.
    carrying('token-1').get(AT.self).reply(401, {});
    mints('token-2');
    carrying('token-2').get(AT.self).reply(200, ACCOUNT_BODY);
    expect(emitted(await get(credentials))).toEqual([ACCOUNT_BODY]);
  });

  it('that Avito does not take are told as such', async () => {
    const credentials = personal({ accessToken: '' });
    avito().post('/token').times(2).reply(401, { error: 'invalid_client', error_description: 'Unknown client' });
    const error = failure(await get(credentials));
    expect(error.message).toBe('Авито не принимает ключи');
    expect(error.description).toMatch(/professionals\/api.*«Unknown client»/);
    expect(allOf(error)).not.toContain(SECRET);
  });

  it('show in no error, nor does the token', async () => {
    const answers: [number, unknown][] = [
      [402, refusal(402, 'Payment required')],
      [404, {}],
      [429, {}],
      [503, '<html>'],
    ];
    for (const [status, body] of answers) {
      const credentials = personal({ accessToken: 'token-of-the-shop' });
      carrying('token-of-the-shop')
        .get(AT.self)
        .reply(status, body as never);
      const error = failure(await get(credentials));
      expect(allOf(error)).not.toMatch(new RegExp(`${SECRET}|token-of-the-shop`));
    }
  });
});

describe('a tariff without the messenger', () => {
  it('is said in words, with the tariffs that have it', async () => {
    const credentials = personal();
    avito().get(AT.self).reply(402, refusal(402, 'Payment required'));
    const error = failure(await get(credentials));
    expect(error.message).toBe('Авито просит другой тариф');
    expect(error.description).toMatch(
      /«Товарах» и «Работе» это «Максимальный», в «Услугах» — «Расширенный» или «Максимальный»/,
    );
  });

  it('can be gone on from', async () => {
    const credentials = personal();
    avito().get(AT.self).reply(402, {}).get(AT.self).reply(200, ACCOUNT_BODY);
    const run = await get(credentials, [{}, {}], { onError: 'continueRegularOutput' });
    expect(emitted(run)).toEqual([{ error: 'Авито просит другой тариф' }, ACCOUNT_BODY]);
    expect(run.items[0].map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
  });
});

describe('access by OAuth2', () => {
  it.each([401, 403])('is renewed when Avito no longer takes it (%d), both tokens kept', async (status) => {
    const credentials = oAuth2();
    carrying('token-0').get(AT.self).reply(status, {});
    avito()
      .post(
        '/token',
        (body) =>
          body.grant_type === 'refresh_token' && body.refresh_token === 'refresh-0' && body.client_secret === SECRET,
      )
      .reply(
        200,
        { access_token: 'token-1', refresh_token: 'refresh-1', expires_in: 86_400, token_type: 'Bearer' },
        { 'content-type': 'application/json' },
      );
    carrying('token-1').get(AT.self).times(2).reply(200, ACCOUNT_BODY);
    expect(emitted(await get(credentials))).toEqual([ACCOUNT_BODY]);
    expect(credentials.avitoOAuth2Api.oauthTokenData).toMatchObject({
      access_token: 'token-1',
      refresh_token: 'refresh-1',
    });
    expect(emitted(await get(credentials))).toEqual([ACCOUNT_BODY]);
    expect(nock.isDone()).toBe(true);
  });

  it('that was taken back is told as such', async () => {
    const credentials = oAuth2();
    carrying('token-0').get(AT.self).reply(401, {});
    avito().post('/token').reply(400, { error: 'invalid_grant' }, { 'content-type': 'application/json' });
    const error = failure(await get(credentials));
    expect(error.message).toBe('Авито не принимает ключи');
    expect(error.description).toContain('подключите его заново');
    expect(allOf(error)).not.toMatch(new RegExp(`${SECRET}|refresh-0|token-0`));
  });
});

it('is asked for a credential that is not there', async () => {
  const run = await runNode(
    new Avito(),
    { authentication: 'personal', resource: 'account', operation: 'get' },
    [{}],
    {},
  );
  const error = failure(run);
  expect(`${error.message} ${error.description}`).toMatch(/credentials|доступ/i);
});
