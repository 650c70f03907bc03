/** One request that n8n made to a vendor. `status` 0: the connection was cut. Tokens in `path` are masked. */
export interface Call {
  at: string;
  vendor: string;
  method: string;
  path: string;
  status: number;
  body: unknown;
}

/** A word of more than this is no word but bytes: base64, hex. */
const LONGEST_WORD = 10_000;
/** What is left of it, enough to see what it was. */
const KEPT_OF_A_WORD = 60;

const KEPT_CALLS = 20_000;
const KEPT_BYTES = 64 * 1024 * 1024;

/** The last 20,000 calls, or fewer when their bodies together exceed 64 MB. In memory only. */
export class Calls {
  private readonly kept: { call: Call; bytes: number }[] = [];
  private bytes = 0;

  /** Notes a call, with pictures and other bytes in its body cut short; `bytes` is about the size of its body. */
  add(call: Call, bytes: number): void {
    const { body, left } = bytes > LONGEST_WORD ? withoutBytes(call.body) : { body: call.body, left: 0 };
    const size = Math.max(0, bytes - left);
    this.kept.push({ call: { ...call, body }, bytes: size });
    this.bytes += size;
    if (this.kept.length <= KEPT_CALLS && this.bytes <= KEPT_BYTES) return;
    // A tenth at a time: shifting one by one would move the whole array at every call.
    for (const old of this.kept.splice(0, Math.ceil(this.kept.length / 10))) this.bytes -= old.bytes;
  }

  /** Calls oldest first; `since` in milliseconds since 1970. */
  list(vendor?: string, since = 0): Call[] {
    return this.kept
      .map(({ call }) => call)
      .filter((call) => (!vendor || call.vendor === vendor) && Date.parse(call.at) >= since);
  }
}

/** A body without long runs of characters that hold no blank, and how many characters were left out. */
function withoutBytes(body: unknown): { body: unknown; left: number } {
  let left = 0;
  const shorten = (text: string): string => {
    if (text.length <= LONGEST_WORD || /\s/.test(text)) return text;
    left += text.length - KEPT_OF_A_WORD;
    return `${text.slice(0, KEPT_OF_A_WORD)}… (${text.length} characters)`;
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return shorten(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each)]));
  };
  return { body: walk(body), left };
}
