import fc from 'fast-check';
import { Client } from 'pg';
import type { Effect } from '../../lib/dialogue/types';
import { step } from '../../lib/sessions/step';
import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import type { Keeper } from '../../lib/sessions/types';
import { type TestDatabase, startDatabase } from './support/database';
import { aChat, anOrder, says, toyStepper } from './support/toy';

let database: TestDatabase;
let keeper: Keeper;
let sql: Client;

beforeAll(async () => {
  database = await startDatabase();
  keeper = createSupabaseKeeper({ url: database.rest, serviceKey: database.keys.serviceRole, fetch: database.fetch });
  sql = new Client({ connectionString: database.connectionString });
  await sql.connect();
}, 60_000);
afterAll(async () => {
  await sql.end();
  await database.stop();
});

const DAYS = ['2032-05-01', '2032-05-02'];
const LIMIT = 6;

/** What one customer does, one after another: takes a place, moves it, gives it up. */
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ day: fc.constantFrom(...DAYS), points: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const customers = fc.array(fc.array(action, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 6 });

it('no interleaving of customers oversells a day', async () => {
  const run = async (plans: (typeof action extends fc.Arbitrary<infer T> ? T : never)[][], extra: number) => {
    await sql.query('delete from capacity_holds');
    await sql.query('delete from capacity_days');
    await sql.query('insert into capacity_days (day, extra_points) values ($1, $2)', [DAYS[0], extra]);
    let granted = 0;
    const live = async (plan: (typeof plans)[number]) => {
      const chat = aChat();
      const say = (words: string, effects: Effect[]) => step(keeper, { chat, event: says(words) }, toyStepper(() => effects)); // prettier-ignore
      await say('order', [{ kind: 'order', order: anOrder() }]);
      const [{ number }] = (await keeper.load({ chat })).orders;
      for (const wanted of plan) {
        const hold = wanted && { ...wanted, until: null, limit: LIMIT };
        const order = anOrder({ number, status: 'awaiting_baker', workPoints: wanted?.points ?? 0 });
        const { faults } = await say('take', [{ kind: 'order', order, hold }]);
        if (wanted && faults.length === 0) granted += 1;
      }
    };
    await Promise.all(plans.map(live));
    const { rows } = await sql.query<{ day: string; taken: number }>(
      `select to_char(day, 'YYYY-MM-DD') as day, sum(points)::int as taken from capacity_holds group by day`,
    );
    for (const { day, taken } of rows) expect(taken).toBeLessThanOrEqual(day === DAYS[0] ? LIMIT + extra : LIMIT);
    return granted;
  };
  let granted = 0;
  await fc.assert(
    fc.asyncProperty(customers, fc.integer({ min: 0, max: 3 }), async (plans, extra) => {
      granted += await run(plans, extra);
    }),
    { numRuns: 25 },
  );
  // A property that grants nothing would prove nothing.
  expect(granted).toBeGreaterThan(25);
}, 120_000);
