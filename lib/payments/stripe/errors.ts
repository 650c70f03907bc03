import { silence, textIn, wordsOf, type Trouble } from '../answers';

const CREDENTIAL = 'Stripe Checkout API';

const KEY = `Возьмите секретный ключ на dashboard.stripe.com («Developers → API keys») и впишите его в доступ «${CREDENTIAL}».`;

/** What the library throws, as far as it is used here; `type` is the name of its class. */
interface Thrown {
  type?: unknown;
  statusCode?: unknown;
  code?: unknown;
  message?: unknown;
  detail?: unknown;
}

export const isThere = (thrown: unknown): boolean => (thrown as Thrown).code !== 'resource_missing';

/** Whether the key was used before with another body. */
export const isRepeat = (thrown: unknown): boolean => (thrown as Thrown).type === 'StripeIdempotencyError';

/** Whatever refuses may repeat what it was asked with: Stripe does so with a part of the key. */
const withoutKeys = (text: string): string => text.replace(/\b(sk|rk|pk|whsec)_\S+/g, '***');

/** What the library threw, for the owner: https://docs.stripe.com/error-handling */
export function troubleOf(thrown: unknown): Trouble {
  const { type, statusCode, message, detail } = thrown as Thrown;
  const status = typeof statusCode === 'number' ? statusCode : 0;
  const said = withoutKeys(wordsOf(message));
  const words = said ? ` Ответ: ${said}.` : '';
  switch (type) {
    case 'StripeConnectionError': {
      const why = textIn((detail as { code?: unknown } | undefined)?.code);
      return { outcome: 'unknown', detail: silence('Stripe', CREDENTIAL, why) };
    }
    case 'StripeRateLimitError':
      return {
        outcome: 'unknown',
        detail: 'Запросов к Stripe слишком много. Бот повторит сам, делать ничего не нужно.',
      };
    case 'StripeAuthenticationError':
      return { outcome: 'refused', detail: `Stripe не принимает ключ. ${KEY}` };
    case 'StripePermissionError':
      return { outcome: 'refused', detail: `У ключа Stripe нет прав на это. ${KEY}${words}` };
    case 'StripeIdempotencyError':
      return {
        outcome: 'refused',
        detail:
          'Stripe уже получал этот запрос с другими данными и не выполнил его. Клиент может попросить новую ссылку; если повторится, сообщите разработчику.',
      };
    default:
      if (status >= 400 && status < 500 && said) {
        return {
          outcome: 'refused',
          detail: `Stripe отказал.${words} Подробности на dashboard.stripe.com («Developers → Logs»).`,
        };
      }
      return {
        outcome: 'unknown',
        detail: `Stripe не смог ответить. Бот повторит сам, дважды деньги не спишутся. Если так больше часа, проверьте поле «API Host» в доступе «${CREDENTIAL}».`,
      };
  }
}
