import fc from 'fast-check';
import { parseShop, questionKeyOf, TEXTS } from '../../../lib/dialogue';
import { money, weight } from '../../../lib/dialogue/format';
import { readCommand } from '../../../lib/dialogue/read';
import { LABELS } from '../../../lib/dialogue/texts/labels';
import { DEFAULT_SHOP_DOCUMENT, priceOf, type Shop } from '../../../lib/order';
import { ANSWERS, Chat, chatAt, placed } from './harness';

const CLOUD = {
  name: { ru: 'Ягодное облако', en: 'Berry cloud' },
  text: { ru: 'Лёгкий, с малиной', en: 'Light, with raspberries' },
  picture: 'https://example.com/cloud.jpg',
  filling: 'ягодный',
  coating: 'велюр',
  decor: 'berries',
  weight_kg: 2,
};
const HIVE = {
  name: 'Улей',
  picture: 'https://example.com/hive.jpg',
  filling: 'медовик',
  coating: 'крем-чиз',
  weight_kg: 1,
};
const OPEN = { name: 'Вишня', picture: 'https://example.com/cherry.jpg', filling: 'шоколад', weight_kg: 3 };

const shopWith = (ready_cakes: object[], more: object = {}): Shop => {
  const result = parseShop({ ...DEFAULT_SHOP_DOCUMENT, preview: { enabled: false }, ready_cakes, ...more });
  if (!result.ok) throw new Error(result.problems.join('\n'));
  return result.shop;
};
const SHOP = shopWith([CLOUD, HIVE, OPEN]);

/** A chat that stands before the question in a shop with ready cakes. */
const at = (key: string, language = 'ru'): Chat => {
  const chat = Object.assign(chatAt(key, language), { shop: structuredClone(SHOP) });
  // The question as this shop puts it.
  return chat.say(language === 'ru' ? 'помощь' : 'help');
};
const names = (chat: Chat) => chat.labels.map(([label]) => label);
const CHOSEN = { filling: 'ягодный', coating: 'велюр', decor: 'berries', weightG: 2000 };
const nbsp = (text: string) => text.replaceAll(' ', '\u00a0');

describe('the way to the ready cakes', () => {
  it('is a button of the first question, in a row of its own after the answers', () => {
    const chat = Object.assign(new Chat(), { shop: structuredClone(SHOP) })
      .say('/start')
      .press(/согласие/);
    expect(chat.asked).toBe('occasion');
    expect(names(chat).slice(-3)).toEqual(['Другой повод', 'Посмотреть торты', '☰ Ещё']);
    expect(chat.replies[0].buttons?.slice(-2).map((row) => row.length)).toEqual([1, 1]);
    expect(names(chat.press('День рождения'))).not.toContain('Посмотреть торты');
  });

  it('is on the first question of another order too, as long as no filling is chosen', () => {
    const questions = ANSWERS.map(([key]) => key).filter((key) => key !== 'occasion');
    const chat = Object.assign(new Chat(), { shop: shopWith([CLOUD], { questions }) });
    chat.say('/start').press(/согласие/);
    expect([chat.asked, names(chat).includes('Посмотреть торты')]).toEqual(['servings', true]);
    chat.press('Посмотреть торты').press('Ягодное облако').say('назад').say('назад').say('назад').say('назад');
    expect([chat.asked, names(chat).includes('Посмотреть торты')]).toEqual(['servings', false]);
  });

  it('is under «Ещё» at every question, and nowhere in a shop without them', () => {
    expect(names(at('date').press('☰'))).toContain('Посмотреть торты');
    expect(names(at('summary').say('каталог').press('Продолжить'))).toContain('Подтвердить');
    expect(names(chatAt('date').press('☰'))).not.toContain('Посмотреть торты');
    expect(names(chatAt('occasion').say('помощь'))).not.toContain('Посмотреть торты');
  });

  it.each([
    'готовые торты',
    'Витрина',
    'каталог',
    'покажите торты',
    'Покажите, пожалуйста, ваши торты!',
    'что у вас есть?',
    'а какие у вас есть торты',
    'хочу посмотреть готовые торты',
    '/cakes',
    'ready cakes',
    'catalogue',
    'catalog',
    'show me your cakes',
    'What do you have?',
  ])('is «%s»', (words) => expect(readCommand(words.replace(/^а /, ''))?.kind).toBe('ready'));

  it.each(['готовый', 'торт', 'каталог подарков детям', 'что есть без орехов?', 'витрина с цветами'])(
    'is not «%s»',
    (words) => expect(readCommand(words)?.kind).not.toBe('ready'),
  );

  it('is open by words at every step of an order', () => {
    for (const [key] of ANSWERS.slice(1)) {
      const chat = at(key).say('готовые торты');
      expect([key, chat.asked, chat.state?.at]).toEqual([key, 'ready_cakes', key]);
      expect([key, chat.press('Продолжить').state?.at]).toEqual([key, key]);
    }
  });

  it('is closed before the consent, and the words are an answer where there are no ready cakes', () => {
    const first = Object.assign(new Chat(), { shop: structuredClone(SHOP) })
      .say('/start')
      .say('каталог');
    expect([first.asked, first.state?.at, first.replies[0].cards]).toEqual([null, 'consent', undefined]);
    expect(first.text).toContain('сначала нужно ваше согласие');
    expect(chatAt('filling').say('что у вас есть').text).toContain(TEXTS.ru['filling.refuse']);
  });
});

describe('the showcase', () => {
  it('shows each cake with its picture, its words and what it costs by the menu', () => {
    const chat = at('occasion').press('Посмотреть торты');
    expect(chat.replies).toHaveLength(1);
    const [{ cards = [], buttons = [], text }] = chat.replies;
    expect(questionKeyOf(text, 'ru')).toBe('ready_cakes');
    const price = (draft: object) => money(priceOf(draft, SHOP)!.total, 'ru');
    const [cloud, hive, cherry] = [
      `Ягодное облако · ${weight(2000, 'ru')} · ${price(CHOSEN)}`,
      `Улей · ${weight(1000, 'ru')} · ${price({ filling: 'медовик', coating: 'крем-чиз', weightG: 1000 })}`,
      // The coating is open and may cost something.
      `Вишня · ${weight(3000, 'ru')} · от ${price({ filling: 'шоколад', weightG: 3000 })}`,
    ];
    expect([cloud, hive, cherry].map((label) => label.replaceAll('\u00a0', ' '))).toEqual([
      'Ягодное облако · 2 кг · 6 300 ₽',
      'Улей · 1 кг · 2 400 ₽',
      'Вишня · 3 кг · от 6 900 ₽',
    ]);
    expect(buttons.flat().map(({ label }) => label)).toEqual([cloud, hive, cherry, 'Продолжить']);
    expect(cards.map(({ title, text: words, image }) => [title, words, image])).toEqual([
      [cloud, 'Лёгкий, с малиной', 'https://example.com/cloud.jpg'],
      [hive, 'Медовик, Крем-чиз', 'https://example.com/hive.jpg'],
      [cherry, 'Шоколад', 'https://example.com/cherry.jpg'],
    ]);
    // A card's button is the same answer as its line in the list.
    expect(cards.map((card) => card.buttons)).toEqual(
      buttons
        .flat()
        .slice(0, 3)
        .map(({ data }) => [{ label: 'Хочу такой', data }]),
    );
  });

  it('speaks English', () => {
    const { cards = [] } = at('occasion', 'en').press('See our cakes').replies[0];
    expect(cards[0].title.replaceAll('\u00a0', ' ')).toBe('Berry cloud · 2 kg · 6,300 ₽');
    expect(cards[0].text).toBe('Light, with raspberries');
    // A missing translation falls back to Russian.
    expect(cards[1]).toMatchObject({ title: expect.stringMatching(/^Улей/), text: 'Honey cake, Cream cheese' });
  });

  it('is answered by the name in any language, by a number, and by no', () => {
    for (const words of ['ягодное облако', 'хочу облако', 'Berry cloud', '1', '1)']) {
      const { draft } = at('occasion').say('каталог').say(words).state!;
      expect([words, draft]).toEqual([words, expect.objectContaining(CHOSEN)]);
    }
    for (const words of ['нет', 'ничего не нужно', 'продолжим', '4', 'Продолжить']) {
      const chat = at('decor').say('каталог').say(words);
      expect([words, chat.asked, chat.state?.draft.decor]).toEqual([words, 'decor', undefined]);
    }
  });

  it('leaves the question below open: an answer to it still counts', () => {
    const chat = at('occasion').say('каталог').say('свадьба');
    expect([chat.asked, chat.state?.draft.occasion]).toEqual(['servings', 'wedding']);
    // A weight is no name of a cake.
    expect(at('servings').say('каталог').say('3 кг').state?.draft).not.toHaveProperty('filling');
  });
});

describe('a ready cake that is chosen', () => {
  it('answers all about the cake, says what was taken, and asks what is open', () => {
    const chat = at('occasion').press('Посмотреть торты').press('Ягодное облако');
    expect(chat.text.replaceAll('\u00a0', ' ')).toContain(
      'Прекрасный выбор! Записали «Ягодное облако»: 2 кг, Ягодный, Велюр, Свежие ягоды. Цена торта: 6 300 ₽.',
    );
    expect([chat.asked, chat.state?.at]).toEqual(['occasion', 'occasion']);
    expect(chat.state?.draft).toMatchObject(CHOSEN);
    expect(chat.press('День рождения').asked).toBe('inscription');
    chat.press('Без надписи').press('Нет').press('Аллергии нет');
    expect(chat.asked).toBe('date');
  });

  it('replaces what was said before, guests too, and leaves the rest', () => {
    const chat = at('servings')
      .say('12 гостей')
      .press(/^Медовик/);
    expect(chat.state?.draft).toMatchObject({ servings: 12, filling: 'медовик' });
    chat.say('каталог').press('Ягодное облако');
    expect(chat.state?.draft).toMatchObject({ ...CHOSEN, occasion: 'birthday' });
    expect(chat.state?.draft).not.toHaveProperty('servings');
    expect(chat.asked).toBe('inscription');
  });

  it('without a decoration has none, without a coating asks for it', () => {
    const hive = at('occasion').say('каталог').press('Улей').press('День рождения');
    expect([hive.asked, hive.state?.draft.decor]).toEqual(['inscription', null]);
    const cherry = at('coating').press('Мастика').say('каталог').press('Вишня');
    expect(cherry.asked).toBe('coating');
    expect(cherry.state?.draft).not.toHaveProperty('coating');
    expect(cherry.text.replaceAll('\u00a0', ' ')).toContain('Цена торта: от 6 900 ₽');
    expect(cherry.press('Велюр').asked).toBe('inscription');
  });

  it('can be gone back through, part by part, and each part changed', () => {
    const chat = at('occasion').say('каталог').press('Ягодное облако').press('День рождения');
    expect(chat.state?.history).toEqual(['consent', 'servings', 'filling', 'coating', 'decor', 'occasion']);
    for (const [key, kept] of [
      ['occasion', 'День рождения'],
      ['decor', 'Свежие ягоды'],
      ['coating', 'Велюр'],
      ['filling', 'Ягодный'],
      ['servings', nbsp('2 кг')],
    ]) {
      chat.say('назад');
      expect([chat.state?.at, names(chat).find((label) => label.startsWith('Оставить'))]).toEqual([
        key,
        `Оставить: ${kept}`,
      ]);
    }
    expect(chat.state?.draft).toMatchObject(CHOSEN);
    chat.press('Оставить').say('изменить декор').press('Макаруны');
    expect([chat.asked, chat.state?.draft.decor]).toEqual(['inscription', 'macarons']);
  });

  it('stands in the summary with the price that was shown', () => {
    const chat = at('occasion').say('каталог').press('Ягодное облако');
    for (let n = 0; n < 20 && chat.state?.at !== 'summary'; n++) {
      const step = chat.state!.at;
      if (step === 'inscription') chat.press('Без надписи');
      else if (step === 'fulfilment') chat.press('Самовывоз');
      else ANSWERS.find(([key]) => key === step)![1](chat);
    }
    expect(chat.text.replaceAll('\u00a0', ' ')).toContain('Итого: 6 300 ₽');
    // Taken at the summary, another one leads back to it.
    chat.say('витрина').press('Улей');
    expect(chat.state?.at).toBe('summary');
    expect(chat.text.replaceAll('\u00a0', ' ')).toContain('Итого: 2 400 ₽');
    expect(chat.press('Подтвердить').order(1001)).toMatchObject({ status: 'awaiting_baker', total: 240_000 });
  });

  it('is still asked about allergies, and warned of', () => {
    const chat = at('allergens').press('Мёд').press('Готово');
    expect(chat.asked).toBe('allergens_warning');
    chat.press('Оставить');
    expect(chat.asked).toBe('date');
    chat.say('каталог').press('Ягодное облако');
    expect(chat.asked).toBe('date');
    // Honey again, in another cake, is a clash that she has not seen.
    const other = at('date').say('изменить аллергии').press('Мёд').press('Готово').press('Оставить');
    other.say('изменить начинку').press('Шоколад').say('каталог').press('Улей');
    expect(other.state?.draft.allergens).toEqual(['honey']);
  });

  it('that clashes with an allergy named before is warned of at once', () => {
    const chat = at('allergens').say('изменить начинку').press('Шоколад').press('Мёд').press('Готово');
    expect(chat.asked).toBe('date');
    chat.say('каталог').press('Улей');
    expect([chat.asked, chat.state?.at]).toEqual(['allergens_warning', 'allergens']);
    expect(chat.text).toContain('«Медовик» — мёд');
    expect(chat.press('Оставить').asked).toBe('date');
  });

  it('that needs more days than there are loses the day, once, and says why', () => {
    const chat = at('date').say('изменить покрытие').press('Крем-чиз').say('изменить декор').press('Без декора');
    chat.say('24 ноября');
    expect(chat.asked).toBe('window');
    chat.say('каталог').press('Ягодное облако');
    expect([chat.asked, chat.state?.draft.date]).toEqual(['date', undefined]);
    expect(chat.text).toContain('слишком скоро');
  });

  it('keeps a day that both cakes fit into, though a mixture of them would not', () => {
    const chat = at('servings')
      .press('Мини')
      .press(/^Медовик/)
      .press('Крем-чиз')
      .press('Фигурка');
    chat.press('Без надписи').press('Нет').press('Аллергии нет').say('30 ноября');
    expect(chat.state?.draft).toMatchObject({ weightG: 1000, decor: 'figurine', date: '2026-11-30' });
    // Mondays have eight points: two tiers (seven) with this cake's figure (two) would be too much.
    chat.shop = shopWith([{ ...HIVE, weight_kg: 5 }]);
    chat.say('каталог').press('Улей');
    expect([chat.asked, chat.state?.draft.date]).toEqual(['window', '2026-11-30']);
  });
});

describe('a ready cake that is no longer there', () => {
  it('is answered like any old button', () => {
    const chat = at('occasion').say('каталог');
    chat.shop = shopWith([HIVE]);
    chat.press('Ягодное облако');
    expect([chat.asked, chat.text]).toEqual(['occasion', expect.stringContaining(TEXTS.ru['odd.stale'])]);
    expect(chat.state?.draft).not.toHaveProperty('filling');
    const gone = at('occasion');
    gone.shop = shopWith([]);
    gone.press('Посмотреть торты');
    expect([gone.asked, gone.text]).toEqual(['occasion', expect.stringContaining(TEXTS.ru['odd.stale'])]);
  });

  it('is so under an older showcase too', () => {
    const chat = at('occasion').say('каталог');
    const [{ data }] = chat.replies[0].cards![0].buttons;
    chat.press('Продолжить').data(data);
    expect([chat.asked, chat.text]).toEqual(['occasion', expect.stringContaining(TEXTS.ru['odd.stale'])]);
  });

  it('costs what the menu says when it is taken', () => {
    const chat = at('occasion').say('каталог');
    chat.shop!.menu.fillings.find(({ key }) => key === 'ягодный')!.pricePerKg = 300_000;
    expect(chat.press('Ягодное облако').text.replaceAll('\u00a0', ' ')).toContain('Цена торта: 7 200 ₽');
  });
});

describe('outside an order', () => {
  it('the showcase opens, changes nothing by itself, and a choice begins a new order', () => {
    const chat = Object.assign(placed(), { shop: structuredClone(SHOP) }).say('готовые торты');
    expect([chat.asked, chat.state?.at]).toEqual(['ready_cakes', 'waiting']);
    expect(chat.press('Продолжить').state?.at).toBe('waiting');
    chat.say('готовые торты').press('Ягодное облако');
    expect([chat.asked, chat.state?.draft]).toEqual(['occasion', expect.objectContaining({ ...CHOSEN, name: 'Анна' })]);
    expect(chat.order(1001)).toMatchObject({ status: 'awaiting_baker', draft: { filling: 'медовик' } });
  });

  it('after an order that was declined, the choice goes into the next try', () => {
    const chat = Object.assign(placed().bakerPress('b:decline:1001'), { shop: structuredClone(SHOP) });
    expect(chat.state?.at).toBe('declined');
    chat.say('каталог').press('Улей');
    expect(chat.state?.at).toBe('summary');
    expect(chat.state?.draft).toMatchObject({ filling: 'медовик', weightG: 1000, inscription: expect.any(String) });
  });
});

it('a shop that asks no coating or decoration cannot have ready cakes with one', () => {
  const questions = ANSWERS.map(([key]) => key).filter((key) => key !== 'coating' && key !== 'decor');
  const result = parseShop({
    ...DEFAULT_SHOP_DOCUMENT,
    preview: { enabled: false },
    questions,
    ready_cakes: [CLOUD, OPEN],
  });
  expect(result.ok ? [] : result.problems).toEqual([
    'Готовый торт «Ягодное облако»: вопрос «Покрытие» не задаётся, и покрытие не попадёт в заказ; добавьте вопрос «Покрытие» или уберите покрытие у торта',
    'Готовый торт «Ягодное облако»: вопрос «Декор» не задаётся, и украшение не попадёт в заказ; добавьте вопрос «Декор» или уберите украшение у торта',
  ]);
  const chat = Object.assign(new Chat(), { shop: shopWith([OPEN], { questions }) });
  chat
    .say('/start')
    .press(/согласие/)
    .press('Посмотреть торты');
  expect(names(chat)[0].replaceAll('\u00a0', ' ')).toBe('Вишня · 3 кг · 6 900 ₽');
  expect(chat.press('Вишня').press('День рождения').asked).toBe('inscription');
});

it('whatever is chosen wherever, back leads to the part answered last and nothing else changes', () => {
  const keys = ANSWERS.slice(1).map(([key]) => key);
  fc.assert(
    fc.property(
      fc.constantFrom(...keys),
      fc.constantFrom('ru', 'en'),
      fc.constantFrom('Ягодное облако', 'Улей', 'Вишня'),
      (key, language, name) => {
        const chat = at(key, language);
        // A cake that takes longer may lose the day; that is told above.
        const { fillings, coatings } = chat.shop!.menu;
        for (const part of [...fillings, ...coatings]) part.leadDays = 0;
        const before = structuredClone(chat.state!);
        chat.say('каталог').say(name);
        const { draft, history, at: now } = chat.state!;
        const cake = SHOP.menu.readyCakes.find((one) => one.name.ru === name)!;
        const { coating, filling, decor, weightG } = cake;
        const { servings: _guests, coating: _coating, ...others } = before.draft;
        expect(draft).toEqual({ ...others, filling, decor, weightG, ...(coating ? { coating } : {}) });
        expect(new Set(history).size).toBe(history.length);
        expect(history).toEqual(expect.arrayContaining([...before.history, 'servings', 'filling', 'decor']));
        // What was open before is still open, unless the cake has answered it.
        expect(now).toBe(keys.find((one) => (one === 'coating' ? !draft.coating : !history.includes(one))));
        const kept = structuredClone(draft);
        chat.say('назад');
        expect(chat.state!.draft).toEqual(kept);
        expect(chat.state!.at).not.toBe(now);
        chat.press(/^(Оставить|Keep)/);
        expect([chat.state!.at, chat.state!.draft]).toEqual([now, kept]);
      },
    ),
    { numRuns: 60 },
  );
});

it('no walk through a shop with ready cakes goes astray', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 20, maxLength: 40 }), (choices) => {
      const chat = Object.assign(new Chat(), { shop: structuredClone(SHOP) })
        .say('/start')
        .press(/согласие/);
      for (const choice of choices) {
        if (choice % 7 === 0) chat.say('каталог');
        else if (chat.labels.length > 0) chat.data(chat.labels[choice % chat.labels.length][1]);
        for (const { cards = [], buttons = [] } of chat.replies) {
          const data = buttons.flat().map((button) => button.data);
          expect(cards.flatMap((card) => card.buttons).every((button) => data.includes(button.data))).toBe(true);
        }
      }
    }),
    { numRuns: 25 },
  );
});

it('what stands on its buttons is short', () => {
  for (const key of ['nav.ready', 'ready.option', 'ready.from', 'ready.choose'] as const) expect(LABELS).toContain(key);
});
