import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import type { Calls } from '../api/calls';
import type { Fault, Faults } from '../api/faults';
import { bulk, commands, encode, type Command, Replies } from './resp';

/** Where n8n finds Redis. */
export interface Relay {
  host: string;
  port: number;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Stands before a Redis, so that its calls are seen and its faults can be played: `path` of a fault is the command. One
 * command of a connection at a time, each with one answer; subscriptions are not relayed.
 */
export async function startRelay(
  upstream: { host: string; port: number },
  parts: { calls: Calls; faults: Faults },
): Promise<Relay> {
  const open = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    open.add(socket.on('error', () => undefined).once('close', () => open.delete(socket)));
    return socket;
  };
  const server = createServer((client) => {
    const redis = keep(connect(upstream.port, upstream.host));
    keep(client).once('close', () => redis.destroy());
    redis.once('close', () => client.destroy());
    const replies = new Replies(redis);
    let last = Promise.resolve();
    const perform = async (command: Command): Promise<void> => {
      if (!client.destroyed) client.write(await answerTo(command, client, redis, replies, parts));
    };
    commands(
      client,
      // A connection that was cut in the middle of a command owes nobody an answer.
      (command) => (last = last.then(() => perform(command)).catch(() => void client.destroy())),
    );
  });
  server.listen(0, HOST);
  await once(server, 'listening');
  return {
    host: HOST,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The bytes to answer with. Throws when the connection is to be cut. */
async function answerTo(
  command: Command,
  client: Socket,
  redis: Socket,
  replies: Replies,
  { calls, faults }: { calls: Calls; faults: Faults },
): Promise<Buffer> {
  const [name, ...rest] = command.map(String);
  const at = new Date().toISOString();
  const fault = await faults.take('redis', name);
  const note = (status: number): void => {
    // What proves who one is stays secret.
    const body = /^(AUTH|HELLO)$/i.test(name) ? [] : rest;
    calls.add({ at, vendor: 'redis', method: name.toUpperCase(), path: body[0] ?? '', status, body }, command.join().length); // prettier-ignore
  };
  if (fault && fault.kind !== 'slow' && fault.kind !== 'drop_reply') return misbehave(fault, note);
  redis.write(encode(command));
  const answer = await replies.next();
  if (fault?.kind === 'drop_reply') {
    note(0);
    client.destroy();
    throw new Error('the answer is dropped');
  }
  note(answer[0] === '-'.charCodeAt(0) ? 500 : 200);
  return answer;
}

/** Answers in the fault's way without asking Redis. */
function misbehave({ kind, code, body }: Fault, note: (status: number) => void): Buffer {
  if (kind === 'down') {
    note(0);
    throw new Error('Redis is down');
  }
  note(kind === 'body' ? 200 : 500);
  if (kind === 'body') return bulk(typeof body === 'string' ? body : JSON.stringify(body ?? null));
  const words = typeof body === 'string' ? body : 'the sandbox refuses it';
  return Buffer.from(`-${code ?? (kind === 'rate_limit' ? 'BUSY' : 'ERR')} ${words}\r\n`);
}
