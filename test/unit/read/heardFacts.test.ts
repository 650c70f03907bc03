import { slotsOf } from './heardHarness';
import type { Expecting, Slots } from '../../../lib/dialogue/read/heard';

describe('numbers keep apart', () => {
  it.each<[string, Slots]>([
    ['на 12 декабря на 12 человек на 12:00', { date: '2026-12-12', servings: 12, time: '12:00' }],
    ['5 кг за 5к на 5 мая', { weight_g: 5000, budget_rub: 5000, date: '2027-05-05' }],
    ['дочке 7 лет, 7 гостей, 7 тысяч бюджет', { occasion: 'child_birthday', servings: 7, budget_rub: 7000 }],
    ['2 яруса, 2 кг, на 22 апреля, 22 человека', { tiers: 2, weight_g: 2000, date: '2027-04-22', servings: 22 }],
    ['ул 8 марта 12 кв 3', { address: 'ул 8 марта 12 кв 3' }],
    ['бюджет 8000, телефон 89161234567', { budget_rub: 8000, phone: '+79161234567' }],
    ['кг 2-3', { weight_g: 3000 }],
    ['2кг200г', { weight_g: 2200 }],
    ['будет человек пятнадцать-двадцать', { servings: 20 }],
    ['нас будет шестеро взрослых и трое детей', { servings: 9 }],
    ['нас 6 человек + 2 ребёнка', { servings: 8 }],
    ['0 кг', {}],
    ['-2 кг', {}],
  ])('%s', (text, slots) => expect(slotsOf(text)).toEqual(slots));

  it.each<[string, Expecting, Slots]>([
    ['12', 'servings', { servings: 12 }],
    ['полтора', 'servings', { weight_g: 1500 }],
    ['10-12', 'servings', { servings: 12 }],
    ['5 лет', 'servings', {}],
    ['12', 'date', { date: '2026-12-12' }],
    ['12', 'any', {}],
    ['12', 'contact', {}],
  ])('%s under %s', (text, expecting, slots) => expect(slotsOf(text, expecting)).toEqual(slots));
});

describe('written by ear', () => {
  it.each<[string, Slots]>([
    ['мядовик 3 килограма на завтро', { filling: 'медовик', weight_g: 3000, date: '2026-11-26' }],
    ['наполион на 10 челавек к васкресенью', { filling: 'наполеон', servings: 10, date: '2026-11-29' }],
    ['марковный без арехов', { filling: 'морковный', allergens: ['nuts'] }],
  ])('%s', (text, slots) => expect(slotsOf(text)).toEqual(slots));

  it('English', () =>
    expect(slotsOf('a choclate cake for tommorow', 'any', 'en')).toEqual({ filling: 'шоколад', date: '2026-11-26' }));
});

describe('what is not about the order', () => {
  it.each<[string, Slots]>([
    ['завтра напишу', {}],
    ['фото пришлю вечером', {}],
    ['в прошлый раз брали медовик, сейчас хотим наполеон', { filling: 'наполеон' }],
    ['ещё 2 человека', {}],
    ['минус 1 кг', {}],
    ['в декабре 2 кг', { weight_g: 2000 }],
    ['живу на 5 этаже', {}],
  ])('%s', (text, slots) => expect(slotsOf(text)).toEqual(slots));
});

describe('budget', () => {
  it.each([
    ['бюджет тысяч 10-12', 12000],
    ['тыщ за пять', 5000],
    ['полторы тысячи рублей', 1500],
    ['не дороже 3000', 3000],
    ['до 4х тысяч', 4000],
    ['рублей за 6000', 6000],
    ['5000 макс', 5000],
  ])('%s is %d', (text, budget_rub) => expect(slotsOf(text)).toEqual({ budget_rub }));

  it.each(['у вас 2500 за кг', 'внесла предоплату 3000 руб', 'скидка 500 рублей', 'до 15'])('%s is none', (text) =>
    expect(slotsOf(text)).toEqual({}),
  );
});

describe('when', () => {
  it.each<[string, Slots]>([
    ['на следующих выходных', { date: '2026-12-05' }],
    ['в сб к 11ч', { date: '2026-11-28', time: '11:00' }],
    ['в половине шестого в пятницу', { date: '2026-11-27', time: '17:30' }],
    ['к часу дня в субботу', { date: '2026-11-28', time: '13:00' }],
    ['с 10 до 12 утра 25 декабря', { date: '2026-12-25', time: '10:00-12:00' }],
    ['завтра в 15-00', { date: '2026-11-26', time: '15:00' }],
    ['не к шести, а к семи вечера', { time: '19:00' }],
    ['день рождения 30 ноября, а торт нужен 29-го', { occasion: 'birthday', date: '2026-11-29' }],
    ['в субботу 28 ноября', { date: '2026-11-28' }],
    ['в субботу 27 ноября', {}],
    ['10-го или 11-го', {}],
    ['на первое время', {}],
    ['вчера', {}],
    ['31.02', {}],
    ['в 2 ночи', {}],
  ])('%s', (text, slots) => expect(slotsOf(text)).toEqual(slots));

  it.each<[string, Slots]>([
    ['tomorrow between 2 and 4 pm', { date: '2026-11-26', time: '14:00-16:00' }],
    ['tonight', { date: '2026-11-25', time: '17:00-21:00' }],
    ['sat or sunday', {}],
    ['first of all', {}],
  ])('%s', (text, slots) => expect(slotsOf(text, 'any', 'en')).toEqual(slots));
});

describe('inscription', () => {
  it.each<[string, Slots]>([
    ['надпись: С ДР!', { inscription: 'С ДР!' }],
    ['на торте напишите пожалуйста С юбилеем Мария Ивановна', { inscription: 'С юбилеем Мария Ивановна' }],
    ['торт с надписью Люблю тебя, на субботу', { inscription: 'Люблю тебя', date: '2026-11-28' }],
    ['надпись "50 — только начало"', { inscription: '50 — только начало' }],
    ['надписи не надо', { inscription: '' }],
    ['напишите мне на почту', {}],
    ['надпись другая', {}],
  ])('%s', (text, slots) => expect(slotsOf(text)).toEqual(slots));

  it.each([
    ['Назад в будущее', 'Назад в будущее'],
    ['С днём рождения, Маша ❤️', 'С днём рождения, Маша ❤️'],
    ['нет', ''],
    ['пусть будет "Нам 5 лет"', 'Нам 5 лет'],
  ])('%s, where it is asked for', (text, inscription) => expect(slotsOf(text, 'inscription')).toEqual({ inscription }));

  it('a question is none', () => expect(slotsOf('а можно подлиннее?', 'inscription')).toEqual({}));
  it('English', () =>
    expect(slotsOf('write Happy Birthday Anna on it', 'any', 'en').inscription).toBe('Happy Birthday Anna'));
});
