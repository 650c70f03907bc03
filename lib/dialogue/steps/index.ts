import { allergens } from './allergens';
import { coating, decor, filling, occasion } from './cake';
import { consent } from './consent';
import { name, phone } from './contact';
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
];

/** The step of that key, if there is one: stored states may name steps of an older release. */
export const stepOf = (key: string): Step | undefined => STEPS.find((step) => step.key === key);

/** Steps whose answer exists and may be changed; consent is withdrawn, not changed. */
export const changeable = (view: View): Step[] =>
  STEPS.filter((step) => step !== consent && step.applies(view) && step.show(view) !== '');
