/** The conversation: pure steps over a stored state. May use lib/order, nothing else of the project. */
export { routeInbound, type Route, type RoutedInbound } from './baker/route';
export { chart } from './chart';
export { questionKeyOf, type QuestionKey } from './questionKey';
export { parseShop, parseShopText } from './shop';
export { STEPS } from './steps';
export { CONSENT_VERSION } from './steps/consent';
export { say, TEXTS, type TextKey } from './texts';
export { apologise, createTransition } from './transition';
export type * from './types';
