import { TEXTS } from '../../../lib/dialogue';
import { chatAt, placed } from './harness';

describe('a card of an order that is over', () => {
  it('is closed at the press, and once only', () => {
    const chat = placed().say('отменить заказ').say('да');
    expect(chat.cards).toEqual([
      expect.objectContaining({ kind: 'note', text: expect.stringMatching(/^❌ Заказ № 1001 отменён клиентом\. Не печь\./) }),
    ]); // prettier-ignore
    chat.bakerPress('b:accept:1001');
    expect(chat.replies).toEqual([expect.objectContaining({ toast: 'Заказ уже отменён' })]);
    expect(chat.cards).toEqual([
      expect.objectContaining({ kind: 'closed', message: '77', text: expect.stringMatching(/^❌ ОТМЕНЁН, НЕ ПЕЧЬ/) }),
    ]);
    expect(chat.bakerPress('b:accept:1001').cards).toEqual([]);
  });

  it('is closed at once where its place is known', () => {
    const chat = placed().bakerPress('b:accept:1001').say('отменить заказ').say('да');
    expect(chat.cards.map(({ kind, message }) => [kind, message])).toEqual([
      ['note', null],
      ['closed', '77'],
    ]);
  });

  it('is closed after nobody answered', () => {
    const chat = placed();
    chat.step({ type: 'timer', timer: 'hold_over', order: 1001 });
    expect(chat.cards[0].text).toContain('Не печь');
    expect(chat.bakerPress('b:decline:1001').cards).toMatchObject([{ kind: 'closed' }]);
  });

  it('keeps its buttons while it waits, and follows in every chat', () => {
    const chat = placed();
    chat.shop!.baker.chats.push('500000002');
    expect(chat.bakerPress('b:bake:1001').cards).toEqual([]);
    chat.bakerPress('b:accept:1001').bakerPress('b:accept:1001', { id: '500000002' }, '500000002');
    expect(chat.cards).toMatchObject([{ kind: 'edit', chat: '500000002', buttons: [{ data: 'b:bake:1001' }] }]);
    expect(chat.bakerPress('b:bake:1001').cards.filter(({ kind }) => kind === 'edit')).toHaveLength(2);
  });
});

describe('calling a person', () => {
  const noteOf = (chat: ReturnType<typeof placed>) => {
    const found = chat.say('позовите человека').effects.find((effect) => effect.kind === 'handoff');
    return found?.kind === 'handoff' ? found.text : '';
  };

  it('tells who she is, how to write to her and where she stands', () => {
    const text = noteOf(chatAt('phone'));
    for (const part of ['Клиент просит человека: Анна.', 'tg://user?id=7', 'Номер чата: 7', 'На каком шаге: Телефон'])
      expect(text).toContain(part);
    expect(text).toContain('Начинка: Медовик');
    expect(noteOf(placed())).toMatch(/Телефон: \+7 999 123-45-67\nЗаказ № 1001: ждёт решения/);
    expect(noteOf(chatAt('summary'))).toContain('проверка заказа');
  });

  it('nothing of hers calls somebody', () => {
    const chat = chatAt('wishes');
    chat.person.name = 'Анна\n@baker';
    expect(noteOf(chat)).not.toContain('@');
  });
});

it('English texts have English quotes', () => {
  for (const text of Object.values(TEXTS.en)) expect(text).not.toMatch(/[«»]/);
});
