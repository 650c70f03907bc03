import axios from 'axios';

import { eventually, facts, newChat, sandbox } from './support';

interface Call {
  vendor: string;
  method: string;
  path: string;
}
const callsSince = async (vendor: string, since: number): Promise<Call[]> =>
  (await axios.get(`${facts.sandboxUrl}/api/calls`, { params: { vendor, since } })).data.calls;
const fault = (body: object) => axios.post(`${facts.sandboxUrl}/api/faults`, { vendor: 'redis', times: 100_000, ...body }); // prettier-ignore
const clearFaults = () => axios.delete(`${facts.sandboxUrl}/api/faults`);
const OUTAGE = 'Redis не отвечает как надо';

afterEach(clearFaults);

/** A new customer, two answers into the order. */
async function someone() {
  const customer = sandbox.customer(newChat());
  await customer.asks('Здравствуйте');
  await customer.asks({ press: 1 });
  return customer;
}

it('an ordinary message asks the copy first and the database once', async () => {
  const customer = await someone();
  const since = Date.now();
  await customer.asks('день рождения');
  const steps = (await callsSince('supabase', since)).map(({ path }) => path).filter((path) => /load|commit|step/.test(path)); // prettier-ignore
  expect(steps.filter((path) => path.includes('cake_step'))).toHaveLength(1);
  const copies = (await callsSince('redis', since)).filter(({ path }) => path.includes('telegram'));
  expect(copies.map(({ method }) => method)).toEqual(['GET', 'SET']);
});

it.each([
  ['gone', { kind: 'down' }],
  ['slow', { kind: 'slow', delayMs: 5000 }],
  ['full', { kind: 'error', path: 'SET', code: 'OOM', body: 'command not allowed' }],
  ['talking nonsense', { kind: 'body', path: 'GET', body: '{"version":7,"state":{}}' }],
])(
  'with a Redis that is %s the order goes on, each message answered once',
  async (_name, trouble) => {
    const customer = await someone();
    await fault(trouble);
    expect((await customer.asks('день рождения')).text).toMatch(/гост|вес|порци/i);
    expect((await customer.asks('на 12 гостей')).text).toMatch(/начинк/i);
    expect((await customer.asks('назад')).text).toMatch(/гост|вес|порци/i);
    await clearFaults();
    expect((await customer.asks('на 12 гостей')).text).toMatch(/начинк/i);
  },
  60_000,
);

it('the owner hears of an outage once, and the bot goes on', async () => {
  const { baker } = sandbox;
  const customer = await someone();
  await baker.unread();
  await fault({ kind: 'down' });
  await baker.hears(({ text }) => text.includes(OUTAGE));
  const since = Date.now();
  expect((await customer.asks('день рождения')).text).toMatch(/гост|вес|порци/i);
  // The sweeper looks every ten seconds; two more looks say nothing new.
  const looks = async () => (await callsSince('supabase', since)).filter(({ path }) => path.includes('cake_sweep')).length; // prettier-ignore
  await eventually('two more looks of the sweeper', async () => (await looks()) >= 3);
  expect((await baker.unread()).filter(({ text }) => text.includes(OUTAGE))).toEqual([]);
}, 120_000);
