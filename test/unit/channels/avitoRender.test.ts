import fc from 'fast-check';

import { AVITO, renderAvito } from '../../../lib/channels/avito/render';

const buttons = (...rows: string[][]) => rows.map((row) => row.map((label) => ({ label, data: '1:0' })));
const texts = (reply: Parameters<typeof renderAvito>[0]) =>
  renderAvito(reply).map((part) => (part.kind === 'text' ? part.text : '[image]'));

it('says what Avito can show', () => {
  expect(AVITO).toEqual({ textLimit: 1000, captionLimit: 0, choices: 'numbered', typing: false, carousel: false });
});

it('sends words alone', () => {
  expect(renderAvito({ text: 'Привет' })).toEqual([{ kind: 'text', text: 'Привет' }]);
});

it('numbers the buttons row by row, after a blank line', () => {
  expect(texts({ text: 'Какая начинка?', buttons: buttons(['Ваниль', 'Шоколад'], ['Назад']) })).toEqual([
    'Какая начинка?\n\n1. Ваниль\n2. Шоколад\n3. Назад',
  ]);
});

it('leaves the numbers out where a number would say something else', () => {
  const reply = {
    text: 'Сколько будет гостей?',
    buttons: buttons(['1 кг', '2 кг'], ['Назад']),
    unnumbered: true as const,
  };
  expect(texts(reply)).toEqual(['Сколько будет гостей?\n\n1 кг\n2 кг\nНазад']);
});

it('puts the picture first, for Avito has no words under it', () => {
  expect(renderAvito({ text: 'Ваш торт', image: 'https://x/1.jpg', buttons: buttons(['Да']) })).toEqual([
    { kind: 'image', image: 'https://x/1.jpg' },
    { kind: 'text', text: 'Ваш торт\n\n1. Да' },
  ]);
  expect(renderAvito({ text: '', image: 'https://x/1.jpg' })).toEqual([{ kind: 'image', image: 'https://x/1.jpg' }]);
});

describe('cards', () => {
  const card = (title: string, data: string, text?: string, image?: string) => ({
    title,
    ...(text ? { text } : {}),
    ...(image ? { image } : {}),
    buttons: [{ label: 'Хочу такой', data }],
  });
  const row = (label: string, data: string) => [{ label, data }];

  it('are pictures in their order, then their words, then one list of a line for each', () => {
    const reply = {
      text: 'Вот торты.',
      cards: [card('Облако · 2 кг', '5:0', 'С малиной', 'https://x/0.jpg'), card('Улей · 1 кг', '5:1', 'С мёдом', 'https://x/1.jpg'), card('Вишня', '5:2')], // prettier-ignore
      buttons: [row('Облако · 2 кг', '5:0'), row('Улей · 1 кг', '5:1'), row('Вишня', '5:2'), row('Продолжить', '5:3')],
    };
    expect(renderAvito(reply)).toEqual([
      { kind: 'image', image: 'https://x/0.jpg' },
      { kind: 'image', image: 'https://x/1.jpg' },
      {
        kind: 'text',
        text: 'Вот торты.\n\nОблако · 2 кг: С малиной\nУлей · 1 кг: С мёдом\n\n1. Облако · 2 кг\n2. Улей · 1 кг\n3. Вишня\n4. Продолжить', // prettier-ignore
      },
    ]);
  });

  it('are ten pictures at most, and as many messages as their words need', () => {
    const places = Array.from({ length: 12 }, (_, place) => place);
    const parts = renderAvito({
      text: 'Вот торты.',
      cards: places.map((place) => card(`Торт ${place}`, `5:${place}`, 'о'.repeat(80), `https://x/${place}.jpg`)),
      buttons: places.map((place) => row(`Торт ${place}`, `5:${place}`)),
    });
    expect(parts.filter(({ kind }) => kind === 'image')).toHaveLength(10);
    const words = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []));
    expect(parts.slice(0, 10).every(({ kind }) => kind === 'image')).toBe(true);
    for (const part of words) expect(part.length).toBeLessThanOrEqual(AVITO.textLimit);
    for (const place of places) expect(`${words.at(-1)}\n`).toContain(`${place + 1}. Торт ${place}\n`);
  });
});

it('writes a link as a line before the options', () => {
  const link = { label: 'Оплатить', url: 'https://pay/1' };
  expect(texts({ text: 'Счёт готов', link, buttons: buttons(['Отмена']) })).toEqual([
    'Счёт готов\n\nОплатить: https://pay/1\n\n1. Отмена',
  ]);
  expect(texts({ text: 'Счёт', link: { label: 'https://pay/1', url: 'https://pay/1' } })).toEqual([
    'Счёт\n\nhttps://pay/1',
  ]);
});

it('leaves out what it cannot show, and sends nothing for nothing', () => {
  expect(texts({ text: 'Привет', typing: true, answers: 'q', toast: 'Готово' })).toEqual(['Привет']);
  expect(renderAvito({ text: ' \n ', answers: 'q' })).toEqual([]);
});

describe('long words', () => {
  const paragraph = (length: number, letter: string) => letter.repeat(length);

  it('are split at paragraphs, the options with the last part', () => {
    const parts = texts({ text: `${paragraph(700, 'а')}\n\n${paragraph(600, 'б')}`, buttons: buttons(['Да', 'Нет']) });
    expect(parts).toEqual([paragraph(700, 'а'), `${paragraph(600, 'б')}\n\n1. Да\n2. Нет`]);
  });

  it('give their last paragraph to options that do not fit beside all of it', () => {
    const labels = Array.from({ length: 10 }, (_, place) => `Начинка ${place}`);
    const parts = texts({ text: `${paragraph(900, 'а')}\n\nКакая начинка?`, buttons: buttons(labels) });
    expect(parts[0]).toBe(paragraph(900, 'а'));
    expect(parts[1]).toMatch(/^Какая начинка\?\n\n1\. Начинка 0\n/);
    expect(parts).toHaveLength(2);
  });

  it('leave the options whole, alone when nothing fits beside them', () => {
    const labels = Array.from({ length: 40 }, (_, place) => `Начинка с длинным именем ${place}`);
    const list = labels.map((label, place) => `${place + 1}. ${label}`).join('\n');
    expect(list.length).toBeGreaterThan(AVITO.textLimit);
    const some = labels.slice(0, 25);
    const whole = some.map((label, place) => `${place + 1}. ${label}`).join('\n');
    expect(texts({ text: paragraph(990, 'а'), buttons: buttons(some) })).toEqual([paragraph(990, 'а'), whole]);
    const torn = texts({ text: 'Какая?', buttons: buttons(labels) });
    expect(torn.join('\n')).toBe(`Какая?\n${list}`);
  });

  it('never exceed the limit, lose nothing, and keep a list that fits in one part', () => {
    const words = fc.stringMatching(/^[а-я]{1,30}$/);
    const text = fc.array(
      fc.array(words, { minLength: 1, maxLength: 60 }).map((some) => some.join(' ')),
      { maxLength: 5 },
    );
    const label = fc.stringMatching(/^[А-Яа-я ]{0,28}[А-Яа-я]$/).map((one) => one.trim());
    fc.assert(
      fc.property(text, fc.array(label, { maxLength: 30 }), (paragraphs, labels) => {
        const reply = { text: paragraphs.join('\n\n'), buttons: labels.map((one) => [{ label: one, data: '' }]) };
        const parts = texts(reply);
        const list = labels.map((one, place) => `${place + 1}. ${one}`).join('\n');
        for (const part of parts) {
          expect(part.length).toBeGreaterThan(0);
          expect(part.length).toBeLessThanOrEqual(AVITO.textLimit);
        }
        const bare = (one: string) => one.replace(/\s+/g, '');
        expect(bare(parts.join(''))).toBe(bare(reply.text + list));
        if (list && list.length <= AVITO.textLimit) expect(parts.at(-1)!.endsWith(list)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
