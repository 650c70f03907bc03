import fc from 'fast-check';
import { ANSWERS, chatAt } from './harness';

const CHANGED = ANSWERS.filter(([key]) => key !== 'consent');

it('back after any answer restores the question and everything before it', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CHANGED), fc.constantFrom('ru', 'en'), ([key, answer], language) => {
      const before = chatAt(key, language);
      const after = before.copy();
      answer(after);
      expect(after.state?.at).not.toBe(key);
      after.say('назад');
      expect(after.state).toMatchObject({ at: key });
      // The answer is still there to be kept, and nothing else has changed.
      const { draft } = after.state!;
      for (const [field, value] of Object.entries(before.state!.draft)) {
        expect([field, draft[field as keyof typeof draft]]).toEqual([field, value]);
      }
      answer(after);
      const forward = before.copy();
      answer(forward);
      expect(after.state!.draft).toEqual(forward.state!.draft);
      expect(after.state!.at).toBe(forward.state!.at);
    }),
    { numRuns: 60 },
  );
});

it('any number of steps back and forth ends where it began', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 1, max: 8 }), (place, steps) => {
      const [key] = ANSWERS[place];
      const chat = chatAt(key);
      const draft = structuredClone(chat.state!.draft);
      const back = Math.min(steps, place - 1);
      for (let n = 0; n < back; n++) chat.say('назад');
      expect(chat.state!.at).toBe(ANSWERS[place - back][0]);
      expect(chat.state!.draft).toEqual(draft);
      // Where everything after it is answered too, keeping one answer leads on to the first that is missing.
      if (back > 0) chat.press(/^Оставить:/);
      expect([chat.state!.at, chat.state!.draft]).toEqual([key, draft]);
    }),
    { numRuns: 40 },
  );
});
