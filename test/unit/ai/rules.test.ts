import { CONTRACT, hear } from '../../../lib/dialogue/read/heard';
import { readPhrases, scoreOf, type Phrase } from '../../data/score';

const byRules = ({ text, ...at }: Phrase) => hear(text, { ...at, zone: 'Europe/Moscow', vocabulary: CONTRACT });

describe.each(['ru', 'en'] as const)('the rules on the corpus in %s', (language) => {
  const score = scoreOf(readPhrases(language), byRules);
  const worst = score.wrong.map(({ phrase, what }) => `${phrase.id} ${phrase.text}: ${what.join('; ')}`).join('\n');

  it('a slot that is filled is filled right', () => {
    expect({ precise: score.micro.precision >= 0.97, worst }).toEqual({ precise: true, worst });
    for (const [slot, { precision }] of Object.entries(score.slots)) {
      expect({ slot, precise: precision >= 0.9, worst }).toEqual({ slot, precise: true, worst });
    }
  });

  it('what was said is found', () => {
    expect({ found: score.micro.recall >= 0.8, worst }).toEqual({ found: true, worst });
  });

  it('what is wanted is understood', () => expect(score.intent).toBeGreaterThanOrEqual(0.9));
});
