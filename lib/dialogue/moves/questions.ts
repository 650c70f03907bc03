import { changeable } from '../steps';
import type { Option, Question, View } from '../steps/step';
import { cut } from '../format';

/** Questions that lie over the one where the conversation stands, or between two orders. */

/** The way to the ready cakes. */
export const readyOption = (view: View): Option => ({ label: view.say('nav.ready'), value: '@ready' });

export const moreQuestion = (view: View, atConsent: boolean): Question => ({
  text: view.say('more.ask'),
  options: [
    ...(changeable(view).length > 0 && !atConsent ? [{ label: view.say('nav.change'), value: '@change' }] : []),
    ...(atConsent
      ? []
      : [
          { label: view.say('nav.restart'), value: '@restart' },
          { label: view.say('nav.cancel'), value: '@cancel' },
        ]),
    ...(view.shop.menu.readyCakes.length > 0 && !atConsent ? [readyOption(view)] : []),
    ...(view.shop.takesOrders && !atConsent ? [{ label: view.say('nav.move'), value: '@code' }] : []),
    { label: view.say('nav.human'), value: '@human' },
    { label: view.say('nav.resume'), value: '@resume' },
  ],
});

export const changeQuestion = (view: View): Question => ({
  text: view.say('change.ask'),
  options: [
    ...changeable(view).map((step) => ({
      label: cut(`${view.say(step.title)}: ${step.show(view)}`, 40),
      value: `@change:${step.key}`,
    })),
    { label: view.say('nav.resume'), value: '@resume' },
  ],
});

export const restartQuestion = (view: View): Question => ({
  text: view.say('restart.ask'),
  options: [
    { label: view.say('restart.yes'), value: '@restart!' },
    { label: view.say('nav.resume'), value: '@resume' },
  ],
});

export const cancelQuestion = (view: View): Question => ({
  text: view.say('cancel.ask'),
  options: [
    { label: view.say('cancel.yes'), value: '@cancel!' },
    { label: view.say('nav.resume'), value: '@resume' },
  ],
});

export const forgetQuestion = (view: View): Question => ({
  text: view.say('forget.ask'),
  options: [
    { label: view.say('forget.yes'), value: '@forget!' },
    { label: view.say('nav.resume'), value: '@resume' },
  ],
});

export const startQuestion = (view: View): Question => ({
  text: view.say('start.ask'),
  options: [
    { label: view.say('nav.resume'), value: '@resume' },
    { label: view.say('nav.restart'), value: '@restart!' },
  ],
});

export const declinedQuestion = (view: View): Question => ({
  text: view.say('retry.ask'),
  options: [
    { label: view.say('retry.date'), value: '@change:date' },
    { label: view.say('retry.change'), value: '@change' },
    { label: view.say('retry.again'), value: '@again' },
    { label: view.say('nav.restart'), value: '@restart!' },
    { label: view.say('nav.human'), value: '@human' },
  ],
});

export const doneQuestion = (view: View): Question => ({
  text: view.say('done.ask'),
  options: [{ label: view.say('nav.new'), value: '@new' }],
});
