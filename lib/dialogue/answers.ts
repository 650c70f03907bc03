import { freely } from './free/listen';
import { stepOf } from './steps';
import type { Input, Reading, Step } from './steps/step';
import type { Turn } from './turn';

/** An answer to the step where the conversation stands. */
export function read(turn: Turn, input: Input): void {
  const step = stepOf(turn.state.at);
  if (!step) return turn.ask(true);
  return follow(turn, step, step.read(input, turn.view));
}

/** Goes where a step's reading of an answer leads. */
export function follow(turn: Turn, step: Step, reading: Reading): void {
  if ('answer' in reading) {
    turn.note(reading.note).move({ type: 'ANSWER', steps: [step.key], patch: reading.answer });
    const { first } = turn.state;
    if (step.key === 'consent' && first !== undefined) {
      delete turn.state.first;
      if (freely(turn, first, false)) return;
    }
    return turn.ask();
  }
  if ('ask' in reading) {
    if (reading.patch) turn.move({ type: 'PATCH', patch: reading.patch });
    return turn.put(step.key, reading.ask);
  }
  if (reading.question) return turn.note(reading.refuse).put(step.key, reading.question);
  // What is being drawn or shown stays before her eyes.
  if (step.key === 'picture') return turn.note(reading.refuse).ask(true);
  return turn.ask(true, reading.refuse);
}
