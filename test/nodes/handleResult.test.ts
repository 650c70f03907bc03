import { randomUUID } from 'node:crypto';
import type { Effect, ResultEvent } from '../../lib/dialogue';
import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import { step } from '../../lib/sessions/step';
import type { ChatAddress, Outgoing } from '../../lib/sessions/types';
import { aChat, says, toyStepper } from '../contract/support/toy';
import { cakeOrder, counts, emitted, failure, type Rig, startRig } from './support/rig';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
  await rig.keeper.publishShop(DEFAULT_SHOP_DOCUMENT);
});
afterAll(() => rig?.stop());
afterEach(() => rig.sandbox.clearFaults());

const LOOK = { occasion: null, weightG: 2000, tiers: 1, filling: 'honey', coating: null, decor: null, colours: [], variant: 0 }; // prettier-ignore
const PREVIEW: Effect = { kind: 'preview', round: 1, shopVersion: 1, language: 'ru', look: LOOK, inscription: '', photo: null }; // prettier-ignore
const UNDERSTAND: Effect = { kind: 'understand', round: 1, shopVersion: 1, language: 'ru', text: 'с вишней', expecting: 'filling', now: '2026-11-25T12:00:00+03:00' }; // prettier-ignore
const PAYMENT = { kind: 'payment', order: 1001, payment: 'p', provider: 'yookassa', do: 'cancel', idempotence: 'k', providerId: null } as Effect; // prettier-ignore
const PICTURE: ResultEvent = { type: 'picture', round: 1, picture: { id: randomUUID(), model: 'm', brief: 'b' } };

/** A conversation that waits for a picture, and the effect on its way. */
async function waiting(effect: Effect): Promise<{ chat: ChatAddress; row: Outgoing; item: object }> {
  const chat = aChat();
  const { outgoing } = await step(
    rig.keeper,
    { chat, event: says('x') },
    toyStepper(() => [effect]),
  );
  // What the toy has said is not what is waited for here.
  await rig.keeper.confirm(outgoing.filter(({ kind }) => kind === 'reply').map(({ key }) => ({ key, result: 'sent' })));
  await rig.query(
    `update fsm_sessions set state = state || '{"at": "picture", "drawing": {"round": 1, "of": "x"}, "shopVersion": 1,
       "draft": {"filling": "медовик", "weightG": 2000}}'
     where chat_id = (select id from chats where chat = $1)`,
    [chat.chat],
  );
  const row = outgoing.find(({ kind }) => kind === effect.kind)!;
  return { chat, row, item: { ...row.payload, key: row.key, to: row.to } };
}
const resultOf = ({ row, chat }: { row: Outgoing; chat: ChatAddress }, event: ResultEvent = PICTURE) => ({
  kind: 'result',
  key: row.key,
  to: chat,
  event,
});
const handle = (...items: object[]) => cakeOrder(rig, 'handleResult', {}, items);
const statusOf = async ({ row }: { row: Outgoing }) =>
  (await rig.query('select status, detail from outbox where key = $1', [row.key]))[0];
const recorded = async ({ row }: { row: Outgoing }) =>
  (
    await rig.query<{ body: ResultEvent }>('select body from inbox where key = $1 and stepped_at is not null', [
      `result:${row.key}`,
    ])
  ).map(({ body }) => body);

it('a result is stepped in its chat once, however often it comes, and the effect is confirmed', async () => {
  const one = await waiting(PREVIEW);
  const runs = await Promise.all([1, 2, 3].map(() => handle(resultOf(one))));
  const replies = runs.flatMap((run) => emitted(run));
  expect(replies).toHaveLength(1);
  expect(replies[0]).toMatchObject({ kind: 'reply', to: one.chat });
  expect(await recorded(one)).toEqual([PICTURE]);
  expect(await statusOf(one)).toEqual({ status: 'sent', detail: null });
});

it('a crash between step and confirmation is mended by the sweeper: the same result changes nothing and confirms', async () => {
  const one = await waiting(PREVIEW);
  await rig.sandbox.fault({ vendor: 'supabase', path: 'cake_confirm', kind: 'error', status: 400, code: 'XX000' });
  expect(emitted(await handle(resultOf(one)))).toHaveLength(1);
  expect(await statusOf(one)).toMatchObject({ status: 'pending' });
  await rig.query(`update outbox set lease_until = now() - interval '1 second' where key = $1`, [one.row.key]);
  const [again] = emitted(await cakeOrder(rig, 'sendUnsent', { olderThan: 15 }), 1);
  expect(again).toMatchObject({ key: one.row.key, kind: 'preview', again: true });
  expect(counts(await handle(resultOf(one)))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await statusOf(one)).toEqual({ status: 'sent', detail: null });
});

it.each([
  ['preview', PREVIEW, { type: 'picture', round: 1, picture: null, why: 'off' }],
  ['understand', UNDERSTAND, { type: 'understood', round: 1, heard: null, why: 'off' }],
] as const)('an effect %s that comes back unplayed goes on without a model', async (_kind, effect, event) => {
  const one = await waiting(effect);
  const run = await handle(one.item);
  expect(run.error).toBeUndefined();
  expect(await recorded(one)).toEqual([event]);
  expect(await statusOf(one)).toEqual({ status: 'skipped', detail: 'the node before is disabled' });
});

it('a payment that comes back unplayed is noted and steps nothing', async () => {
  const one = await waiting(PAYMENT);
  expect(counts(await handle(one.item))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await recorded(one)).toEqual([]);
  expect(await statusOf(one)).toEqual({ status: 'skipped', detail: 'payments are not set up' });
});

it('a result for a conversation that she had deleted leaves no trace of it', async () => {
  const one = await waiting(PREVIEW);
  await step(
    rig.keeper,
    { chat: one.chat, event: says('delete') },
    toyStepper(() => [{ kind: 'forget' }]),
  );
  expect(counts(await handle(resultOf(one)))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(await recorded(one)).toEqual([]);
  expect((await rig.keeper.load({ chat: one.chat })).state).toBeNull();
});

it.each([
  ['nothing', {}],
  ['a message of a messenger', { update_id: 1, message: {} }],
  ['a reply', { key: 'k', kind: 'reply', to: aChat(), reply: { text: 'x' } }],
  ['a result without a chat', { kind: 'result', key: 'k', to: {}, event: PICTURE }],
  ['a result of nothing known', { kind: 'result', key: 'k', to: aChat(), event: { type: 'text', text: 'x' } }],
  ['a result without a round', { kind: 'result', key: 'k', to: aChat(), event: { type: 'understood', heard: null } }],
  ['a picture without an id', { kind: 'result', key: 'k', to: aChat(), event: { ...PICTURE, picture: {} } }],
])('%s is refused in words for the owner', async (_name, item) => {
  const { message, description } = failure(await handle(item));
  expect(message).toBe('Это не ответ модели, не картинка и не платёж');
  expect(description).toContain('Cake Preview');
});

it('one bad item does not keep the others from being handled', async () => {
  const one = await waiting(PREVIEW);
  failure(await handle({}, resultOf(one)));
  expect(await recorded(one)).toEqual([PICTURE]);
});

it('a database that is down loses nothing: the effect stays unconfirmed', async () => {
  const one = await waiting(PREVIEW);
  await rig.sandbox.fault({ vendor: 'supabase', path: 'cake_load', kind: 'error', status: 400, code: 'XX000' });
  failure(await handle(resultOf(one)));
  expect(await statusOf(one)).toMatchObject({ status: 'pending' });
});
