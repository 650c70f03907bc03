import { OpenAiError } from './errors';
import { DALL_E_2, DALL_E_3, type Family, gptImage } from './families';

/** A model that answers with text. */
export interface ChatModel {
  kind: 'chat';
  /** What it calls itself in its answers. */
  snapshot: string;
  /** Reasoning efforts that it knows, the default first; null: it does not reason. */
  efforts: string[] | null;
}

/** A model that draws. */
export interface ImageModel {
  kind: 'image';
  family: Family;
}

/** `created` and `until` are days, `YYYY-MM-DD`; from `until` on it is gone. */
export type Model = { id: string; created: string; until: string | null } & (ChatModel | ImageModel);

const chat = (
  id: string,
  created: string,
  until: string | null,
  efforts: string[] | null = null,
  snapshot = `${id}-${created}`,
): Model => ({ id, created, until, kind: 'chat', snapshot, efforts });

const image = (id: string, created: string, until: string | null, family: Family): Model => ({
  id,
  created,
  until,
  kind: 'image',
  family,
});

/** gpt-5 always thinks; gpt-5.1 and later can be told not to. */
const EFFORTS_5 = ['medium', 'minimal', 'low', 'high'];
const EFFORTS_5_1 = ['none', 'low', 'medium', 'high'];
const EFFORTS_6 = ['medium', 'none', 'low', 'high', 'xhigh', 'max'];

const FIRST = gptImage({ sizes: 'listed', fidelity: true });
const SECOND = gptImage({ sizes: 'any' });
const FROM_2_5 = gptImage({ sizes: 'any', qualities: ['xhigh', 'max'] });
const FROM_2_6 = gptImage({ sizes: 'any', qualities: ['xhigh', 'max'], formats: ['gif', 'svg'], complexity: true });

/** As of November 2026, from OpenAI's deprecations page. Where it tells no day of release, it is about right. */
const MODELS: Model[] = [
  chat('gpt-3.5-turbo', '2023-02-28', '2026-10-23', null, 'gpt-3.5-turbo-0125'),
  chat('gpt-4o', '2024-05-13', '2027-01-14', null, 'gpt-4o-2024-08-06'),
  chat('gpt-4o-mini', '2024-07-18', '2027-01-14'),
  chat('gpt-4.1', '2025-04-14', '2027-01-14'),
  chat('gpt-4.1-mini', '2025-04-14', '2027-01-14'),
  chat('gpt-4.1-nano', '2025-04-14', '2026-10-23'),
  chat('gpt-5', '2025-08-07', '2026-12-11', EFFORTS_5),
  chat('gpt-5-mini', '2025-08-07', '2026-12-11', EFFORTS_5),
  chat('gpt-5.1', '2025-11-13', '2027-04-01', EFFORTS_5_1),
  chat('gpt-6-luna', '2026-10-06', null, EFFORTS_6, 'gpt-6-luna'),
  image('dall-e-2', '2022-11-03', '2026-05-12', DALL_E_2),
  image('dall-e-3', '2023-11-06', '2026-05-12', DALL_E_3),
  image('gpt-image-1', '2025-04-23', '2026-10-23', FIRST),
  image('gpt-image-1-mini', '2025-10-06', '2026-12-01', FIRST),
  image('gpt-image-1.5', '2025-12-16', '2026-12-01', FIRST),
  image('chatgpt-image-latest', '2025-12-16', '2026-12-01', FIRST),
  image('gpt-image-2', '2026-04-21', null, SECOND),
  image('gpt-image-2.5-sunburst', '2026-09-08', null, FROM_2_5),
  image('gpt-image-2.5-flare', '2026-09-08', null, FROM_2_5),
  image('gpt-image-2.6-sunburst', '2026-11-04', null, FROM_2_6),
  image('gpt-image-2.6-flare', '2026-11-04', null, FROM_2_6),
];

/** Which models are there, and since when and until when. */
export class Models {
  /** `now` in milliseconds since 1970. `revived`: ids that are there although their day is over. */
  constructor(
    private readonly now: () => number,
    private readonly revived: (id: string) => boolean,
  ) {}

  /** Those that can be used today. */
  alive(): Model[] {
    const today = new Date(this.now()).toISOString().slice(0, 10);
    return MODELS.filter(({ id, until }) => this.revived(id) || until === null || until > today);
  }

  /** A model that is to be described; refused with 404 when it is not there. */
  described(id: string): Model {
    const found = this.alive().find((model) => model.id === id);
    if (found) return found;
    throw new OpenAiError(404, 'model_not_found', `The model '${id}' does not exist`, 'model');
  }

  /** A model that is to do something; refused with 404 when it is not there. */
  used(id: string): Model {
    const found = this.alive().find((model) => model.id === id);
    if (found) return found;
    const gone = MODELS.some((model) => model.id === id);
    const message = gone
      ? `The model \`${id}\` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations`
      : `The model \`${id}\` does not exist or you do not have access to it.`;
    throw new OpenAiError(404, 'model_not_found', message);
  }
}

/** A model as the API lists it. */
export function view({ id, created, until }: Model): object {
  const seconds = Date.parse(created) / 1000;
  return { id, object: 'model', created: seconds, owned_by: 'system', ...(until !== null && { shutdown_date: until }) };
}
