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

/**
 * One HTTP call through n8n's request helper, so that its proxy, SSRF guard and redaction hold. Never throws for a
 * status or a broken connection, and never repeats the address (a Telegram address contains the token).
 */
export async function request(context: NodeContext, options: IHttpRequestOptions): Promise<HttpAnswer> {
  try {
    const response = (await context.helpers.httpRequest({
      timeout: TIMEOUT_MS,
      ...options,
      encoding: 'text',
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
    })) as { statusCode: number; body: unknown };
    const { body } = response;
    return { status: response.statusCode, body: typeof body === 'string' ? body : JSON.stringify(body ?? '') };
  } catch (error) {
    const { code } = error as { code?: string };
    return { status: 0, body: code ?? 'no connection' };
  }
}

/**
 * The `fetch` that supabase-js is given. Enough of the standard for JSON over POST and GET: no streams, no forms.
 *
 * @throws TypeError when no answer came, as fetch does
 */
export function fetchThrough(context: NodeContext): typeof fetch {
  return async (input, init) => {
    const answer = await request(context, {
      url: String(input instanceof Request ? input.url : input),
      method: (init?.method ?? 'GET') as IHttpRequestOptions['method'],
      headers: Object.fromEntries(new Headers(init?.headers).entries()),
      body: init?.body as string | undefined,
      abortSignal: init?.signal ?? undefined,
    });
    if (answer.status === 0) throw new TypeError(`fetch failed: ${answer.body}`);
    const empty = answer.status === 204 || answer.status === 304;
    return new Response(empty ? null : answer.body, { status: answer.status });
  };
}
