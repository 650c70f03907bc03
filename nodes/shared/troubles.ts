import type { Provider } from '../../lib/payments/types';
import type { ChatAddress } from '../../lib/sessions/types';

/**
 * Who can be in trouble: a messenger that takes no replies, VK's buttons, models that read or draw, the bucket for pictures,
 * or a provider of payments.
 */
export type Source = ChatAddress['channel'] | 'buttons' | 'openai' | 'pictures' | 'bucket' | Provider['name'];

/** So often in a row must a passing fault come before the owner hears of it. */
export const PATIENCE = 3;

/** What keeps a source from working, until it does work again. Of this process. */
interface Trouble {
  source: Source;
  detail: string;
  /** How often in a row it was noted, and how often that must be before the owner hears of it. */
  times: number;
  patience: number;
  told: boolean;
}

/** In the order in which they began, by source and what of it they are about. */
const troubles = new Map<string, Trouble>();

/** What the owner calls each, what does not work while it is in trouble, and what becomes of it. */
const WORDS: Record<Source, { name: string; says: string; after: string }> = {
  telegram: messenger('Telegram'),
  vk: messenger('ВКонтакте'),
  avito: messenger('Авито'),
  // Apart from the messenger: words go out while buttons do not.
  buttons: {
    name: 'ВКонтакте',
    says: 'варианты ответа приходят клиентам списком, без кнопок',
    after: 'Заказы принимаются дальше: клиенты отвечают номером или словами. Когда включите, кнопки вернутся сами.',
  },
  openai: {
    name: 'OpenAI',
    says: 'бот работает без модели',
    after:
      'Заказы принимаются дальше, свободные фразы читаются по правилам. Когда причина будет устранена, модель снова подключится сама.',
  },
  // Apart from the model that reads: one of them can work while the other does not.
  pictures: {
    name: 'OpenAI, картинки',
    says: 'модель их не рисует, клиенты видят эскиз',
    after: 'Заказы принимаются дальше. Когда причина будет устранена, картинки снова пойдут сами.',
  },
  bucket: {
    name: 'Supabase Storage',
    says: 'картинки туда не ложатся, их хранит база',
    after: 'Ни одна картинка не потеряна. Когда причина будет устранена, новые снова пойдут в бакет.',
  },
  yookassa: money('ЮKassa'),
  tbank: money('Т-Банк'),
  stripe: money('Stripe'),
};

function money(name: string): { name: string; says: string; after: string } {
  return {
    name,
    says: 'с оплатой нужна ваша помощь',
    after: 'Заказы принимаются дальше. Что клиенты уже заплатили, записано и не пропадёт.',
  };
}

function messenger(name: string): { name: string; says: string; after: string } {
  return {
    name,
    says: 'ответы клиентам не уходят',
    after: 'Разговоры записаны. Когда причина будет устранена, бот снова начнёт отвечать.',
  };
}

/**
 * Notes that a source does not work; null: it does. The first reason of an outage is kept, unless a graver one comes.
 *
 * @param patience how often in a row before it is told; more than once for what often passes by itself
 * @param about what alone of the source does not work, e.g. one payment: told and recovered by itself
 */
export function noteTrouble(source: Source, detail: string | null, patience = 1, about = ''): void {
  const key = `${source} ${about}`;
  if (detail === null) return void troubles.delete(key);
  const known = troubles.get(key);
  const times = (known?.times ?? 0) + 1;
  const graver = !known || patience < known.patience;
  troubles.set(key, graver ? { source, detail, patience, times, told: known?.told ?? false } : { ...known, times });
}

/** A trouble that the owner has not been told of, in words for her; it counts as told from now on. */
export function untoldTrouble(): { says: string; after: string } | null {
  for (const trouble of troubles.values()) {
    if (trouble.told || trouble.times < trouble.patience) continue;
    trouble.told = true;
    const { name, says, after } = WORDS[trouble.source];
    return { says: `${name}: ${says}. ${trouble.detail}`, after };
  }
  return null;
}
