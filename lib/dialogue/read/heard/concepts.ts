import type { Vocabulary } from './types';

/**
 * What people order and how they call it, in both languages. Cases, plurals and a slip of the finger are the matcher's
 * business; here stands one form of each word. `decor` is named by no contract, but a menu may have it.
 */
export const CONCEPTS: Vocabulary = {
  occasions: [
    {
      key: 'birthday',
      names: [
        ...[
          'день рождения',
          'день рожденья',
          'деньрождения',
          'дня рождения',
          'дню рождения',
          'днем рождения',
          'день варенья',
          'дня варенья',
        ],
        ...['др', 'д р', 'днюха', 'birthday', 'bday', 'b day', 'birth day', 'birthdays'],
      ],
    },
    {
      key: 'child_birthday',
      names: [
        ...['детский день рождения', 'детского дня рождения', 'детский праздник', 'детское др', 'годовасие'],
        ...["children's party", "child's birthday", 'kids birthday', "kid's birthday", "children's birthday"],
        ...['kids party', "kid's party", "kids' party", "kids' birthday", 'childrens party'],
      ],
    },
    {
      key: 'wedding',
      names: ['свадьба', 'свадеб', 'свадебка', 'свадебный', 'бракосочетание', 'wedding', 'weddings'],
    },
    {
      key: 'anniversary',
      names: [
        ...[
          'юбилей',
          'юбилея',
          'юбилейный',
          'годовщина',
          'годовщина свадьбы',
          'anniversary',
          'wedding anniversary',
          'jubilee',
        ],
        ...['золотая свадьба', 'серебряная свадьба', 'ситцевая свадьба', 'деревянная свадьба', 'жемчужная свадьба'],
        ...[
          'бумажная свадьба',
          'хрустальная свадьба',
          'коралловая свадьба',
          'рубиновая свадьба',
          'silver wedding',
          'golden wedding',
          'gold wedding',
        ],
      ],
    },
    {
      key: 'corporate',
      names: [
        ...['корпоратив', 'корпоративный', 'корпоративчик', 'праздник на работе', 'день компании', 'день фирмы'],
        ...['юбилей компании', 'юбилей фирмы', 'день рождения компании', 'день рождения фирмы', 'тимбилдинг'],
        ...['corporate', 'corporate event', 'corporate party', 'office party', 'company party', 'company event'],
        ...['work party', 'team party', 'company anniversary', 'company birthday', 'office event', 'staff party'],
      ],
    },
    {
      key: 'graduation',
      names: ['выпускной', 'выпускного', 'выпускным', 'выпускному', 'graduation', 'grad party', 'prom'],
    },
    {
      key: 'other',
      names: [
        ...['другой повод', 'крестины', 'крещение', 'крестин', 'новоселье', 'помолвка', 'девичник', 'мальчишник'],
        ...[
          'гендер пати',
          'именины',
          'без повода',
          'просто так',
          'пасха',
          'хэллоуин',
          'хеллоуин',
          'переезд',
          'выписка',
          'проводы',
          'беби шауэр',
        ],
        ...['бэби шауэр', 'день матери', 'день учителя', 'день влюбленных', 'первое причастие', 'поминки'],
        ...['baby shower', 'gender reveal', 'engagement', 'christening', 'baptism', 'housewarming', 'retirement'],
        ...[
          'no occasion',
          'no special occasion',
          'just because',
          'hen party',
          'bachelorette',
          "mother's day",
          'another occasion',
        ],
        ...['farewell', 'bridal shower', "valentine's day"],
      ],
    },
  ],
  fillings: [
    {
      key: 'шоколад',
      names: [
        ...['шоколад', 'шоколадный', 'шоколадка', 'шоко', 'чоко', 'шоколадненький', 'шоколадик'],
        ...['chocolate', 'choco', 'choc', 'chocolatey', 'chocolaty'],
      ],
    },
    {
      key: 'медовик',
      names: ['медовик', 'медовичок', 'медовый', 'медовуха', 'honey cake', 'honeycake', 'medovik', 'honey layer'],
    },
    {
      key: 'наполеон',
      names: ['наполеон', 'наполеончик', 'наполеоновский', 'napoleon', 'mille feuille', 'millefeuille'],
    },
    {
      key: 'красный бархат',
      names: [
        ...['красный бархат', 'бархат', 'бархатный', 'красный бархатный', 'ред вельвет', 'рэд вельвет', 'редвельвет'],
        ...['вельвет', 'ред велвет', 'рэд велвет', 'red velvet', 'redvelvet'],
      ],
    },
    {
      key: 'морковный',
      names: ['морковный', 'морковь', 'морковка', 'морковник', 'морковочный', 'морковчик', 'carrot', 'carrot cake'],
    },
    { key: 'сникерс', names: ['сникерс', 'сникерсный', 'сникерсовый', 'snickers', 'snicker'] },
    {
      key: 'ягодный',
      names: ['ягодный', 'ягоды', 'ягод', 'ягодка', 'ягодами', 'berry', 'berries', 'mixed berry', 'wild berry'],
    },
    { key: 'тирамису', names: ['тирамису', 'тирамиссу', 'тирамисушный', 'tiramisu', 'tiramisù'] },
    {
      key: 'птичье молоко',
      names: [
        'птичье молоко',
        'птичка',
        'птичье',
        'птичьего молока',
        "bird's milk",
        'birds milk',
        'bird milk',
        'ptichye moloko',
      ],
    },
  ],
  coatings: [
    {
      key: 'крем-чиз',
      names: [
        ...['крем чиз', 'кремчиз', 'крем чизный', 'чиз', 'сырный крем', 'творожный крем', 'сливочный сыр'],
        ...['крем из сливочного сыра', 'cream cheese', 'creamcheese', 'cheese cream'],
      ],
    },
    {
      key: 'велюр',
      names: [
        ...['велюр', 'велюровый', 'велюровое покрытие', 'шоколадный велюр'],
        ...['velvet spray', 'velvet coating', 'velvet finish', 'velour', 'velvet effect', 'velvet texture'],
      ],
    },
    {
      key: 'мастика',
      names: ['мастика', 'мастичный', 'сахарная мастика', 'fondant', 'sugar paste', 'sugarpaste', 'mastic'],
    },
    {
      key: 'зеркальная глазурь',
      names: [
        ...['зеркальная глазурь', 'зеркало', 'зеркальная', 'зеркалка', 'зеркальное покрытие', 'глянцевая глазурь'],
        ...['глассаж', 'гляссаж', 'mirror glaze', 'mirror', 'mirror glazed', 'mirror icing', 'glossy glaze'],
      ],
    },
    {
      key: 'без покрытия',
      names: [
        ...['без покрытия', 'без покрытий', 'без обмазки', 'голый торт', 'голый', 'голенький', 'голые коржи'],
        ...['открытые коржи', 'открытые бока', 'no coating', 'without coating', 'naked', 'naked cake', 'unfrosted'],
        ...['no frosting', 'no icing', 'without frosting', 'without icing', 'uncoated'],
      ],
    },
  ],
  decor: [
    { key: 'berries', names: ['свежие ягоды', 'ягоды', 'ягодки', 'ягодами', 'fresh berries', 'berries'] },
    { key: 'flowers', names: ['живые цветы', 'цветы', 'цветочки', 'цветок', 'fresh flowers', 'flowers'] },
    { key: 'macarons', names: ['макаруны', 'макарон', 'макаронс', 'макарунами', 'macarons', 'macaroons', 'macaron'] },
    {
      key: 'figurine',
      names: ['фигурка из мастики', 'фигурка', 'фигурки', 'фигурку', 'fondant figurine', 'figurine'],
    },
    {
      key: 'chocolate',
      names: ['шоколадный декор', 'шоколадные фигурки', 'шоколадная стружка', 'chocolate pieces', 'chocolate decor'],
    },
  ],
};
