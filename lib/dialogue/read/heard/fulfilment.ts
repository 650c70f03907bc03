import { refusalAt, type Refusal } from './refusal';
import type { Said } from './said';
import type { Slots } from './types';
import { oneOf, words } from './pattern';

const PICKUP = words(
  [
    'самовы[вн]оз~|само вывоз~|(?:сам[аи]?|мы|я) ?(?:за)?(?:бер~|еду|едем|йду|йдем)|забер(?:у|ем|ет|ут|ете)',
    'забира(?:ю|ем|ть|ет|ют)|забрать|заехать|за(?:еду|едем|скочу|йду|йдем|бегу)|подъ?(?:еду|едем|ъеду|ъедем)',
    'подойду|(?:сам[аи]? )?приед(?:у|ем)(?: сам[аи]?)?|сами вывезем|лично в руки|self[ -]?pick ?-?up',
    'pick(?:ed|ing)?(?: it| the cake| him| her)?[ -]?up|pickup|collect(?:ion|ing|ed)?(?!ive)',
    "come (?:by|over|and get|get|for it)|i'll come|come (?:myself|in person)|get it myself|swing by",
  ],
  'gu',
);
const DELIVERY = words(
  [
    'доставк~|достав(?:ить|ьте|ите|им|ят|ишь|л~)|дост(?![a-zа-я])|привез(?:ите|ти|ете|ут|ет|ем)|привезит',
    'завезите|завезти|курьер~|везите|deliver~|courier|bring it|drop it off|drop off|send it to',
    'ship(?:ping|ped)?(?: it)?|bring(?= (?:to|the cake))',
  ],
  'gu',
);
const NEGATED = new RegExp(
  `(?<![a-zа-я])(?:не|без|not|no|don't|without|never ?mind|forget|отмен[a-zа-я]+|вместо|instead of)(?: ${oneOf('надо|нужн~|буд~|хочу|the|a|need|want|смог~|могу|мог~|получ~|успе~')})* ?$`,
  'u',
);

interface Way {
  key: 'pickup' | 'delivery';
  from: number;
  to: number;
  refused: Refusal | null;
}

/** Fetched or brought; none where both are named as a choice. Takes the words out. */
export function readFulfilment(said: Said): Pick<Slots, 'fulfilment'> {
  const { low } = said;
  const of = (pattern: RegExp, key: Way['key']) =>
    said.all(pattern).map(({ index, 0: text }): Way => {
      const at = { from: index, to: index + text.length };
      const refused = NEGATED.test(low.slice(0, index)) ? 'no' : refusalAt(low, at);
      return { key, ...at, refused };
    });
  const ways = [...of(PICKUP, 'pickup'), ...of(DELIVERY, 'delivery')].sort((a, b) => a.from - b.from);
  ways.forEach(({ from, to }) => said.take(from, to));
  const wanted = ways.filter(({ refused }) => refused === null);
  const keys = new Set(wanted.map(({ key }) => key));
  if (keys.size > 1) said.unclear = true;
  if (keys.size !== 1) return {};
  return { fulfilment: wanted[0].key };
}
