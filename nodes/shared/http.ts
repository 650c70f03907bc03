import type {
  IExecuteFunctions,
  IHookFunctions,
  IHttpRequestOptions,
  ILoadOptionsFunctions,
  IPollFunctions,
  ITriggerFunctions,
  IWebhookFunctions,
} from 'n8n-workflow';

/** Where nodes run: an execution, a trigger's own life, a webhook's call, its registration, a panel's list. */
export type NodeContext =
  IExecuteFunctions | ITriggerFunctions | IPollFunctions | IWebhookFunctions | IHookFunctions | ILoadOptionsFunctions;

/** A vendor's answer, whatever its status was. `status` 0: no answer came, `body` says why. */
export interface HttpAnswer {
  status: number;
  body: string;
}

const TIMEOUT_MS = 30_000;

/** axios, when its time is over. */
const TIMED_OUT = 'ECONNABORTED';

type Whole = { statusCode: number; headers: Record<string, string | string[] | undefined>; body: unknown };

/** One call through n8n's request helper; never throws for a status. What it throws may repeat the address. */
const call = (context: NodeContext, options: IHttpRequestOptions): Promise<Whole> =>
  context.helpers.httpRequest({
    timeout: TIMEOUT_MS,
    ...options,
    returnFullResponse: true,
    ignoreHttpStatusErrors: true,
  }) as Promise<Whole>;

/** Why no answer came, in a word that repeats nothing of what was sent. */
const whyNone = (error: unknown): string => (error as { code?: string }).code ?? 'no connection';

/**
 * One HTTP call through n8n's request helper, so that its proxy, SSRF guard and redaction hold. Never throws for a
 * status or a broken connection, and never repeats the address (a Telegram address contains the token).
 */
export async function request(context: NodeContext, options: IHttpRequestOptions): Promise<HttpAnswer> {
  try {
    const { statusCode, body } = await call(context, { ...options, encoding: 'text' });
    return { status: statusCode, body: typeof body === 'string' ? body : JSON.stringify(body ?? '') };
  } catch (error) {
    return { status: 0, body: whyNone(error) };
  }
}

/** What axios has undone already while reading. */
const UNDONE = ['content-encoding', 'content-length', 'transfer-encoding'];

function headersOf(given: Whole['headers']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given ?? {})) {
    if (UNDONE.includes(name.toLowerCase())) continue;
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, String(one));
  }
  return headers;
}

/**
 * The `fetch` that libraries are given in a node: JSON, forms, bytes, and answers of any kind, read whole before it returns;
 * no streams. `redirect: 'manual'` is kept. `timeoutMs`: for one call.
 *
 * @throws TypeError when no answer came, an AbortError when it was broken off, as fetch does
 */
export function fetchThrough(context: NodeContext, { timeoutMs = TIMEOUT_MS } = {}): typeof fetch {
  return async (input, init) => {
    const answer = await call(context, {
      url: String(input instanceof Request ? input.url : input),
      method: (init?.method ?? 'GET') as IHttpRequestOptions['method'],
      headers: Object.fromEntries(new Headers(init?.headers).entries()),
      body: (init?.body ?? undefined) as IHttpRequestOptions['body'],
      disableFollowRedirect: init?.redirect === 'manual',
      abortSignal: init?.signal ?? undefined,
      timeout: timeoutMs,
      encoding: 'arraybuffer',
    }).catch(whyNone);
    if (typeof answer === 'string') {
      // By its name it is known, wherever it was made.
      if (init?.signal?.aborted) throw Object.assign(new Error('the call was broken off'), { name: 'AbortError' });
      throw new TypeError(`fetch failed: ${answer === TIMED_OUT ? 'timed out' : answer}`);
    }
    const { statusCode: status, body, headers } = answer;
    const empty = status === 204 || status === 304;
    return new Response(empty ? null : (body as ArrayBuffer), { status, headers: headersOf(headers) });
  };
}
