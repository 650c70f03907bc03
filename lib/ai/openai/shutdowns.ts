/** A model that its maker ends. */
export interface Shutdown {
  /** Day from which it no longer answers, `YYYY-MM-DD`. */
  until: string;
  /** What its maker says to use instead. */
  instead: string;
  /** `sure`: the maker's own pages or several dated ones agree. */
  grade: 'sure' | 'unsure';
}

const IMAGES = 'gpt-image-2.6-flare';
const LUNA = 'gpt-6-luna';

/**
 * Days that OpenAI has announced (its page of deprecations, 2026-11), for servers whose `/models` sends no
 * `shutdown_date`. What such a server sends goes before this table.
 */
export const SHUTDOWNS: Record<string, Shutdown> = {
  'dall-e-2': { until: '2026-05-12', instead: IMAGES, grade: 'unsure' },
  'dall-e-3': { until: '2026-05-12', instead: IMAGES, grade: 'sure' },
  'gpt-image-1': { until: '2026-10-23', instead: IMAGES, grade: 'sure' },
  'gpt-3.5-turbo': { until: '2026-10-23', instead: LUNA, grade: 'unsure' },
  'gpt-4.1-nano': { until: '2026-10-23', instead: LUNA, grade: 'unsure' },
  'gpt-image-1-mini': { until: '2026-12-01', instead: IMAGES, grade: 'sure' },
  'gpt-image-1.5': { until: '2026-12-01', instead: IMAGES, grade: 'sure' },
  'chatgpt-image-latest': { until: '2026-12-01', instead: IMAGES, grade: 'sure' },
  'gpt-5': { until: '2026-12-11', instead: LUNA, grade: 'sure' },
  'gpt-5-mini': { until: '2026-12-11', instead: LUNA, grade: 'sure' },
  'gpt-5-nano': { until: '2026-12-11', instead: LUNA, grade: 'sure' },
  o3: { until: '2026-12-11', instead: LUNA, grade: 'sure' },
  'gpt-4o-mini': { until: '2027-01-14', instead: LUNA, grade: 'sure' },
  'gpt-4o': { until: '2027-01-14', instead: LUNA, grade: 'unsure' },
  'gpt-4.1': { until: '2027-01-14', instead: LUNA, grade: 'unsure' },
  'gpt-4.1-mini': { until: '2027-01-14', instead: LUNA, grade: 'unsure' },
  'gpt-5.1': { until: '2027-04-01', instead: LUNA, grade: 'unsure' },
};

/**
 * When a model ends by the table. A dated snapshot (`gpt-4o-mini-2024-07-18`) ends with its family, as far as is known.
 * Null: nothing is known.
 */
export function shutdownOf(model: string): Shutdown | null {
  const own = entry(model);
  if (own) return own;
  const family = entry(model.replace(/-\d{4}-\d{2}-\d{2}$/, ''));
  return family ? { ...family, grade: 'unsure' } : null;
}

const entry = (model: string): Shutdown | null => (Object.hasOwn(SHUTDOWNS, model) ? SHUTDOWNS[model] : null);
