import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Calls } from './calls';
import { Channel, Refusal } from './channel';
import { Fault, faultBody, Faults, VENDORS } from './faults';
import type { Hub } from './hub';
import { read, takeEmptyJson } from './read';

/** How the rest of the stack is: whether all workflows are published, what is missing, and n8n's address. */
export interface Health {
  ok: boolean;
  missing: string[];
  n8n: string;
}

const OUTBOXES = ['email', 'sms', 'analytics', 'sentry'];
const HEARTBEAT_MS = 15_000;
const callsQuery = z.object({ vendor: z.enum(VENDORS).optional(), since: z.string().optional() });

/** What watching and disturbing needs. */
export interface ControlParts {
  channels: Map<string, Channel>;
  calls: Calls;
  faults: Faults;
  hub: Hub;
  health?: () => Promise<Health>;
}

/** `/api/health`, `/api/calls`, `/api/faults`, `/api/events`, and the lists of what is not built yet. */
export async function controlRoutes(app: FastifyInstance, parts: ControlParts): Promise<void> {
  const { channels, calls, faults, hub } = parts;
  takeEmptyJson(app);

  app.get('/api/health', async (_request, reply) => {
    const stack = await readHealth(parts.health);
    const missing = [...stack.missing];
    for (const channel of channels.values())
      if (!channel.registered()) missing.push(`${channel.name}: nobody is registered`);
    if (!stack.ok || missing.length > 0) return reply.code(503).send({ status: 'starting', missing });
    const registered = Object.fromEntries([...channels.keys()].map((name) => [name, true]));
    return { status: 'ok', channels: registered, n8n: stack.n8n };
  });

  app.get('/api/calls', async (request) => {
    const { vendor, since } = read(callsQuery, request.query);
    return { calls: calls.list(vendor, since === undefined ? 0 : readTime(since)) };
  });

  app.post('/api/faults', async (request, reply) => {
    const fault: Fault = read(faultBody, request.body);
    faults.add(fault);
    return reply.code(201).send({ ...fault, times: fault.times ?? 1 });
  });

  app.delete('/api/faults', async () => {
    faults.clear();
    return {};
  });

  app.get('/api/outbox/:name', async (request) => {
    const { name } = request.params as { name: string };
    if (!OUTBOXES.includes(name)) throw new Refusal(404, `no outbox ${name}; there are: ${OUTBOXES.join(', ')}`);
    return { messages: [] };
  });

  app.get('/api/events', (_request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    reply.raw.write('retry: 1000\n\n');
    const unlisten = hub.listen((event) => reply.raw.write(`data: ${JSON.stringify(event)}\n\n`));
    const heartbeat = setInterval(() => reply.raw.write(': still here\n\n'), HEARTBEAT_MS);
    reply.raw.once('close', () => {
      unlisten();
      clearInterval(heartbeat);
    });
  });
}

async function readHealth(health: (() => Promise<Health>) | undefined): Promise<Health> {
  if (!health) return { ok: false, missing: ['n8n: not started'], n8n: '' };
  try {
    return await health();
  } catch (error) {
    return { ok: false, missing: [`the stack's health: ${(error as Error).message}`], n8n: '' };
  }
}

function readTime(text: string): number {
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isNaN(ms)) throw new Refusal(400, 'since is neither an ISO 8601 time nor milliseconds since 1970');
  return ms;
}
