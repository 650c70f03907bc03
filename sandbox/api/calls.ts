/** One request that n8n made to a vendor. `status` 0: the connection was cut. Tokens in `path` are masked. */
export interface Call {
  at: string;
  vendor: string;
  method: string;
  path: string;
  status: number;
  body: unknown;
}

const KEPT_CALLS = 20_000;
const KEPT_BYTES = 64 * 1024 * 1024;

/** The last 20,000 calls, or fewer when their bodies together exceed 64 MB. In memory only. */
export class Calls {
  private readonly kept: { call: Call; bytes: number }[] = [];
  private bytes = 0;

  /** Notes a call; `bytes` is about the size of its body. */
  add(call: Call, bytes: number): void {
    this.kept.push({ call, bytes });
    this.bytes += bytes;
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
