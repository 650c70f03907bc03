import type { OpenAI } from './client';
import { shutdownOf } from './shutdowns';

/** A model of a server, and when it ends. */
export interface ServedModel {
  id: string;
  /** Day from which it no longer answers, `YYYY-MM-DD`; null: none is known. */
  until: string | null;
  /** What its maker says to use instead; null: not known. */
  instead: string | null;
  /** Whether that day is the maker's own word. */
  sure: boolean;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * When a model ends. `told`: the `shutdown_date` of the server's own list, which goes before our table (another maker may
 * keep a model longer).
 */
export function servedModel(id: string, told?: unknown): ServedModel {
  const known = shutdownOf(id);
  const own = typeof told === 'string' && DAY.test(told) ? told : null;
  return {
    id,
    until: own ?? known?.until ?? null,
    instead: known?.instead ?? null,
    sure: own !== null || known?.grade === 'sure',
  };
}

/** The models of a server by its `GET /models`, in order of their ids. Throws what the client throws. */
export async function listModels(client: OpenAI): Promise<ServedModel[]> {
  const { data } = await client.models.list();
  return data
    .filter(({ id }) => typeof id === 'string' && id !== '')
    .map((model) => servedModel(model.id, (model as { shutdown_date?: unknown }).shutdown_date))
    .sort((a, b) => a.id.localeCompare(b.id));
}

/** How many days are left; 0 or less: it is over; null: no end is known. `today`: `YYYY-MM-DD`. */
export const daysLeft = ({ until }: ServedModel, today: string): number | null =>
  until === null ? null : Math.round((Date.parse(until) - Date.parse(today)) / 86_400_000);

const SOON_DAYS = 30;

/** How a list in a panel names it: `gpt-4o-mini (until 2027-01-14)`, with a sign when that day is near or over. */
export function modelLabel(model: ServedModel, today: string): string {
  const left = daysLeft(model, today);
  if (left === null) return model.id;
  if (left <= 0) return `⚠ ${model.id} (over since ${model.until})`;
  return `${left <= SOON_DAYS ? '⚠ ' : ''}${model.id} (until ${model.until})`;
}

/** Models that only make pictures, sounds or numbers, by the names that OpenAI gives them. */
const NOT_CHAT =
  /embedding|whisper|tts|audio|realtime|transcribe|dall-e|image|moderation|sora|video|davinci|babbage|-instruct|computer-use/i;

/** Whether a model may be one that answers in words: an unknown name may. */
export const mayChat = (id: string): boolean => !NOT_CHAT.test(id);
