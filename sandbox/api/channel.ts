import { z } from 'zod';

const picture = z
  .object({
    base64: z.string().min(1, 'is empty'),
    mimeType: z.string().regex(/^[\w.+-]+\/[\w.+-]+$/, 'is not a media type'),
  })
  .strict();

/** What `POST /api/channels/{channel}/chats/{chat}/messages` takes. */
export const sayBody = z
  .object({
    text: z.string().optional(),
    press: z.union([z.string().min(1), z.number().int().positive()]).optional(),
    of: z.number().int().positive().optional(),
    photo: picture.optional(),
    kind: z.enum(['sticker', 'voice', 'location', 'edit', 'album', 'file', 'block', 'allow', 'deny']).optional(),
    as: z.enum(['customer', 'shop']).optional(),
    name: z.string().min(1).max(64).optional(),
    language: z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'is not a language tag')
      .optional(),
    repeat: z.number().int().min(1).max(1000).optional(),
    eventId: z.string().min(1).optional(),
    delayMs: z.number().int().min(0).max(86_400_000).optional(),
  })
  .strict();

/** A customer's doing, see the contract's row for its fields. */
export type Say = z.infer<typeof sayBody>;

/** What `POST /api/baker/messages` takes. */
export const bakerSayBody = z
  .object({
    text: z.string().optional(),
    photo: picture.optional(),
    replyTo: z.number().int().positive().optional(),
    as: z.enum(['baker', 'stranger']).optional(),
  })
  .strict();

/** What she writes. */
export type BakerSay = z.infer<typeof bakerSayBody>;

/** What `POST /api/baker/messages/{seq}/press` takes. */
export const bakerPressBody = z
  .object({
    label: z.union([z.string().min(1), z.number().int().positive()]),
    as: z.enum(['baker', 'stranger']).optional(),
    repeat: z.number().int().min(1).max(1000).optional(),
  })
  .strict();

/** What she presses. */
export type BakerPress = z.infer<typeof bakerPressBody>;

/** One line of a chat as the API shows it. `rows` are the same labels as `buttons`, row by row; `at` is ISO 8601. */
export interface ListedMessage {
  seq: number;
  from: 'customer' | 'bot' | 'baker' | 'stranger';
  text: string;
  buttons: string[];
  rows?: string[][];
  image?: string;
  link?: string;
  edits?: number;
  kind?: string;
  deleted?: true;
  at: string;
}

/** One messenger, seen from the people's side. */
export interface Channel {
  readonly name: string;
  /** Whether the pack's own trigger has registered itself at this vendor. */
  registered(): boolean;
  /** The names of its chats, oldest first. */
  chats(): string[];
  /** A customer says something; answers the event's id. */
  say(chat: string, say: Say): { eventId: string };
  /** Messages with `seq` above `after`. Naming a chat creates it. */
  messages(chat: string, after: number): ListedMessage[];
  /** The vendor's id of a chat named before. */
  vendorId(chat: string): string | undefined;
  /** The name of the chat with that vendor's id. */
  chatName(vendorId: string): string | undefined;
}

/** The confectioner's chat with the bot. */
export interface Baker {
  say(say: BakerSay): { eventId: string };
  press(seq: number, press: BakerPress): { eventId: string };
  /** What she sees; with `own`, what she and strangers wrote too. */
  messages(after: number, own: boolean): ListedMessage[];
}

/** A refusal of the sandbox's own API. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
