import http from 'node:http';
import https from 'node:https';
import axios from 'axios';

/** What a callback server answered. `retryAfterMs`: it asked to come later, in milliseconds. */
export interface Answer {
  status: number;
  body: string;
  retryAfterMs?: number;
}

const LONGEST_RETRY_AFTER_S = 3 * 60 * 60;

/** Posts to callback servers. */
export class Post {
  private readonly agent = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };

  /** `answerMs`: how long a server may take. */
  constructor(
    private readonly answerMs: number,
    private readonly stop: AbortSignal,
  ) {}

  /** Undefined when there was no answer in time. `retry` counts repetitions. */
  async send(url: string, body: object, retry = 0): Promise<Answer | undefined> {
    try {
      const { status, data, headers } = await axios.post<string>(url, JSON.stringify(body), {
        headers: { 'content-type': 'application/json', ...(retry > 0 && { 'x-retry-counter': String(retry) }) },
        httpAgent: this.agent.http,
        httpsAgent: this.agent.https,
        proxy: false,
        maxRedirects: 0,
        timeout: this.answerMs,
        signal: this.stop,
        responseType: 'text',
        transformResponse: (text) => text,
        validateStatus: () => true,
      });
      const after = Number(headers['retry-after']);
      // A server may put VK off with these three, for less than three hours.
      const puts = [410, 429, 503].includes(status) && after > 0 && after < LONGEST_RETRY_AFTER_S;
      return { status, body: String(data ?? ''), ...(puts && { retryAfterMs: after * 1000 }) };
    } catch {
      return undefined;
    }
  }

  /** Lets the connections go. */
  close(): void {
    this.agent.http.destroy();
    this.agent.https.destroy();
  }
}
