/** What each messenger is called, and what it has. */
const USUAL = ['voice', 'location', 'album', 'file'];
const FEATURES = {
  telegram: { title: 'Telegram', can: [...USUAL, 'sticker', 'edit', 'block'], first: { chat: 'anna', name: 'Анна' } },
  vk: {
    title: 'ВКонтакте',
    can: [...USUAL, 'sticker', 'edit', 'shop', 'allow', 'deny'],
    first: { chat: 'viktoria', name: 'Виктория' },
  },
  // Without buttons: a choice is a list of numbers in the text, and a number is pressed.
  avito: { title: 'Avito', can: [...USUAL, 'shop', 'block'], numbered: true, first: { chat: 'artyom', name: 'Артём' } },
};

/**
 * What a messenger is called (`title`), what can be done in it (`can`, see `MORE`), whether its choices are `numbered`, and
 * its `first` chat. One that is not known here has what all have, and is called as the sandbox calls it.
 */
export const featuresOf = (channel) =>
  FEATURES[channel] ?? { title: channel, can: USUAL, first: { chat: 'anna', name: 'Анна' } };
