import { readCommand, type Command } from '../commands';
import { LONGEST } from '../text';
import { isCorrection, isReplaced } from './correction';
import { isElsewhere, isGreeting, isNonsense } from './noise';
import { isQuestion, PRICE } from './question';
import type { Expecting, Intent, Slots } from './types';
import { asksBack, CANCEL, DELETE, HUMAN, HUMAN_EN, OPTOUT, PAY, RESTART, STATUS } from './wants';
import { isNo, isYes } from './yesNo';

const COMMANDS: Partial<Record<Command['kind'], Intent>> = {
  back: 'back',
  cancel: 'cancel',
  restart: 'restart',
  human: 'human',
  help: 'question',
  ready: 'question',
  forget: 'delete_data',
  price: 'price',
  status: 'status',
  change: 'correct',
  yes: 'approve',
  no: 'reject',
};

/** «как оплатить?» asks to pay, not about paying. */
const HOW_TO = /^(?:а |и |ну )?(?:как|куда|где|how|where|можно (?:ссылку|счет|реквизиты))/;
const MAY_CANCEL = /можно (?:ли )?(?:будет )?отмен|если .*отмен/;
const REACH: (keyof Slots)[] = ['phone', 'email', 'name', 'promo'];

/**
 * What is wanted, from a text in which the inscription and the contacts are taken out (`low`), from what it filled, and
 * from what no rule took (`left`). Orders to the bot come before questions, questions before answers.
 */
export function intentOf(text: string, low: string, slots: Slots, expecting: Expecting, left = low): Intent {
  const filled = Object.keys(slots) as (keyof Slots)[];
  const told = filled.some((key) => !REACH.includes(key));
  const bare = low.replace(/[_\s]+/g, ' ').trim();
  const command = text.length <= LONGEST ? readCommand(text) : null;
  if (expecting !== 'confirm' && filled.length > 0 && command?.kind === 'none') return 'fill';
  if (!told && OPTOUT.test(low)) return 'optout';
  if (!told && DELETE.test(low)) return 'delete_data';
  const known = command && command.kind !== 'yes' && command.kind !== 'no' ? COMMANDS[command.kind] : undefined;
  if (known) return known;
  const [asks, price] = [isQuestion(low, slots), PRICE.test(low)];
  if (HUMAN.test(low) || HUMAN_EN.test(low)) return 'human';
  if (!price && STATUS.test(low)) return 'status';
  if (PAY.test(low) && (asks ? HOW_TO.test(bare) && !told : true)) return 'pay';
  if (!told && RESTART.test(low)) return 'restart';
  if (!told && CANCEL.test(low) && !MAY_CANCEL.test(low)) return 'cancel';
  if (!told && asksBack(bare)) return 'back';
  if (isReplaced(left, slots) || isCorrection(low, slots, price || asks, expecting)) return 'correct';
  if (filled.length === 0 && isElsewhere(low)) return 'nonsense';
  if (price) return 'price';
  if (asks) return 'question';
  return filled.length > 0 ? 'fill' : answerOf(text, low, bare, expecting);
}

/** What a text wants that fills nothing. */
function answerOf(text: string, low: string, bare: string, expecting: Expecting): Intent {
  if (isGreeting(low)) return 'greeting';
  if (isYes(text, bare, expecting)) return 'approve';
  if (isNo(bare, expecting)) return 'reject';
  return isNonsense(text, low) ? 'nonsense' : 'fill';
}
