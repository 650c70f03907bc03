import { renderTelegram } from '../../../lib/channels/telegram/render';
import type { Reply, ReplyCard } from '../../../lib/dialogue/types';

const card = (title: string, data: string, more: Partial<ReplyCard> = {}): ReplyCard => ({
  title,
  text: 'Лёгкий, с малиной',
  image: `https://example.com/${data}.jpg`,
  buttons: [{ label: 'Хочу такой', data }],
  ...more,
});
const inline = (...rows: [text: string, callback_data: string][][]) => ({
  inline_keyboard: rows.map((row) => row.map(([text, callback_data]) => ({ text, callback_data }))),
});

describe('cards', () => {
  const reply: Reply = {
    text: 'Вот торты.',
    cards: [card('Облако · 2 кг', '5:0'), card('Улей · 1 кг', '5:1', { text: undefined })],
    buttons: [
      [{ label: 'Облако · 2 кг', data: '5:0' }],
      [{ label: 'Улей · 1 кг', data: '5:1' }],
      [{ label: 'Продолжить', data: '5:2' }],
    ],
    answers: 'press',
  };

  it('are pictures with their words and button, before the question with all of its buttons', () => {
    const chat_id = '7';
    expect(renderTelegram(reply, chat_id)).toEqual([
      {
        method: 'sendPhoto',
        body: {
          chat_id,
          photo: 'https://example.com/5:0.jpg',
          caption: 'Облако · 2 кг\nЛёгкий, с малиной',
          reply_markup: inline([['Хочу такой', '5:0']]),
        },
        essential: false,
        before: true,
      },
      {
        method: 'sendPhoto',
        body: {
          chat_id,
          photo: 'https://example.com/5:1.jpg',
          caption: 'Улей · 1 кг',
          reply_markup: inline([['Хочу такой', '5:1']]),
        },
        essential: false,
        before: true,
      },
      {
        method: 'sendMessage',
        body: {
          chat_id,
          text: 'Вот торты.',
          link_preview_options: { is_disabled: true },
          reply_markup: inline([['Облако · 2 кг', '5:0']], [['Улей · 1 кг', '5:1']], [['Продолжить', '5:2']]),
        },
        essential: true,
      },
      { method: 'answerCallbackQuery', body: { callback_query_id: 'press' }, essential: false },
    ]);
  });

  it('without a picture are left to the question’s buttons', () => {
    const calls = renderTelegram({ ...reply, cards: [card('Облако', '5:0', { image: undefined })] }, '7');
    expect(calls.map(({ method }) => method)).toEqual(['sendMessage', 'answerCallbackQuery']);
  });

  it('never have more words than fit under a picture', () => {
    const [{ body }] = renderTelegram(
      { ...reply, cards: [card('я'.repeat(900), '5:0', { text: 'ю'.repeat(900) })] },
      '7',
    );
    expect((body.caption as string).length).toBeLessThanOrEqual(1024);
  });
});
