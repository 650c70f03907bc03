import { OpenAI } from 'openai';

export type { OpenAI } from 'openai';

/** Where OpenAI itself listens. */
export const OPENAI_URL = 'https://api.openai.com/v1';

/** Shorter ones are words that local servers are given for a key; blotting them out would only spoil messages. */
const SHORTEST_SECRET = 8;

export interface OpenAiOptions {
  /** Sent as a bearer token; a local server may need none. */
  apiKey: string;
  /** Base address with its version, e.g. `https://api.openai.com/v1`; empty: OpenAI itself. */
  baseUrl?: string;
  /** What carries the calls; in a node n8n's request helper. */
  fetch?: typeof fetch;
  /** For one call, unless the call has its own. */
  timeoutMs: number;
  /** Further headers, e.g. `OpenAI-Project` for Yandex AI Studio. */
  headers?: Record<string, string>;
  organization?: string;
}

/**
 * The client of OpenAI or of any server that speaks its API. Asks once: whether and what to ask again is decided by whoever
 * knows the hurry. Nothing is taken from the environment. Key and headers never appear in what it throws.
 */
export function createOpenAi(options: OpenAiOptions): OpenAI {
  const { apiKey, baseUrl, timeoutMs, headers = {}, organization } = options;
  return new OpenAI({
    apiKey: apiKey || 'none',
    baseURL: (baseUrl || OPENAI_URL).replace(/\/+$/, ''),
    organization: organization || null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    defaultHeaders: headers,
    timeout: timeoutMs,
    maxRetries: 0,
    logLevel: 'off',
    // A redirect would take the key along to another host.
    fetchOptions: { redirect: 'manual' },
    fetch: withoutSecrets(options.fetch ?? fetch, [apiKey, ...Object.values(headers)]),
  });
}

/** Whatever refuses may repeat what it was asked with. */
function withoutSecrets(ask: typeof fetch, words: string[]): typeof fetch {
  const secrets = words.filter(({ length }) => length >= SHORTEST_SECRET);
  const safe: typeof fetch = async (input, init) => {
    const answer = await ask(input, init);
    if (answer.ok) return answer;
    const body = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), await answer.text());
    const { status, headers } = answer;
    return new Response(body || null, { status, headers: { 'content-type': 'application/json', ...echo(headers) } });
  };
  // The package looks here for whether forms are understood, else it finds out by a call.
  return Object.assign(safe, { Response });
}

/** The headers of a refusal that somebody reads. */
const echo = (headers: Headers): Record<string, string> =>
  Object.fromEntries(
    ['retry-after', 'retry-after-ms', 'x-request-id'].flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
