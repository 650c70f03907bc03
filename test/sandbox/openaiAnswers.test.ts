import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createUnderstanding, type Question } from '../../lib/ai/understand';
import { vocabularyOf } from '../../lib/dialogue/read/heard/vocabulary';
import { defaultShop } from '../../lib/order';
import { Calls } from '../../sandbox/api/calls';
import { Faults } from '../../sandbox/api/faults';
import { createOpenAi } from '../../sandbox/openai';
import { answerTo, readRecorded, RECORDED } from '../../sandbox/openai/recorded';
import { ask, KEY, OpenAiBench, TODAY } from './openaiSupport';

const table = readRecorded(RECORDED);
const isWrong = ({ note }: { note?: string }): boolean => note?.startsWith('Wrong on purpose') ?? false;
/** Days count from today, which the table does not know. */
const answered = (says: string) => answerTo(table, says, TODAY) as { slots: Record<string, unknown> };

describe('the recorded table', () => {
  test('is large, in both languages, with what is wrong on purpose, and no phrase twice', () => {
    expect(table.filter(({ says }) => /[а-яё]/i.test(says)).length).toBeGreaterThan(40);
    expect(table.filter(({ says }) => !/[а-яё]/i.test(says)).length).toBeGreaterThan(15);
    expect(table.filter(isWrong).length).toBeGreaterThan(10);
    expect(new Set(table.map(({ says }) => says.toLowerCase())).size).toBe(table.length);
  });

  test('answers each phrase with its own line and no other', () => {
    for (const { says, answer, refusal } of table) {
      const { date: _date, ...rest } = { ...answer };
      expect(answerTo(table, `Добрый день! ${says}. Спасибо`, TODAY)).toMatchObject(
        refusal ? { refusal } : { slots: rest },
      );
      if (answer) expect(Object.keys(answered(says).slots).sort()).toEqual(Object.keys(answer).sort());
    }
  });
});

describe('as the pack reads it', () => {
  let bench: OpenAiBench;
  const shop = defaultShop();
  const vocabulary = vocabularyOf(shop.menu);

  beforeAll(async () => {
    bench = await new OpenAiBench().start();
  });
  afterAll(() => bench.close());

  /** What a customer's words come to when the rules take nothing of them: slots, intent and the question from 1. */
  async function heardOf(says: string): Promise<object> {
    const client = bench.client();
    const understand = createUnderstanding({ client, models: ['gpt-4o-mini'], timeLimitMs: 30_000 });
    const question: Question = {
      text: says,
      hearing: {
        language: /[а-яё]/i.test(says) ? 'ru' : 'en',
        now: `${TODAY}T12:00:00+03:00`,
        zone: shop.zone,
        expecting: 'any',
        vocabulary,
      },
      faq: shop.faq.map(({ question: { ru } }) => ru),
      rules: { intent: 'nonsense', slots: {}, open: true },
    };
    const { heard } = await understand(question);
    return heard ? { intent: heard.intent, faq: heard.faq === undefined ? null : heard.faq + 1, ...heard.slots } : {};
  }

  const lines = (wrong: boolean) =>
    table.filter((line) => line.answer && isWrong(line) === wrong).map(({ says }) => [says] as const);

  test.each(lines(false))('understood as it is recorded: %s', async (says) => {
    expect(await heardOf(says)).toMatchObject(answered(says).slots);
  });

  test.each(lines(true))('not believed: %s', async (says) => {
    expect(await heardOf(says)).not.toMatchObject(answered(says).slots);
  });
});

describe('a table of one’s own', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'answers-')), 'answers.json');
  afterAll(() => fs.rmSync(path.dirname(file), { recursive: true }));

  test('a new line works at once', async () => {
    fs.writeFileSync(file, '[]');
    const bench = await new OpenAiBench({ recorded: file }).start();
    const said = async (): Promise<string | null> => {
      const messages = [...ask('Хочу трёхэтажный торт'), { role: 'system' as const, content: 'json' }];
      const response_format = { type: 'json_object' as const };
      const completion = await bench
        .client()
        .chat.completions.create({ model: 'gpt-4o-mini', messages, response_format });
      return completion.choices[0].message.content;
    };
    const before = await said();
    fs.writeFileSync(file, JSON.stringify([{ says: 'трехэтажный', answer: { tiers: 3 } }]));
    const after = await said();
    await bench.close();
    expect([before, after]).toEqual(['{}', '{"tiers":3}']);
  });

  test.each([
    ['[{"says": "x"}]', /answers\.json: 0: has either answer or refusal/],
    ['[{"says": "x", "answer": {}}, {"says": "", "answer": {}}]', /answers\.json: 1\.says/],
    ['[{"says": "x", "answers": {}}]', /answers\.json: 0: .*answers/],
    ['{', /JSON/],
  ])('a broken one is told before anything starts: %s', (text, message) => {
    fs.writeFileSync(file, text);
    const parts = { calls: new Calls(), faults: new Faults(), url: () => '' };
    expect(() => createOpenAi(parts, { key: KEY, recorded: file })).toThrow(message);
  });
});
