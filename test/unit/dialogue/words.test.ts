import { BAKER, Chat, chatAt, placed } from './harness';

const sticker = (chat: Chat) => chat.event({ type: 'other', kind: 'sticker', from: chat.person });

describe('a whole order by free words only', () => {
  const ru =
    'здравствуйте|да|день рождения|4|человек|нет, на 12 человек|медовик|крем-чиз|без декора|Маша, 5 лет|да|побольше ягод|готово|на мёд|это всё|оставьте так, я понимаю|в субботу|днём|доставка|в пределах мкад|ул. Ленина, 5|Марк и Анна|8 999 123 45 67|да';
  const en =
    'hi|yes|birthday|for 12 guests|chocolate|cream cheese|no decoration|Happy Birthday|yes|more berries|done|no nut allergy|done|saturday|afternoon|pickup|Mark and Anna|+447911123456|yes';
  it.each([
    ['ru', ru.replace('|нет, на 12 человек', ''), { inscription: 'Маша, 5 лет', window: '13-17', name: 'Марк и Анна' }],
    ['en', en, { inscription: 'Happy Birthday', allergens: [], allergyNote: 'no nut allergy', name: 'Mark and Anna' }],
  ])('%s', (language, said, draft) => {
    const chat = new Chat(language);
    for (const words of said.split('|')) chat.say(words);
    const { window: _window, ...rest } = draft as typeof draft & { window?: string };
    expect(chat.order(1001)).toMatchObject({ status: 'awaiting_baker', draft: rest });
  });
});

describe('the inscription check', () => {
  const check = () => chatAt('inscription').say('Маша');
  it.each(['да', 'yes', 'верно', 'всё верно', 'ok', 'Всё так!'])('%s takes it', (words) =>
    expect(check().say(words).state).toMatchObject({ at: 'wishes', draft: { inscription: 'Маша' } }),
  );
  it.each(['нет', 'no', 'неверно', 'исправьте', 'ошибка', 'not right'])('%s asks for it again', (words) => {
    const chat = check().say(words);
    expect([chat.asked, chat.state?.draft.inscription]).toEqual(['inscription', undefined]);
    expect(chat.text).toContain('ещё раз');
    expect(chat.say('Даша').asked).toBe('inscription_check');
  });
  it('other words replace it, a command is a command, none is none', () => {
    expect(check().say('Мария').text).toContain('«Мария»');
    expect(check().say('назад').state?.at).toBe('decor');
    expect(check().say('без надписи').state?.draft.inscription).toBe('');
  });
});

describe('the allergen warning', () => {
  const warned = () => chatAt('allergens').say('на мёд').say('готово');
  it.each([
    'оставьте', 'оставить как есть', 'Оставляем, понимаю', 'понимаю', 'ок', 'да', 'нет, оставьте так', 'не меняйте', 'keep it',
  ])('%s keeps the cake', (words) => {
    expect(warned().asked).toBe('allergens_warning');
    expect(warned().say(words).state).toMatchObject({
      at: 'date',
      draft: { filling: 'медовик', allergyNote: 'на мёд', allergyAccepted: ['filling:медовик:honey'] },
    });
  }); // prettier-ignore
  it.each(['замените', 'сменить начинку', 'Поменяйте, пожалуйста, начинку', 'change the filling', 'нет, замените'])(
    '%s leads to another filling',
    (words) => expect(warned().say(words).state).toMatchObject({ at: 'filling', draft: { allergyNote: 'на мёд' } }),
  );
  it.each(['нет', 'не понимаю', 'даже не знаю', 'а это вкусно?'])('%s asks once more and notes nothing', (words) => {
    const chat = warned().say(words);
    expect(chat.state).toMatchObject({ at: 'allergens', draft: { allergyNote: 'на мёд' } });
    expect(chat.text).toContain('заменить что-то или оставить');
    expect(chat.press('Оставить').state?.at).toBe('date');
  });
  it('offers the choice when two parts clash, and hears of more allergies', () => {
    const chat = chatAt('allergens').say('молоко').say('готово').say('замените');
    expect(chat.asked).toBe('allergens_warning');
    expect(chat.say('смените покрытие').state?.at).toBe('coating');
    expect(warned().say('ещё аллергия на клубнику').state?.draft.allergyNote).toBe('на мёд; ещё аллергия на клубнику');
    expect(warned().say('исправить аллергии').state?.draft.allergens).toBeUndefined();
    expect(warned().say('аллергии нет').state).toMatchObject({ at: 'date', draft: { allergens: [] } });
  });
  it('a long note is refused openly', () => {
    const chat = chatAt('allergens').say(`орехи ${'а'.repeat(300)}`);
    expect(chat.text).toContain('300');
    expect(chat.state?.draft.allergyNote).toBeUndefined();
    expect(chatAt('allergens').say('нет аллергии на орехи').state?.draft).toMatchObject({ allergens: [] });
    expect(chatAt('allergens').say('у нас нет аллергии').state?.at).toBe('date');
  });
  it('the summary says it once', () => expect(chatAt('summary').text).toContain('Аллергии: нет\n'));
});

describe('wishes', () => {
  it('are kept whole and read back whole, or refused openly', () => {
    const long = 'ягоды '.repeat(166).trim();
    const chat = chatAt('wishes').say(long);
    expect(chat.text).toContain(long);
    chat.say('и ещё одно');
    expect(chat.text).toContain('1\u00a0000'.replace('\u00a0', ''));
    expect(chat.state?.draft.wishes).toBe(long);
    sticker(chat);
    expect(chat.press('Готово').state?.draft.wishes).toBe(long);
    const photo = chatAt('wishes').event({ type: 'photo', file: 'f', caption: 'я'.repeat(1001), from: { id: '7' } });
    expect([photo.state?.draft.photos, photo.state?.draft.wishes]).toEqual([['f'], undefined]);
    expect(photo.text).toContain('не записали');
  });

  const kept = () => {
    const chat = chatAt('wishes').say('первое').say('второе');
    expect(chat.state?.draft.wishes).toBe('первое\nвторое');
    chat.event({ type: 'photo', file: 'a', from: chat.person }).press('Готово');
    return chat;
  };
  it('start afresh when they are changed', () => {
    const chat = kept().say('изменить пожелания');
    expect(chat.text).toContain('заменят прежние');
    chat.say('третье');
    expect(chat.text).toContain('Прежние пожелания и фото убрали');
    chat.say('четвёртое').press('Готово');
    expect(chat.state).toMatchObject({ at: 'allergens', draft: { wishes: 'третье\nчетвёртое', photos: [] } });
    expect(kept().say('изменить пожелания').event({ type: 'photo', file: 'b', from: BAKER }).state?.draft).toMatchObject({
      wishes: '',
      photos: ['b'],
    }); // prettier-ignore
  });
  it('can be added to, cleared and left alone', () => {
    const change = () => kept().say('изменить пожелания');
    expect(change().press('Дополнить').say('третье').state?.draft).toMatchObject({
      wishes: 'первое\nвторое\nтретье',
      photos: ['a'],
    });
    for (const cleared of [change().press('Без пожеланий'), change().say('без пожеланий')])
      expect(cleared.state?.draft).toMatchObject({ wishes: '', photos: [] });
    for (const same of [change().press('Оставить:'), change().say('нет')])
      expect(same.state).toMatchObject({ at: 'allergens', draft: { wishes: 'первое\nвторое', photos: ['a'] } });
  });
  it('a photo later says how to add it', () => {
    const photo = (key: string) => chatAt(key).event({ type: 'photo', file: 'f', from: { id: '7' } }).text;
    expect(photo('name')).toContain('изменить пожелания');
    expect(photo('summary')).toContain('изменить пожелания');
    expect(photo('coating')).not.toContain('изменить пожелания');
  });
});

describe('after the order', () => {
  it('words and photos go to the baker, and she is told', () => {
    const chat = placed().say('Можно без сахара?');
    expect(chat.cards).toEqual([
      expect.objectContaining({
        kind: 'note',
        text: 'Клиент пишет по заказу № 1001: «Можно без сахара?»\nОтветьте на это сообщение, и клиент прочтёт.',
      }),
    ]);
    expect(chat.text).toContain('Передали кондитеру');
    expect(chat.labels.map(([label]) => label)).toEqual(['Новый заказ', 'Отменить заказ', 'Позвать человека']);
    expect(chat.say('изменить дату').cards).toHaveLength(1);
    const photo = (album?: string) => ({ type: 'photo' as const, file: 'f', caption: 'вот', album, from: chat.person });
    expect(chat.event(photo('x')).cards).toMatchObject([{ kind: 'photo', image: 'f' }]);
    expect(chat.text).toContain('фото к заказу № 1001');
    expect(chat.event(photo('x')).replies).toEqual([]);
    expect(chat.cards).toHaveLength(1);
  });
  it.each(['спасибо', 'Спасибо большое!', 'ок', '👍', 'thanks', 'да', 'хорошо, ждём'])('%s is kindly answered', (words) => {
    const chat = placed().say(words);
    expect([chat.effects, chat.replies]).toEqual([[], [{ text: expect.stringContaining('Рады помочь') }]]);
  }); // prettier-ignore
  it('what says nothing is not passed on', () => {
    for (const words of ['?', '/nonsense', 'статус', 'помощь']) expect(placed().say(words).cards).toEqual([]);
    expect(sticker(placed()).text).toContain('Рады помочь');
    const chat = placed();
    chat.shop!.baker.chats = [];
    expect(chat.say('Можно без сахара?').asked).toBe('waiting');
  });
  it('thanks at the end starts nothing', () => {
    const chat = placed();
    for (const action of ['accept', 'bake', 'finish', 'hand_over']) chat.bakerPress(`b:${action}:1001`);
    expect(chat.say('спасибо').say('ок').state?.at).toBe('done');
    expect(chat.say('хочу ещё торт').state?.at).toBe('occasion');
    expect(chatAt('filling').say('отмена').say('отмена').say('спасибо').state?.at).toBe('done');
  });
  it('a second press on the confirmation is only answered', () => {
    const chat = chatAt('summary');
    const [, data] = chat.labels.find(([label]) => label === 'Подтвердить')!;
    chat.data(data).data(data);
    expect(chat.replies).toEqual([{ text: '', answers: expect.any(String) }]);
    expect(chat.effects).toEqual([]);
  });
});

describe('questions that lie over others', () => {
  it('“no” to going on offers to start over', () => {
    const chat = chatAt('filling').say('/start').say('нет');
    expect(chat.asked).toBe('restart');
    expect(chat.say('начать заново').state?.at).toBe('occasion');
    expect(chatAt('filling').say('/start').say('продолжим').asked).toBe('filling');
  });
  it.each(['отмена', 'отменить', 'Отменить заказ'])('%s where it is asked means yes', (words) => {
    expect(chatAt('filling').say('отмена').say(words).state?.at).toBe('done');
    expect(placed().say('отменить заказ').say(words).order(1001).status).toBe('cancelled');
  });
  it.each([
    ['начинка', 'filling'], ['Время', 'window'], ['имя', 'name'], ['вкус', 'filling'], ['район', 'zone'], ['дату', 'date'],
  ])('%s is enough to change it', (words, at) =>
    expect(chatAt('summary').press('Изменить').say(words).state?.at).toBe(at),
  ); // prettier-ignore
  it('knows a label without its sign', () => expect(chatAt('filling').say('ещё').asked).toBe('more'));
  it('asks which order to cancel while another is put together', () => {
    const chat = placed().say('новый заказ').say('отменить заказ');
    expect(chat.labels.map(([label]) => label)).toEqual([
      'Отменить оформление', 'Отменить заказ № 1001', 'Нет, оставить',
    ]); // prettier-ignore
    const { draft } = chat.state!;
    chat.say('1001').say('да');
    expect(chat.order(1001).status).toBe('cancelled');
    expect(chat.state).toMatchObject({ at: 'occasion', draft });
    expect(chat.asked).toBe('occasion');
    expect(placed().say('новый заказ').say('отмена').press('Отменить оформление').say('да').state?.at).toBe('waiting');
  });
});

describe('sizes', () => {
  it.each([
    ['0 кг', '0,5\u00a0кг'], ['-3 кг', '0,5\u00a0кг'], ['100 г', '0,5\u00a0кг'], ['50 г', '0,5\u00a0кг'], ['0', '0,5\u00a0кг'],
    ['1001 кг', '12\u00a0кг'], ['999999 гостей', '12\u00a0кг'],
  ])('%s is told the limit', (words, limit) => {
    const chat = chatAt('servings').say(words);
    expect([chat.state?.at, chat.state?.draft.weightG]).toEqual(['servings', undefined]);
    expect(chat.text).toContain(limit);
  }); // prettier-ignore
  it.each([
    ['людей', 1000], ['гостей', 1000], ['человек', 1000], ['people', 1000], ['кг', 4000], ['килограмм', 4000],
  ])('%s says what a bare number counts', (words, weightG) =>
    expect(chatAt('servings').say('4').say(words).state?.draft.weightG).toBe(weightG),
  ); // prettier-ignore
  it('a sticker asks that very question again', () =>
    expect(sticker(chatAt('servings').say('4')).text).toContain('гости или килограммы'));
});

it('the window is read back, and a number that is no hour is refused', () => {
  expect(chatAt('window').say('вечером').text).toContain('Записали: 17:00–');
  for (const words of ['99', '25', '0']) expect(chatAt('window').say(words).state?.at).toBe('window');
});

it('the first words are not passed over', () => {
  expect(new Chat().say('Здравствуйте, хочу торт на субботу').text).toMatch(/согласны\?\n\nВы написали: «Здравствуйте, хочу/);
  expect(new Chat().say('Добрый день!').text).not.toContain('Вы написали');
  const chat = new Chat().say('привет').say('что?');
  expect(new Chat().say('/help').text).not.toContain('..');
  expect(chat.say('помощь').text).toMatch(/https:\/\//);
  expect(chat.text).not.toMatch(/\.\.(\s|$)/);
}); // prettier-ignore

describe('name and phone in one breath', () => {
  it.each([
    ['Анна, телефон +7 916 123-45-67', 'Анна'],
    ['Меня зовут Пётр, мой номер 8 (916) 123-45-67', 'Пётр'],
    ['Мария +79161234567', 'Мария'],
  ])('%s answers both', (text, name) => {
    const chat = chatAt('name').say(text);
    expect(chat.state?.draft).toMatchObject({ name, phone: '+79161234567' });
    expect(chat.asked).toBe('summary');
  });
});
