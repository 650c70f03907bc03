import { parseArgs } from 'node:util';
import axios from 'axios';

import { questionKeyOf, type QuestionKey } from '../lib/dialogue';
import type { Language } from '../lib/order';
import { SandboxClient, type Baker, type BakerMessage, type Customer } from './client';
import { confirm, talkUntil, usualWishes } from './customerScript';
import { readSettings } from './settings';
import { startStack, type Stack } from './stack/stack';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** What is refused before anything starts: a word that this version does not know. */
class Usage extends Error {}

const CHANNELS = ['telegram', 'vk', 'avito'];

function readArguments(): { channel: string; language: Language; json: boolean } {
  const { values } = parseArgs({
    options: {
      channel: { type: 'string', default: 'telegram' },
      language: { type: 'string', default: 'ru' },
      provider: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { channel, language, provider } = values;
  if (!CHANNELS.includes(channel)) throw new Usage(`--channel ${channel}: there are ${CHANNELS.join(', ')}`);
  if (language !== 'ru' && language !== 'en') throw new Usage(`--language ${language}: there are ru and en`);
  if (provider !== undefined) throw new Usage(`--provider ${provider}: payment is not built in yet; leave it out`);
  return { channel, language, json: values.json! };
}

/** The running system, or one started for this order on the usual data. */
async function findStack(): Promise<{ url: string; started: Stack | null }> {
  const settings = readSettings();
  const url = `http://127.0.0.1:${settings.sandboxPort}`;
  const running = await axios.get(`${url}/api/health`, { validateStatus: () => true, timeout: 5000 }).catch(() => null);
  if (running?.status === 200) return { url, started: null };
  say('No running system here; starting one…');
  const started = await startStack({ ...settings, say });
  await started.healthy();
  return { url: started.sandboxUrl, started };
}

/** The baker's way with an order: the label of her button, and what the customer then hears. */
const BAKERS_WAY: [label: string, heard: QuestionKey][] = [
  ['Принять', 'accepted'],
  ['Печём', 'baking'],
  ['Готов', 'ready'],
  ['Выдан', 'handed_over'],
];

/** Takes the order whose card shows its number from the baker's decision to the hand-over. */
async function bakersPart(baker: Baker, customer: Customer, number: number, language: Language): Promise<void> {
  const ofOrder = ({ text, buttons }: BakerMessage, label: string) =>
    text.includes(`№ ${number}`) && buttons.includes(label);
  for (const [label, heard] of BAKERS_WAY) {
    const card = await baker.hears((message) => ofOrder(message, label));
    await baker.press(card.seq, label);
    await customer.hears(({ text }) => questionKeyOf(text, language) === heard);
    say(`  baker: ${label}`);
  }
}

async function main(): Promise<void> {
  const { channel, language, json } = readArguments();
  const { url, started } = await findStack();
  const begun = Date.now();
  try {
    const sandbox = new SandboxClient(url);
    const chat = `demo-${Date.now().toString(36)}-${process.pid}`;
    const customer = sandbox.customer(chat, channel);
    const baker = sandbox.baker;
    await baker.unread();
    const wanted = usualWishes(language);
    await talkUntil('summary', customer, wanted);
    const placed = await confirm(customer, language);
    say(`  customer: ${placed.text}`);
    const [ordered] = await sandbox.orders({ channel, chat });
    if (!ordered) throw new Error('The order is confirmed, but /api/orders does not show it');
    await bakersPart(baker, customer, ordered.number, language);
    const [order] = await sandbox.orders({ number: ordered.number });
    const { number, status, total, paid } = order;
    const messages = (await customer.history()).length;
    const seconds = Math.round((Date.now() - begun) / 100) / 10;
    const result = {
      channel,
      language,
      provider: null,
      order: { number, status, total, paid },
      messages,
      seconds,
    };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : `Order № ${number}: ${status}, ${total / 100} ₽\n`);
    if (status !== 'handed_over' || total <= 0) throw new Error(`The order did not reach its end: ${status}, ${total}`);
  } finally {
    await started?.stop();
  }
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    say(error.message);
    process.exit(error instanceof Usage ? 2 : 1);
  },
);
