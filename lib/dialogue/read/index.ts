/** Reading what customers type, by rules of Russian and English. Every reader gives null rather than a guess. */
export { readAllergies, type SaidAllergies } from './allergies';
export { readChoice, type Choosable, type ChoiceOptions } from './choice';
export { CHANGEABLE, readCommand, type ChangeableField, type Command } from './commands';
export { readDate, type ReadDate } from './date';
export { readEmail } from './email';
export { readHours } from './hours';
export { readKeep } from './keep';
export { readName } from './name';
export { readPhone } from './phone';
export { readQuantity, readServings, readWeight, type Quantity } from './quantity';
export { clean, plain } from './text';
export { isThanks, moreThanGreeting } from './thanks';
