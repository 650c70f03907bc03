import { readCommand } from '../read/commands';
import { nameOf } from '../texts';
import type { Question, Step, View } from './step';

/** The version of the consent text in texts/*.ts. Raise it with the text: everybody is then asked again. */
export const CONSENT_VERSION = '2026-11';

function question(text: string, view: View): Question {
  return {
    text,
    options: [
      { label: view.say('consent.agree'), value: 'yes' },
      { label: view.say('consent.decline'), value: 'no' },
    ],
    link: { label: view.say('consent.link'), url: view.shop.operator.policyUrl },
  };
}

/** Consent to the use of personal data (152-FZ): who, what for, where the policy is; kept with time and version. */
export const consent: Step = {
  key: 'consent',
  title: 'consent.title',
  applies: () => true,
  holds: ({ draft }) => draft.consent?.textVersion === CONSENT_VERSION,
  ask: (view, again) => {
    const operator = view.shop.operator.name;
    const params = { shop: nameOf(view.shop.name, view.language), operator };
    const text = again ? view.say('consent.again', { operator }) : view.say('consent.ask', params);
    // A name may end in a full stop of its own («ИП Иванова А. А.»).
    return question(text.replace(/\.\.(?=\s|$)/g, '.'), view);
  },
  read(input, view) {
    const words = input.kind === 'text' ? readCommand(input.text)?.kind : undefined;
    const value = input.kind === 'choice' ? input.value : words;
    if (value === 'yes') return { answer: { consent: { at: view.now, textVersion: CONSENT_VERSION } } };
    if (value !== 'no' && value !== 'none') return { refuse: view.say('consent.refuse') };
    const options = [
      { label: view.say('consent.agree'), value: 'yes' },
      { label: view.say('nav.human'), value: '@human' },
    ];
    return { ask: { ...question(view.say('consent.declined'), view), options } };
  },
  show: () => '',
};
