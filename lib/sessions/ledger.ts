import type { ChatAddress } from './types';

/**
 * What models were asked for and what it cost, kept in the database, so that a limit holds over any number of workers. Every
 * call and picture is begun before the model is asked and ended afterwards; one that was begun and never ended counts.
 */
export interface Ledger {
  /** Asks whether a language model may be asked now. The same key again: only if its first call was never ended and is old. */
  beginCall(request: CallRequest): Promise<CallPermit>;
  endCall(result: CallResult): Promise<void>;
  beginPicture(request: PictureRequest): Promise<PicturePermit>;
  /** Keeps the picture (or what came of it) under the key of its effect. */
  endPicture(result: PictureResult): Promise<{ id: string }>;
  /** Null: there is no such picture (any more). */
  picture(id: string): Promise<StoredPicture | null>;
  /** Models that were asked since then (ISO), for the watch over their shutdown dates. */
  modelsUsed(since: string): Promise<{ model: string; purpose: Purpose; lastUsed: string }[]>;
}

export type Purpose = 'understand' | 'picture';

export interface CallRequest {
  /** Of the effect. */
  key: string;
  chat: ChatAddress;
  /** Calls in the calendar month of `now`. */
  perMonth: number;
  /** ISO. */
  now: string;
}

/** `busy`: another execution is asking under this key. `done`: it was asked and answered before, and this was the answer. */
export type CallPermit =
  { go: true } | { go: false; why: 'month' | 'busy' } | { go: false; why: 'done'; answer: unknown };

export interface CallResult {
  key: string;
  model: string | null;
  promptTokens: number;
  completionTokens: number;
  /** Requests that were sent for it, over all models of the fallback list. */
  requests: number;
  /** What is answered if the key comes again; JSON. */
  answer: unknown;
}

export interface PictureRequest {
  /** Of the effect. */
  key: string;
  chat: ChatAddress;
  /** Of brief, model, size, quality and reference photo: pictures of one fingerprint are the same picture. */
  fingerprint: string;
  /** For one order: pictures of this chat that belong to no placed order yet, within a day. */
  perOrder: number;
  perMonth: number;
  /** ISO. */
  now: string;
}

/**
 * `draw`: ask the model, it is counted. `reuse`: this was drawn before, here are its bytes (without the strip). `done`: this very
 * effect is done. `busy`: it is being drawn by another execution. `unknown`: it was begun long ago and never ended, so it may
 * have been paid for; it is not asked for again. `limit`, `month`: a limit is reached.
 */
export type PicturePermit =
  | { do: 'draw' | 'busy' | 'unknown' | 'limit' | 'month' }
  | { do: 'reuse'; data: Buffer; model: string }
  | { do: 'done'; id: string; model: string | null; brief: string };

export interface PictureResult {
  key: string;
  chat: ChatAddress;
  /** Null: a sketch made here. */
  model: string | null;
  brief: string;
  /** What the model drew, without the strip; null for a sketch and for one that was reused. */
  drawn: Buffer | null;
  /** What the customer sees. */
  shown: Buffer;
  mimeType: 'image/png' | 'image/jpeg';
  /** False: the model was not asked, or refused without drawing; it does not count. */
  counted: boolean;
  /** Bucket of Supabase Storage for the bytes; null: the database keeps them. */
  bucket: string | null;
}

export interface StoredPicture {
  data: Buffer;
  mimeType: string;
}

export { pictureAddress, pictureIdOf } from '../order/picture';
