import type { Socket } from 'node:net';
import RedisParser from 'redis-parser';

/** A command as its client sent it: the name, then its arguments. */
export type Command = Buffer[];

/** Calls `take` for every command that a client sends. What is no command cuts the connection. */
export function commands(client: Socket, take: (command: Command) => void): void {
  const parser = new RedisParser({
    returnBuffers: true,
    returnReply: (parsed) => (isCommand(parsed) ? take(parsed) : client.destroy()),
    returnError: () => client.destroy(),
  });
  client.on('data', (chunk) => parser.execute(chunk));
}

const isCommand = (parsed: unknown): parsed is Command =>
  Array.isArray(parsed) && parsed.length > 0 && parsed.every((part) => Buffer.isBuffer(part));

/** The bytes of a command. */
export const encode = (command: Command): Buffer =>
  Buffer.concat([Buffer.from(`*${command.length}\r\n`), ...command.map(bulk)]);

/** The bytes of one string. */
export function bulk(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content as string);
  return Buffer.concat([Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** Redis' answers, whole and untouched, for one question at a time. */
export class Replies {
  private chunks: Buffer[] = [];
  private waiting?: { done: (bytes: Buffer) => void; fail: (error: Error) => void };

  constructor(redis: Socket) {
    const finish = (): void => {
      const bytes = Buffer.concat(this.chunks);
      this.chunks = [];
      this.waiting?.done(bytes);
      this.waiting = undefined;
    };
    const parser = new RedisParser({ returnBuffers: true, returnReply: finish, returnError: finish });
    redis.on('data', (chunk) => {
      this.chunks.push(chunk);
      parser.execute(chunk);
    });
    redis.once('close', () => this.waiting?.fail(new Error('Redis closed the connection')));
  }

  /** The next answer's bytes. */
  next(): Promise<Buffer> {
    return new Promise((done, fail) => (this.waiting = { done, fail }));
  }
}
