import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type Stepped, type Stepper, step, sweep } from '../../../lib/sessions/step';
import type { ChatAddress, CommitRequest, HotCopy, Keeper, Outgoing } from '../../../lib/sessions/types';
import { aChat, says, textsOf, toyStepper } from './toy';

const LATER = (ms: number) => new Date(Date.now() + ms).toISOString();

/** What every keeper of conversations promises. `makeKeeper` may be called for every test; data may be shared. */
export function keeperContract(
  name: string,
  makeKeeper: () => Keeper,
  makeCopy: () => HotCopy | undefined = () => undefined,
): void {
  describe(`${name} keeps conversations`, () => {
    const toy: Stepper = {
      ...toyStepper(),
      get copy() {
        return makeCopy();
      },
    };
    const one = (chat: ChatAddress, text: string, key?: string): Promise<Stepped> =>
      step(makeKeeper(), { chat, event: says(text, key), person: { id: '7', name: 'Анна' } }, toy);
    const historyOf = async (chat: ChatAddress) => (await makeKeeper().load({ chat })).state?.history ?? [];
    const emptyCommit = async (chat: ChatAddress, event: string, version: number): Promise<CommitRequest> => ({
      chat,
      event,
      version,
      state: { schema: 1, language: 'ru', at: 'x', draft: {}, history: [], prompt: null, order: null, shopVersion: 0 },
      outgoing: [],
      inside: [],
      now: new Date().toISOString(),
      step: randomUUID(),
    });
    /** All that a sweep at that time hands out for this chat; other tests' rows are left out. */
    const sweptFor = async (chat: ChatAddress, now: string) => {
      const { unsent, chats } = await makeKeeper().sweep({ now, olderThanMs: 1000, limit: 1000 });
      return {
        unsent: unsent.filter(({ to }) => to.chat === chat.chat),
        chats: chats.filter((c) => c.chat === chat.chat),
      };
    };

    it('knows nothing of a chat that never wrote', async () => {
      const chat = aChat();
      expect(await makeKeeper().load({ chat })).toMatchObject({
        chat,
        version: 0,
        state: null,
        pending: [],
        stepped: false,
      });
    });

    it('records an event on load, in order of arrival, once', async () => {
      const chat = aChat();
      await makeKeeper().load({ chat, event: says('a', 'k1') });
      await makeKeeper().load({ chat, event: says('b', 'k2') });
      const snapshot = await makeKeeper().load({ chat, event: says('a', 'k1') });
      expect(snapshot.pending.map(({ key }) => key)).toEqual(['k1', 'k2']);
      expect(snapshot.pending[0].body).toMatchObject({ type: 'text', text: 'a' });
      expect(snapshot.stepped).toBe(false);
    });

    it('steps what waits in the order of the messenger, where it gives one', async () => {
      const chat = aChat('vk');
      const arrives = (text: string, order?: number) =>
        makeKeeper().load({ chat, event: { ...says(text, text), ...(order === undefined ? {} : { order }) } });
      await arrives('third', 30);
      await arrives('no order');
      await arrives('fourth', 40);
      await arrives('second', 20);
      await arrives('first', 10);
      const waiting = (await makeKeeper().load({ chat })).pending.map(({ key }) => key);
      expect(waiting.filter((key) => key !== 'no order')).toEqual(['first', 'second', 'third', 'fourth']);
      expect(waiting).toContain('no order');
      const { outgoing } = await one(chat, 'last');
      expect(textsOf(outgoing).filter((text) => text !== 'no order')).toEqual([
        'first',
        'second',
        'third',
        'fourth',
        'last',
      ]);
    });

    it('steps two swapped events once each and in order, also while the later one is being stepped', async () => {
      const chat = aChat('vk');
      const event = (text: string, order: number) => ({ ...says(text, text), order });
      await makeKeeper().load({ chat, event: event('later', 2) });
      const both = await Promise.all([
        step(makeKeeper(), { chat, event: event('later', 2) }, toy),
        step(makeKeeper(), { chat, event: event('earlier', 1) }, toy),
      ]);
      expect(both.flatMap(({ outgoing }) => textsOf(outgoing)).sort()).toEqual(['earlier', 'later']);
      expect((await makeKeeper().load({ chat })).pending).toEqual([]);
    });

    it('asks no question any more that could not go out and was overtaken by a later one', async () => {
      const chat = aChat('avito');
      const later = new Date(Date.now() + 300_000).toISOString();
      /** Commits one reply by itself; the toy's stepper has no buttons of its own. */
      const asks = async (payload: Outgoing['payload']) => {
        const event = says('x');
        const { version } = await makeKeeper().load({ chat, event });
        const key = randomUUID();
        const outgoing: Outgoing[] = [{ key, to: chat, kind: 'reply', payload }];
        await makeKeeper().commit({ ...(await emptyCommit(chat, event.key, version)), outgoing });
        return key;
      };
      const buttons = [[{ label: '1', data: '1:0' }]];
      const first = await asks({ text: 'first?', buttons });
      const news = await asks({ text: 'your cake is ready' });
      await makeKeeper().confirm([
        { key: first, result: 'later', at: later },
        { key: news, result: 'later', at: later },
      ]);
      const second = await asks({ text: 'second?', buttons });
      await makeKeeper().confirm([{ key: second, result: 'sent', message: 'm' }]);
      const { unsent } = await sweptFor(chat, LATER(600_000));
      expect(unsent.map(({ payload }) => 'text' in payload && payload.text)).toEqual(['your cake is ready']);
    });

    it('lets one reader at a time have a queue, and remembers how far it came', async () => {
      const name = `vk:${randomUUID()}`;
      const keeper = makeKeeper();
      expect(await keeper.reading({ name, owner: 'a', leaseMs: 60_000 })).toEqual({ mine: true, position: null });
      expect(await keeper.reading({ name, owner: 'a', leaseMs: 60_000, position: '17' })).toEqual({
        mine: true,
        position: '17',
      });
      expect(await keeper.reading({ name, owner: 'b', leaseMs: 60_000, position: '3' })).toEqual({
        mine: false,
        position: '17',
      });
      await keeper.reading({ name, owner: 'a', leaseMs: 0 });
      expect(await keeper.reading({ name, owner: 'b', leaseMs: 60_000 })).toEqual({ mine: true, position: '17' });
    });

    it('knows what was committed to go to a chat, before it is confirmed and after', async () => {
      const chat = aChat('avito');
      const since = new Date(Date.now() - 60_000).toISOString();
      const { outgoing } = await one(chat, 'a');
      expect(await makeKeeper().sentTo(chat, since)).toEqual([{ payload: { text: 'a' }, message: null }]);
      await makeKeeper().confirm([{ key: outgoing[0].key, result: 'sent', message: 'm1' }]);
      await one(chat, 'b');
      expect(await makeKeeper().sentTo(chat, since)).toEqual([
        { payload: { text: 'b' }, message: null },
        { payload: { text: 'a' }, message: 'm1' },
      ]);
      expect(await makeKeeper().sentTo(chat, LATER(60_000))).toEqual([]);
      expect(await makeKeeper().sentTo(aChat('avito'), since)).toEqual([]);
    });

    it('knows no payments where there are none', async () => {
      const now = new Date().toISOString();
      expect(await makeKeeper().openPayments({ now, olderThanMs: 0, limit: 10 })).toEqual([]);
      expect(await makeKeeper().paymentBy({ payment: '1-1' })).toBeNull();
      expect(await makeKeeper().paymentBy({ provider: 'tbank', providerId: '1', payment: null })).toBeNull();
      expect(await makeKeeper().books({ day: '2026-11-25', zone: 'Europe/Moscow' })).toEqual({
        sums: [],
        payments: [],
      });
    });

    it('keeps two accounts of one messenger apart', async () => {
      const chat = aChat();
      await one(chat, 'a', 'k');
      expect(textsOf((await one({ ...chat, account: '43' }, 'b', 'k')).outgoing)).toEqual(['b']);
      expect(await historyOf(chat)).toEqual(['a']);
    });

    it('steps an event once, however often and however many at a time it comes', async () => {
      const chat = aChat();
      const all = await Promise.all(Array.from({ length: 5 }, () => one(chat, 'hi', 'same')));
      expect(all.flatMap(({ outgoing }) => textsOf(outgoing))).toEqual(['hi']);
      expect((await one(chat, 'hi', 'same')).outgoing).toEqual([]);
      expect((await makeKeeper().load({ chat, event: says('hi', 'same') })).stepped).toBe(true);
      expect(await historyOf(chat)).toEqual(['hi']);
    });

    it('steps many events at a time once each, in order of arrival', async () => {
      const chat = aChat();
      const words = Array.from({ length: 12 }, (_, i) => `w${i}`);
      const arrival: string[] = [];
      const watching: Keeper = {
        ...makeKeeper(),
        load: async (request) => {
          const snapshot = await makeKeeper().load(request);
          for (const { key, arrival: n } of snapshot.pending) arrival[n] = key;
          return snapshot;
        },
      };
      const all = await Promise.all(words.map((word) => step(watching, { chat, event: says(word, word) }, toy)));
      const history = await historyOf(chat);
      expect(history).toEqual(arrival.filter(Boolean));
      expect([...history].sort()).toEqual([...words].sort());
      expect(all.flatMap(({ outgoing }) => textsOf(outgoing)).sort()).toEqual([...words].sort());
      expect(all.flatMap(({ faults }) => faults)).toEqual([]);
    }, 60_000);

    it('equals a plain fold over any interleaving with repeats', async () => {
      const plan = fc.array(fc.record({ event: fc.integer({ min: 0, max: 5 }), together: fc.boolean() }), {
        minLength: 1,
        maxLength: 12,
      });
      await fc.assert(
        fc.asyncProperty(plan, async (moves) => {
          const chat = aChat();
          const emitted: string[] = [];
          const running: Promise<unknown>[] = [];
          for (const { event, together } of moves) {
            const run = one(chat, `e${event}`, `e${event}`).then(({ outgoing }) => emitted.push(...textsOf(outgoing)));
            running.push(run);
            if (!together) await Promise.all(running);
          }
          await Promise.all(running);
          const unique = [...new Set(moves.map(({ event }) => `e${event}`))].sort();
          const { state, version } = await makeKeeper().load({ chat });
          expect([...(state?.history ?? [])].sort()).toEqual(unique);
          expect(version).toBe(unique.length);
          expect(emitted.sort()).toEqual(unique);
        }),
        { numRuns: 15 },
      );
    }, 120_000);

    it('steps what a crash after the load left behind, before the next event', async () => {
      const chat = aChat();
      await makeKeeper().load({ chat, event: says('lost') });
      expect(textsOf((await one(chat, 'next')).outgoing)).toEqual(['lost', 'next']);
      expect(await historyOf(chat)).toEqual(['lost', 'next']);
    });

    it('finds what a crash after the load left behind, when the sweep comes first', async () => {
      const chat = aChat();
      await makeKeeper().load({ chat, event: says('lost') });
      expect((await sweptFor(chat, LATER(0))).chats).toEqual([]);
      expect((await sweptFor(chat, LATER(60_000))).chats).toEqual([chat]);
      const swept = await sweep(
        makeKeeper(),
        { ...toyStepper(undefined, () => LATER(60_000)), copy: makeCopy() },
        { olderThanMs: 1000, limit: 1000 },
      );
      expect(textsOf(swept.outgoing.filter(({ to }) => to.chat === chat.chat))).toEqual(['lost']);
      expect((await sweptFor(chat, LATER(60_000))).chats).toEqual([]);
    });

    it('hands out again, with the same keys and once per lease, what was committed and not confirmed', async () => {
      const chat = aChat();
      const { outgoing } = await one(chat, 'a');
      expect((await sweptFor(chat, LATER(20_000))).unsent).toEqual([]);
      const sweeps = await Promise.all([1, 2, 3].map(() => sweptFor(chat, LATER(40_000))));
      expect(sweeps.flatMap(({ unsent }) => unsent)).toEqual(outgoing);
      expect((await sweptFor(chat, LATER(60_000))).unsent).toEqual([]);
      expect((await sweptFor(chat, LATER(80_000))).unsent).toEqual(outgoing);
    });

    it('does not hand out later messages of a chat while earlier ones are on their way', async () => {
      const chat = aChat();
      // Leases all that other tests left, so that the limit below counts this chat's rows alone.
      await sweptFor(chat, LATER(100_000));
      const sent: Outgoing[] = [];
      for (const words of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) sent.push(...(await one(chat, words)).outgoing);
      const now = LATER(50_000);
      const sweeps = await Promise.all(
        [1, 2, 3, 4].map(() => makeKeeper().sweep({ now, olderThanMs: 1000, limit: 2 })),
      );
      expect(sweeps.flatMap(({ unsent }) => unsent)).toEqual(sent.slice(0, 2));
    });

    it.each([
      ['sent', { result: 'sent', message: '5' }],
      ['skipped', { result: 'skipped', detail: 'not set up' }],
      ['failed', { result: 'failed', detail: 'blocked' }],
    ] as const)('never hands out what is confirmed as %s', async (_name, confirmed) => {
      const chat = aChat();
      const [{ key }] = (await one(chat, 'a')).outgoing;
      await makeKeeper().confirm([{ key, ...confirmed }]);
      expect((await sweptFor(chat, LATER(3_600_000))).unsent).toEqual([]);
    });

    it('waits with what is to be sent later, and with what comes after it', async () => {
      const chat = aChat();
      const first = (await one(chat, 'a')).outgoing;
      const second = (await one(chat, 'b')).outgoing;
      await makeKeeper().confirm([{ key: first[0].key, result: 'later', at: LATER(100_000) }]);
      expect((await sweptFor(chat, LATER(90_000))).unsent).toEqual([]);
      expect((await sweptFor(chat, LATER(101_000))).unsent).toEqual([...first, ...second]);
    });

    it('gives up after a day and twenty attempts', async () => {
      const chat = aChat();
      await one(chat, 'a');
      const handedOut: number[] = [];
      for (let hour = 0.25; hour < 60; hour += 0.25) {
        const { unsent } = await sweptFor(chat, LATER(hour * 3_600_000));
        if (unsent.length > 0) handedOut.push(hour);
      }
      expect(handedOut).toHaveLength(20);
      expect(handedOut[19]).toBeGreaterThan(24);
    }, 60_000);

    it('hands out after days without a sweep what nobody tried to send', async () => {
      const chat = aChat();
      const { outgoing } = await one(chat, 'a');
      expect((await sweptFor(chat, LATER(72 * 3_600_000))).unsent).toEqual(outgoing);
    });

    it('answers a repeat of the same commit as it did before, and a stranger with "stepped"', async () => {
      const chat = aChat();
      await makeKeeper().load({ chat, event: says('a', 'k') });
      const request = await emptyCommit(chat, 'k', 0);
      expect(await makeKeeper().commit(request)).toBe('committed');
      expect(await makeKeeper().commit(request)).toBe('committed');
      expect(await makeKeeper().commit({ ...request, step: randomUUID() })).toBe('stepped');
      expect((await makeKeeper().load({ chat })).version).toBe(1);
    });

    it('refuses a commit made from another version, or before an earlier event', async () => {
      const chat = aChat();
      await makeKeeper().load({ chat, event: says('a', 'k1') });
      await makeKeeper().load({ chat, event: says('b', 'k2') });
      expect(await makeKeeper().commit(await emptyCommit(chat, 'k1', 3))).toBe('conflict');
      expect(await makeKeeper().commit(await emptyCommit(chat, 'k2', 0))).toBe('conflict');
      expect((await makeKeeper().load({ chat })).version).toBe(0);
    });

    it('refuses to commit an event that nobody recorded', async () => {
      const chat = aChat();
      await makeKeeper().load({ chat, event: says('a') });
      const refused = makeKeeper().commit(await emptyCommit(chat, 'unheard', 0));
      await expect(refused).rejects.toMatchObject({ code: 'event_not_recorded', retryable: false });
    });

    it('answers an event that throws with an apology, tells the caller, and goes on', async () => {
      const chat = aChat();
      const { outgoing, faults } = await one(chat, 'poison', 'bad');
      expect(textsOf(outgoing)).toEqual(['sorry']);
      expect(faults).toMatchObject([{ event: { key: 'bad' }, error: { message: 'poisoned' } }]);
      expect(textsOf((await one(chat, 'next')).outgoing)).toEqual(['next']);
      expect(await historyOf(chat)).toEqual(['next']);
    });

    it('emits what it committed before the keeper failed, and tells the caller', async () => {
      const chat = aChat();
      await makeKeeper().load({ chat, event: says('a') });
      let loads = 0;
      const failing: Keeper = {
        ...makeKeeper(),
        load: (request) => (++loads > 1 ? Promise.reject(new Error('gone')) : makeKeeper().load(request)),
      };
      const { outgoing, faults } = await step(failing, { chat, event: says('b') }, toy);
      expect(textsOf(outgoing)).toEqual(['a']);
      expect(faults).toMatchObject([{ event: null, error: { message: 'gone' } }]);
      await expect(step(failing, { chat }, toy)).rejects.toThrow('gone');
    });

    it('forgets a conversation without letting a step in flight bring it back', async () => {
      const chat = aChat();
      await one(chat, 'a');
      await makeKeeper().load({ chat, event: says('b', 'k') });
      await makeKeeper().reset(chat);
      expect(await makeKeeper().commit(await emptyCommit(chat, 'k', 1))).toBe('conflict');
      expect((await makeKeeper().load({ chat })).state).toBeNull();
    });
  });
}
