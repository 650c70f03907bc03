/** What a message carries as it is kept. `image` and `voice` are ids of the sandbox's own files. */
export type Content =
  | { type: 'text'; text: string }
  /** A text of Avito's own; `flow` is the id of the Avito bot that wrote it. */
  | { type: 'system'; text: string; flow: string }
  | { type: 'image'; image: string }
  | { type: 'voice'; voice: string }
  | { type: 'item' }
  | { type: 'location' }
  /** Avito tells nothing about a file. */
  | { type: 'file' }
  | { type: 'deleted' };

/** A message as it is kept. `at` and `read` in milliseconds since 1970; `read` null: not read by whom it was written to. */
export interface Message {
  id: string;
  chat: string;
  author: number;
  at: number;
  read: number | null;
  content: Content;
}

/**
 * A chat as Avito sees it: one buyer and one listing. Times in milliseconds since 1970. `opened`: Avito's own text that
 * begins a chat was sent; `blocked`: the buyer has put the shop on her blacklist; `blacklisted`: the shop has put her on its own.
 */
export interface Dialog {
  id: string;
  buyer: number;
  created: number;
  updated: number;
  opened: boolean;
  blocked: boolean;
  blacklisted: boolean;
}

/** A refusal in the shape of Avito's API: `{error: {code, message, fields?}}`. */
export class AvitoError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly fields?: Record<string, string>,
  ) {
    super(message);
  }

  /** The body of the answer. */
  get body(): object {
    return { error: { code: this.status, message: this.message, ...(this.fields && { fields: this.fields }) } };
  }
}

/** A refusal of the token endpoint, in OAuth's shape (RFC 6749, 5.2). */
export class OAuthError extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    description: string,
  ) {
    super(description);
  }

  /** The body of the answer. */
  get body(): object {
    return { error: this.error, error_description: this.message };
  }
}

/** A request's field is not as it must be. */
export const invalid = (field: string, what: string): AvitoError =>
  new AvitoError(400, 'validation failed', { [field]: what });
