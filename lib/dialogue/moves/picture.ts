import { pictureAddress } from '../../order/picture';
import type { Question } from '../steps/step';
import { lookOf, markOf } from '../steps/picture';
import type { Turn } from '../turn';
import type { ResultEvent } from '../types';
import { isSilent } from './human';

/**
 * The picture of the cake: drawn as soon as the conversation comes to it, while she may go on writing. She approves it, has it
 * drawn anew, changes the cake in words, or does without.
 */

const NONE = '@picture:none';

/** What stands at the picture: the one that came, one that is being drawn, or one that is begun now. */
export function pictureQuestion(turn: Turn): Question {
  const of = markOf(lookOf(turn.view));
  const { shown, drawing } = turn.state;
  const none = { label: turn.say('picture.none'), value: NONE };
  if (shown?.of === of) {
    const left = turn.world.shop.preview.perOrder - (turn.state.draft.pictures?.rounds ?? 0);
    const again = { label: turn.say('picture.again'), value: '@picture:again' };
    return {
      text: turn.say(shown.model === null ? 'picture.sketch' : 'picture.ask'),
      image: pictureAddress(shown.id),
      options: [
        { label: turn.say('picture.ok'), value: '@picture:ok' },
        ...(left > 0 && shown.model !== null ? [again] : []),
        none,
      ],
    };
  }
  if (drawing?.of === of) return { text: turn.say('picture.wait'), options: [none] };
  draw(turn, of);
  return { text: turn.say('picture.drawing'), options: [none] };
}

function draw(turn: Turn, of: string): void {
  const { draft, language } = turn.state;
  const { rounds = 0, variant = 0 } = draft.pictures ?? {};
  const round = turn.nextRound();
  turn.state.drawing = { round, of };
  turn.state.draft = { ...draft, pictures: { rounds: rounds + 1, variant } };
  turn.effects.push({
    kind: 'preview',
    round,
    shopVersion: turn.world.shopVersion,
    language,
    look: lookOf(turn.view),
    inscription: draft.inscription ?? '',
    photo: draft.photos?.[0] ?? null,
  });
}

/** A press under the picture. */
export function onPicture(turn: Turn, what: string): void {
  const { at, shown, draft } = turn.state;
  if (at !== 'picture') return turn.ask(true);
  if (what === 'none') return turn.move({ type: 'ANSWER', steps: ['picture'], patch: { picture: null } }).ask();
  if (what === 'again') {
    const { rounds = 0, variant = 0 } = draft.pictures ?? {};
    turn.state.draft = { ...draft, pictures: { rounds, variant: variant + 1 } };
    return turn.ask();
  }
  if (what !== 'ok' || shown?.of !== markOf(lookOf(turn.view))) return turn.ask(true);
  return turn.move({ type: 'ANSWER', steps: ['picture'], patch: { picture: shown } }).ask();
}

/** A picture has come, or cannot be had. One of a cake that has changed since is out of date, and another is on its way. */
export function pictured(turn: Turn, event: Extract<ResultEvent, { type: 'picture' }>): void {
  const { drawing, at, blocked } = turn.state;
  if (drawing?.round !== event.round) return;
  delete turn.state.drawing;
  if (event.picture) turn.state.shown = { ...event.picture, of: drawing.of };
  if (at !== 'picture') return;
  const silent = isSilent(turn) || blocked;
  if (event.picture) return silent ? undefined : turn.note(why(turn, event)).ask(true);
  turn.move({ type: 'ANSWER', steps: ['picture'], patch: { picture: null } });
  if (!silent) turn.note(turn.say('picture.cannot')).ask();
}

/** What she should know about a sketch that stands in for a picture. */
const why = (turn: Turn, { why: reason }: Extract<ResultEvent, { type: 'picture' }>): string =>
  reason === 'limit'
    ? turn.say('picture.limit')
    : reason === 'refused' || reason === 'blocked'
      ? turn.say('picture.refused')
      : '';
