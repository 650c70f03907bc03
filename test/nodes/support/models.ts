import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of models played call by call, for what the sandbox's OpenAI never does. */

/** One call that it got. */
export interface ModelCall {
  path: string;
  headers: IncomingHttpHeaders;
  body: { model?: string; messages?: { role: string; content: string }[] } & Record<string, unknown>;
}

/** What it says: a status with a body and headers, a connection that hangs or is cut, or an answer that is waited for. */
export type Said = [status: number, body: object | string, headers?: Record<string, string>] | 'hangs' | 'cut';
type Answer = Said | ((call: ModelCall) => Said | Promise<Said>);

export class Models {
  readonly calls: ModelCall[] = [];
  private answers: Answer[] = [];
  private models: object[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Models> {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const models = new Models(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void models.answer(request, response));
    return models;
  }

  /** From now on it answers completions so, one after the other, the last one for good. */
  says(...answers: Answer[]): void {
    this.calls.splice(0);
    this.answers = answers;
  }

  /** What `/models` has. */
  serves(models: object[]): void {
    this.models = models;
  }

  /** The models that were asked, in order. */
  get asked(): (string | undefined)[] {
    return this.calls.map(({ body }) => body.model);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const path = request.url ?? '';
    const body = parts.length > 0 ? (JSON.parse(Buffer.concat(parts).toString()) as ModelCall['body']) : {};
    const call = { path, headers: request.headers, body };
    const said = path.startsWith('/v1/models') ? this.listed(path) : await this.next(call);
    if (said === 'hangs') return;
    if (said === 'cut') return void request.socket.destroy();
    const [status, content, headers = {}] = said;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof content === 'string' ? content : JSON.stringify(content));
  }

  private async next(call: ModelCall): Promise<Said> {
    this.calls.push(call);
    const answer = this.answers[Math.min(this.calls.length, this.answers.length) - 1];
    return typeof answer === 'function' ? answer(call) : answer;
  }

  private listed(path: string): Said {
    if (path === '/v1/models') return [200, { object: 'list', data: this.models }];
    const id = decodeURIComponent(path.replace('/v1/models/', ''));
    const found = this.models.find((model) => (model as { id: string }).id === id);
    return found ? [200, found] : refuses(404, 'model_not_found', `The model '${id}' does not exist`);
  }
}

/** A completion with that content. */
export const completes = (content: object | string, message: object = {}): Said => [
  200,
  {
    choices: [
      {
        message: {
          role: 'assistant',
          content: typeof content === 'string' ? content : JSON.stringify(content),
          ...message,
        },
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 300, completion_tokens: 50 },
  },
];

/** A refusal in OpenAI's shape. */
export const refuses = (
  status: number,
  code: string | null,
  message = 'words',
  headers: Record<string, string> = {},
): Said => [status, { error: { code, message, type: 'invalid_request_error', param: null } }, headers];
