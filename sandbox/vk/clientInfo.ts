/** VK's numbers of languages, https://dev.vk.com/ru/api/api-requests, `lang`. */
const LANGUAGES: Record<string, number> = { ru: 0, uk: 1, be: 2, en: 3, es: 4, fi: 5, de: 6, it: 7 };
const ENGLISH = 3;
const ACTIONS = ['text', 'vkpay', 'open_app', 'location', 'open_link', 'open_photo', 'callback'];
const INTENTS = ['intent_subscribe', 'intent_unsubscribe'];

/** What the customer's program can show: a current one, which can do everything. `language` is a tag like `en-GB`. */
export function clientInfo(language: string): object {
  const lang_id = LANGUAGES[language.toLowerCase().split('-')[0]] ?? ENGLISH;
  return { button_actions: [...ACTIONS, ...INTENTS], keyboard: true, inline_keyboard: true, carousel: true, lang_id };
}
