import { after, byId, PACK } from './support';

const cards = byId.get('cakeCards000')!;

test('each kind of card has its way to the baker, and each way is noted as sent', () => {
  const rules = (
    cards.nodes.find(({ name }) => name === 'Какая карточка')!.parameters.rules as {
      values: { conditions: { conditions: { rightValue: string }[] } }[];
    }
  ).values.map(({ conditions }) => conditions.conditions[0].rightValue);
  expect([...rules].sort()).toEqual(['closed', 'edit', 'edit2', 'handoff', 'new', 'note', 'photo', 'picture']);
  const ways = rules.map((_kind, output) => after(cards, 'Какая карточка', output));
  expect(ways[rules.indexOf('picture')].map(({ name }) => name)).toEqual(['Эскиз торта']);
  for (const [way, ...more] of ways) {
    expect(more).toEqual([]);
    expect(after(cards, way.name, 0).map(({ name, type }) => [name, type])).toEqual([
      ['Отметить: ушло', `${PACK}cakeOrder`],
    ]);
  }
});

test('a picture goes as a file of the item, the way in which Cake Order emits it', () => {
  const picture = cards.nodes.find(({ name }) => name === 'Эскиз торта')!;
  expect(picture.parameters).toMatchObject({
    operation: 'sendPhoto',
    binaryData: true,
    binaryPropertyName: 'picture',
    additionalFields: { caption: '={{ $json.card.html }}', parse_mode: 'HTML' },
  });
});

/** The buttons that a card's node sends, each with the place in `card.buttons` that it shows. */
const buttonsOf = (name: string) => {
  const { parameters } = cards.nodes.find((node) => node.name === name)!;
  const { rows = [] } = (parameters.inlineKeyboard ?? {}) as {
    rows?: { row: { buttons: { text: string; additionalFields: { callback_data: string } }[] } }[];
  };
  return rows.flatMap(({ row }) =>
    row.buttons.map(({ text, additionalFields }) => [text, additionalFields.callback_data]),
  );
};
const button = (place: number) => [
  `={{ $json.card.buttons[${place}].label }}`,
  `={{ $json.card.buttons[${place}].data }}`,
];

test.each([
  ['Новый заказ', 'sendMessage', [button(0), button(1)]],
  ['Следующий шаг', 'editMessageText', [button(0)]],
  ['Ждёт денег', 'editMessageText', [button(0), button(1)]],
  ['Закрыть карточку', 'editMessageText', []],
])('the card «%s» has the buttons that Cake Order gives to its kind', (name, operation, buttons) => {
  expect(cards.nodes.find((node) => node.name === name)!.parameters.operation).toBe(operation);
  expect(buttonsOf(name)).toEqual(buttons);
});
