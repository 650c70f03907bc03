import type { Shop } from '../../order/types';
import { allergens } from './allergens';
import { coating, decor, filling, occasion } from './cake';
import { consent } from './consent';
import { email, name, phone } from './contact';
import { picture } from './picture';
import { address, fulfilment, zone } from './place';
import { servings } from './servings';
import type { Step, View } from './step';
import { date, window } from './when';
import { wishes } from './wishes';
import { inscription } from './words';

/** The questions, in the order in which they are asked. */
export const STEPS: Step[] = [
  consent,
  occasion,
  servings,
  filling,
  coating,
  decor,
  inscription,
  wishes,
  allergens,
  date,
  window,
  fulfilment,
  zone,
  address,
  name,
  phone,
  email,
  picture,
];

/** The step of that key, if there is one: stored states may name steps of an older release. */
export const stepOf = (key: string): Step | undefined => STEPS.find((step) => step.key === key);

/** The questions of a shop, in its order. */
export const stepsOf = ({ questions }: Shop): Step[] =>
  questions ? questions.flatMap((key) => stepOf(key) ?? []) : STEPS;

/** Whether a step is asked: the shop has that question, and it makes sense after the answers so far. */
export const isAsked = (step: Step, view: View): boolean => stepsOf(view.shop).includes(step) && step.applies(view);

/** Steps whose answer exists and may be changed; consent is withdrawn, not changed. */
export const changeable = (view: View): Step[] =>
  stepsOf(view.shop).filter((step) => step !== consent && step.applies(view) && step.show(view) !== '');
