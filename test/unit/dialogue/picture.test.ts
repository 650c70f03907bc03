import type { Effect, ResultEvent } from '../../../lib/dialogue';
import { chatAt, type Chat } from './harness';

const ID = '6b1f6d4e-8a51-4c4e-9a53-0c1d2e3f4a5b';
const OTHER = '0f0f0f0f-8a51-4c4e-9a53-0c1d2e3f4a5b';
const PREVIEW = { enabled: true, style: 'нежно', perOrder: 3, perMonth: 100, bucket: null };

/** A chat at its last question before the picture, in a shop that draws. */
function before(more: Partial<typeof PREVIEW> = {}, language = 'ru'): Chat {
  const chat = chatAt('phone', language);
  chat.shop!.preview = { ...PREVIEW, ...more };
  return chat;
}

const drawing = (more: Partial<typeof PREVIEW> = {}, language = 'ru'): Chat =>
  before(more, language).say('+7 999 123-45-67');

type Preview = Extract<Effect, { kind: 'preview' }>;
const previews = (chat: Chat): Preview[] =>
  chat.effects.filter((effect): effect is Preview => effect.kind === 'preview');

/** The picture of that round comes. */
function comes(chat: Chat, round: number, more: Partial<Extract<ResultEvent, { type: 'picture' }>> = {}): Chat {
  chat.step({ type: 'picture', round, picture: { id: ID, model: 'gpt-image-2', brief: 'a cake' }, ...more });
  return chat;
}

test('drawing begins by itself when all is said, with the chosen options and no word of hers', () => {
  const chat = drawing();
  expect([chat.state?.at, chat.asked]).toEqual(['picture', 'picture_wait']);
  const [effect] = previews(chat);
  expect(effect).toMatchObject({
    round: 1,
    shopVersion: 1,
    language: 'ru',
    inscription: 'С днём рождения, Ёлка!',
    photo: null,
    look: { occasion: 'birthday', weightG: 2000, tiers: 1, filling: 'медовик', coating: 'крем-чиз', decor: 'berries' },
  });
  expect(JSON.stringify(effect.look)).not.toContain('Ёлка');
});

test('the picture is shown under its question, approved, kept with the order and sent to the baker', () => {
  const chat = comes(drawing(), 1);
  expect(chat.asked).toBe('picture');
  expect(chat.replies[0].image).toBe(`picture:${ID}`);
  chat.press('Да, нравится');
  expect(chat.asked).toBe('summary');
  expect(chat.text).toContain('Эскиз: выбран');
  chat.press(/Подтвердить/);
  expect(chat.order(1001).draft.picture).toMatchObject({ id: ID, model: 'gpt-image-2', brief: 'a cake' });
  expect(chat.cards.filter(({ kind }) => kind === 'picture')).toEqual([
    expect.objectContaining({ image: `picture:${ID}`, order: 1001, buttons: [] }),
  ]);
});

test('she may go without one, by button or in words, before it has come or after', () => {
  expect(drawing().press('Без эскиза').asked).toBe('summary');
  expect(comes(drawing(), 1).press('Без эскиза').state?.draft.picture).toBeNull();
  expect(comes(drawing(), 1).say('не надо').asked).toBe('summary');
  expect(drawing({}, 'en').press('No sketch').asked).toBe('summary');
});

test('a picture that comes after she went on disturbs nothing', () => {
  const chat = drawing().press('Без эскиза');
  comes(chat, 1);
  expect([chat.replies, chat.state?.at]).toEqual([[], 'summary']);
});

test('while it is being drawn nothing is asked for twice, whatever she writes', () => {
  const chat = drawing();
  for (const words of ['ау', 'ну что', 'готово?', '🙂', '???']) {
    chat.say(words);
    expect(previews(chat)).toEqual([]);
  }
  expect(chat.asked).toBe('picture_wait');
});

test('ten pictures asked for at once: as many rounds as the order may have', () => {
  const chat = comes(drawing(), 1);
  let asked = 1;
  const { labels } = chat;
  const again = labels.find(([label]) => label === 'Другой вариант')!;
  for (let press = 0; press < 10; press += 1) {
    chat.data(again[1]);
    asked += previews(chat).length;
  }
  expect(asked).toBe(2);
  for (let round = 2; round < 10; round += 1) {
    comes(chat, round);
    const more = chat.labels.find(([label]) => label === 'Другой вариант');
    if (chat.asked !== 'picture' || !more) break;
    chat.data(more[1]);
    asked += previews(chat).length;
  }
  expect(asked).toBe(PREVIEW.perOrder);
});

test('another variant of the same cake is another look, and only the newest round counts', () => {
  const chat = comes(drawing(), 1).press('Другой вариант');
  expect(previews(chat)[0]).toMatchObject({ round: 2, look: { variant: 1 } });
  comes(chat, 1, { picture: { id: OTHER, model: 'x', brief: 'late' } });
  expect(chat.replies).toEqual([]);
  comes(chat, 2);
  expect(chat.asked).toBe('picture');
});

test('a cake that is changed after the picture is drawn anew, and the summary waits for it', () => {
  const chat = comes(drawing(), 1).press('Да, нравится').press('Изменить');
  chat.press(/^Начинка/).press(/^Шоколад/);
  expect(chat.asked).toBe('picture_wait');
  expect(chat.text).toContain('прежний эскиз');
  expect(previews(chat)[0]).toMatchObject({ look: { filling: 'шоколад' } });
});

test.each([
  ['limit', 'закончились'],
  ['refused', 'не вышло'],
  ['down', ''],
] as const)('a sketch stands in for a picture (%s), and she is told what concerns her', (why, words) => {
  const chat = drawing();
  comes(chat, 1, { picture: { id: ID, model: null, brief: 'a cake' }, why });
  expect(chat.text).toContain(words);
  expect(chat.text).toContain('простой эскиз');
  expect(chat.press('Да, нравится').text).toContain('Эскиз: выбран простой');
});

test('no picture at all: the order goes on', () => {
  const chat = drawing();
  comes(chat, 1, { picture: null, why: 'off' });
  expect(chat.asked).toBe('summary');
  expect(chat.state?.draft.picture).toBeNull();
});

test('while a person talks with her the bot shows no picture, and after it the question comes with it', () => {
  const chat = drawing().say('позовите человека');
  comes(chat, 1);
  expect(chat.replies).toEqual([]);
  chat.say('продолжить');
  expect([chat.asked, chat.replies[0].image]).toEqual(['picture', `picture:${ID}`]);
});

test('a shop that draws nothing, or takes no orders, does not come to it', () => {
  expect(drawing({ enabled: false }).asked).toBe('summary');
  const chat = before();
  chat.shop!.takesOrders = false;
  expect(chat.say('+7 999 123-45-67').asked).toBe('summary');
});

test('another order begins without the picture of the last one', () => {
  const chat = comes(drawing(), 1)
    .press('Да, нравится')
    .press(/Подтвердить/);
  expect([chat.state?.shown, chat.state?.draft.picture]).toEqual([undefined, expect.anything()]);
  chat.say('новый заказ');
  expect(chat.state?.draft.picture).toBeUndefined();
});
