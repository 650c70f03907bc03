import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import axios from 'axios';

import { startStack } from '../sandbox/stack/stack';
import { measureFloor } from './floor';
import { measureOrders } from './orders';
import { measureRules, RULES_TARGET, rulesHold } from './rules';
import { TelegramProbe, type Registration } from './telegramProbe';

/** What must hold: an answer of the pack costs at most so many times the answer of a flow that can nothing. */
const MOST_TIMES_PEER = 1.5;
/** Questions to a language model in an order that is told in three sentences. */
const MOST_CALLS = 2;
const WARM_UP = 30;
const ROUNDS = 120;
const CHATS_AT_ONCE = 8;
const BURST = 160;

const say = (line: string) => process.stderr.write(`${line}\n`);
const http = axios.create({ validateStatus: () => true });

const figures = (samples: number[]) => {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] * 10) / 10;
  return { median_ms: at(0.5), p95_ms: at(0.95), n: sorted.length };
};

/** Two nodes: the built-in trigger, and the built-in Telegram node with a fixed answer, as anybody would set them up. */
const peerWorkflow = (credential: { id: string; name: string }) => ({
  name: 'Peer of the benchmark',
  nodes: [
    {
      id: randomUUID(),
      name: 'Telegram',
      type: 'n8n-nodes-base.telegramTrigger',
      typeVersion: 1.2,
      position: [0, 0],
      parameters: { updates: ['*'], additionalFields: {} },
      webhookId: randomUUID(),
      credentials: { telegramApi: credential },
    },
    {
      id: randomUUID(),
      name: 'Answer',
      type: 'n8n-nodes-base.telegram',
      typeVersion: 1.2,
      position: [240, 0],
      parameters: {
        chatId: '={{ $json.message.chat.id }}',
        text: 'Здравствуйте! Мы скоро ответим.',
        additionalFields: { appendAttribution: false },
      },
      credentials: { telegramApi: credential },
    },
  ],
  connections: { Telegram: { main: [[{ node: 'Answer', type: 'main', index: 0 }]] } },
  settings: { executionOrder: 'v1' },
});

let updates = 1;

class Bot {
  constructor(
    private readonly probe: TelegramProbe,
    private readonly registration: Registration,
  ) {}

  /** Sends one update and gives the milliseconds until the answer is at Telegram. */
  async ask(chat: number, content: { text: string } | { data: string }) {
    const from = { id: chat, is_bot: false, first_name: 'Bench', language_code: 'ru' };
    const place = { message_id: updates, date: Math.floor(Date.now() / 1000), chat: { id: chat, type: 'private' } };
    const update =
      'text' in content
        ? { message: { ...place, from, text: content.text } }
        : { callback_query: { id: String(updates), from, message: place, data: content.data } };
    const answer = this.probe.answer(chat);
    const begun = performance.now();
    const { status } = await http.post(
      this.registration.url,
      { update_id: updates++, ...update },
      { headers: { 'x-telegram-bot-api-secret-token': this.registration.secret } },
    );
    if (status !== 200) throw new Error(`n8n answered the update with ${status}`);
    const { at, text, buttons } = await answer;
    return { ms: at - begun, text, buttons };
  }
}

/** Brings a chat to the question about the coating; from there "назад" and a filling take turns for ever. */
async function toCoating(bot: Bot, chat: number): Promise<void> {
  const { buttons } = await bot.ask(chat, { text: 'Здравствуйте!' });
  await bot.ask(chat, { data: buttons[0] ?? '1:0' });
  await bot.ask(chat, { text: 'день рождения' });
  await bot.ask(chat, { text: 'на 12 гостей' });
  await bot.ask(chat, { text: 'медовик' });
}

const ordinary = (turn: number) => ({ text: turn % 2 ? 'медовик' : 'назад' });

async function atOnce(ask: (chat: number, turn: number) => Promise<unknown>, base: number): Promise<number> {
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: CHATS_AT_ONCE }, async (_, chat) => {
      for (let turn = 0; turn < BURST / CHATS_AT_ONCE; turn++) await ask(base + chat, turn);
    }),
  );
  return Math.round((BURST / (performance.now() - begun)) * 10_000) / 10;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
  const dataDir = mkdtempSync(join(tmpdir(), 'cake-order-bench-'));
  const stack = await startStack({ dataDir, n8nPort: 0, sandboxPort: 0, say });
  const probe = new TelegramProbe();
  try {
    await stack.healthy();
    say('Orders by buttons and in three sentences…');
    const models_per_order = await measureOrders(stack);
    const rules = measureRules();
    const baseUrl = await probe.listen();
    const api = await stack.api();

    // The pack's own workflow, unchanged, now talks to the probe.
    const order = (await api.workflow('cakeOrder000'))!;
    const credential = (
      order.nodes.find(({ type }) => type === 'n8n-nodes-base.telegramTrigger')!.credentials as {
        telegramApi: { id: string };
      }
    ).telegramApi;
    await api.unpublish(order.id);
    const packToken = stack.telegramToken;
    await api.updateCredential(credential.id, 'Telegram', 'telegramApi', { accessToken: packToken, baseUrl });
    await api.publish({ id: order.id, versionId: order.versionId });
    const peerToken = `700000001:${'p'.repeat(35)}`;
    const { id } = await api.createCredential('Peer', 'telegramApi', { accessToken: peerToken, baseUrl });
    await api.publish(await api.createWorkflow(peerWorkflow({ id, name: 'Peer' })));

    const pack = new Bot(probe, await probe.registered(packToken));
    const peer = new Bot(probe, await probe.registered(peerToken));
    const chat = 910_000_000;
    await toCoating(pack, chat);
    const samples = { pack: [] as number[], peer: [] as number[] };
    say('One at a time, taking turns…');
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const peerMs = (await peer.ask(chat + 1, ordinary(round))).ms;
      const packMs = (await pack.ask(chat, ordinary(round))).ms;
      if (round < WARM_UP) continue;
      samples.peer.push(peerMs);
      samples.pack.push(packMs);
    }

    say(`${CHATS_AT_ONCE} chats at once…`);
    for (let each = 0; each < CHATS_AT_ONCE; each++) await toCoating(pack, chat + 100 + each);
    const perSecond = {
      peer: await atOnce((to, turn) => peer.ask(to, ordinary(turn)), chat + 300),
      pack: await atOnce((to, turn) => pack.ask(to, ordinary(turn)), chat + 100),
    };

    say('The floor: the step alone, with and without the copy in Redis…');
    const floor = await measureFloor(stack, ROUNDS);

    const result = {
      pack: { ...figures(samples.pack), per_second_8_chats: perSecond.pack },
      peer_two_nodes: { ...figures(samples.peer), per_second_8_chats: perSecond.peer },
      floor_load_and_commit: figures(floor.twoCalls),
      floor_with_copy: floor.withCopy.length ? figures(floor.withCopy) : null,
      ratio_of_medians: 0,
      rules,
      models_per_order,
      target: {
        ratio_of_medians_at_most: MOST_TIMES_PEER,
        rules: RULES_TARGET,
        calls_in_three_sentences_at_most: MOST_CALLS,
      },
      node: process.version,
    };
    result.ratio_of_medians = Math.round((result.pack.median_ms / result.peer_two_nodes.median_ms) * 100) / 100;
    const { buttons, three_sentences } = models_per_order;
    const held =
      result.ratio_of_medians <= MOST_TIMES_PEER &&
      rulesHold(rules) &&
      buttons.calls === 0 &&
      three_sentences.calls <= MOST_CALLS;
    if (values.json) process.stdout.write(`${JSON.stringify({ ...result, held })}\n`);
    else process.stdout.write(`${JSON.stringify({ ...result, held }, null, 2)}\n`);
    return held;
  } finally {
    probe.close();
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main().then(
  (held) => process.exit(held ? 0 : 1),
  (error: Error) => {
    say(error.message);
    process.exit(1);
  },
);
