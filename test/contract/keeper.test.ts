import { createSupabaseKeeper } from '../../lib/sessions/supabase';
import type { Keeper } from '../../lib/sessions/types';
import { type TestDatabase, startDatabase } from './support/database';
import { keeperContract } from './support/keeperContract';

let database: TestDatabase;
let keeper: Keeper;

beforeAll(async () => {
  database = await startDatabase();
  keeper = createSupabaseKeeper({ url: database.rest, serviceKey: database.keys.serviceRole, fetch: database.fetch });
}, 60_000);
afterAll(() => database.stop());

keeperContract('Supabase', () => keeper);
