import { clean, readChoice, readCommand, type Command } from '../read';
import { STEPS, stepOf } from '../steps';
import type { Turn } from '../turn';
import { stepOfField } from './obey';
import { namedReady } from './ready';

const YES_NO = ['restart', 'cancel', 'cancel_order', 'start', 'summary', 'forget'];

/** Whether the question that is open lies over the step, or belongs to a place that is no step. */
export const isOver = (turn: Turn): boolean =>
  turn.state.prompt !== null && (turn.state.prompt.step !== turn.state.at || stepOf(turn.state.at) === undefined);

/** A command that says over again what the question asks about: «отменить» where it is asked whether to cancel. */
export function repeated(turn: Turn, command: Command | null): string | undefined {
  const { step = '', options = [] } = turn.state.prompt ?? {};
  if (command?.kind === 'cancel' && (step === 'cancel' || step === 'cancel_order')) return options[0]?.value;
  if (command?.kind === 'restart' && (step === 'restart' || step === 'start')) return '@restart!';
  return undefined;
}

/** Words that answer a question lying over the step, or the one of a place that is no step. */
export function overlaid(turn: Turn, said: string, command: Command | null): string | undefined {
  const { prompt, at } = turn.state;
  const { step = '', options = [] } = prompt ?? {};
  const yesNo = YES_NO.includes(step);
  if (/^(?:offer|weigh):/.test(step) && (command?.kind === 'yes' || command?.kind === 'no')) {
    return options[command.kind === 'yes' ? 0 : 1]?.value;
  }
  if (yesNo && command?.kind === 'yes') return options[0]?.value;
  if (command?.kind === 'no' && step === 'start') return '@restart';
  if (command?.kind === 'no' && (yesNo || step === 'cancel_which'))
    return at === 'summary' && step === at ? '@change' : '@resume';
  if (command?.kind === 'yes' && at === 'done' && step === at && options.length > 0) return '@new';
  if (step === 'change') {
    const field = fieldOf(turn, said);
    if (field && options.some(({ value }) => value === field)) return field;
  }
  if (step === 'ready_cakes') {
    if (command?.kind === 'no' || command?.kind === 'none') return '@resume';
    return namedReady(turn, said) ?? readChoice(said, options.slice(-1))?.value;
  }
  return readChoice(said, options)?.value;
}

/** What is to be changed, by the title that the button begins with or by another word for it. */
function fieldOf(turn: Turn, said: string): string | undefined {
  const words = clean(said);
  const titled = STEPS.find(({ title }) => clean(turn.say(title)) === words);
  if (titled) return `@change:${titled.key}`;
  const commands = [readCommand(`изменить ${words}`), readCommand(`change ${words}`)];
  const field = commands.flatMap((one) => (one?.kind === 'change' && one.field ? [one.field] : []))[0];
  return field && `@change:${stepOfField(field)}`;
}
