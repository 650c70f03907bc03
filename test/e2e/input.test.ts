import { questionKeyOf, type QuestionKey } from '../../lib/dialogue';
import type { Said } from '../../sandbox/client';
import { talkUntil, usualWishes } from '../../sandbox/customerScript';
import { newChat, query, sandbox } from './support';

const PIXEL = {
  base64: 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  mimeType: 'image/png',
};

/** What is sent, at which question, and what the kind answer must speak of. */
const CASES: [name: string, at: QuestionKey, said: Said, speaksOf: RegExp][] = [
  ['an empty text', 'servings', { text: '' }, /пуст|вес|гост/i],
  ['100,000 characters', 'servings', { text: 'ж'.repeat(100_000) }, /длинн/i],
  ['emoji', 'filling', { text: '🎂🎂🎂' }, /начинк/i],
  ['right-to-left text', 'filling', { text: 'عيد ميلاد سعيد' }, /начинк/i],
  ['SQL', 'filling', { text: "'; drop table orders; --" }, /начинк/i],
  ['HTML', 'filling', { text: '<script>alert(1)</script>' }, /начинк/i],
  ['Markdown', 'filling', { text: '*жирный* _[ссылка](x)' }, /начинк/i],
  ['a photo', 'filling', { photo: PIXEL }, /фото/i],
  ['an album', 'filling', { kind: 'album' }, /фото/i],
  ['a sticker', 'filling', { kind: 'sticker' }, /стикер/i],
  ['a voice message', 'filling', { kind: 'voice' }, /голос/i],
  ['a location', 'filling', { kind: 'location' }, /карт/i],
  ['a file', 'filling', { kind: 'file' }, /файл/i],
  ['an edited message', 'filling', { kind: 'edit', text: 'ой, медовик' }, /поправили/i],
  ['/start in mid-order', 'filling', { text: '/start' }, /продолж/i],
  ['0 kg', 'servings', { text: '0 кг' }, /кг|вес|гост/i],
  ['1,000 kg', 'servings', { text: '1000 кг' }, /12\sкг/i],
  ['a date in the past', 'date', { text: '1 января 2020' }, /позади|прош/i],
  ['31.02', 'date', { text: '31.02' }, /календар/i],
  ['a phone of letters', 'phone', { text: 'позвоните мне' }, /номер/i],
];

test.each(CASES)('%s (asked for: %s) gets a kind answer and harms nothing', async (_name, at, said, speaksOf) => {
  const chat = newChat('input');
  const customer = sandbox.customer(chat);
  await talkUntil(at, customer, usualWishes('ru', { name: chat }));
  const stateOf = async () => {
    const [{ state }] = await query<{ state: { at: string; draft: object; history: string[] } }>(
      `select s.state from fsm_sessions s where s.chat_id =
         (select chat_id from inbox where body->'from'->>'name' = $1 order by recorded_at desc limit 1)`,
      [chat],
    );
    const { at: place, draft, history } = state;
    return { place, draft, history };
  };
  const before = await stateOf();
  const answer = await customer.asks(said);
  expect(answer.text).toMatch(speaksOf);
  expect(answer.buttons.length).toBeGreaterThan(0);
  expect(await stateOf()).toEqual(before);
});

test('a press on an old button is recognised, and the order goes on where it was', async () => {
  const customer = sandbox.customer(newChat());
  await talkUntil('servings', customer, usualWishes('ru'));
  const old = (await customer.history()).find(({ text }) => questionKeyOf(text, 'ru') === 'occasion')!;
  const answer = await customer.asks({ press: 3, of: old.seq });
  expect(answer.text).toContain('прошлого вопроса');
  expect(questionKeyOf(answer.text, 'ru')).toBe('servings');
});

test('an album is answered once', async () => {
  const customer = sandbox.customer(newChat());
  await talkUntil('wishes', customer, usualWishes('ru'));
  await customer.asks({ kind: 'album' });
  await customer.asks({ press: 'Готово' });
  const answers = (await customer.history()).filter(
    ({ from, text }) => from === 'bot' && questionKeyOf(text, 'ru') === 'wishes_more',
  );
  expect(answers).toHaveLength(1);
});

test('somebody who blocked the bot stops nothing, and is served again later', async () => {
  const customer = sandbox.customer(newChat());
  await talkUntil('servings', customer, usualWishes('ru'));
  await customer.says({ kind: 'block' });
  const other = sandbox.customer(newChat());
  expect((await talkUntil('occasion', other, usualWishes('ru'))).buttons.length).toBeGreaterThan(0);
});
