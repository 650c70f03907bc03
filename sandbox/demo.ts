import { parseArgs } from 'node:util';
import axios from 'axios';

import { PAYMENT_PROVIDERS, type Language, type PaymentProvider } from '../lib/order';
import { SandboxClient } from './client';
import { confirm, freeWords, talkUntil, usualWishes } from './customerScript';
import { takeToItsEnd } from './orderScript';
import { readSettings } from './settings';
import { startStack, type Stack } from './stack/stack';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** What is refused before anything starts: a word that this version does not know. */
class Usage extends Error {}

const CHANNELS = ['telegram', 'vk', 'avito'];

/** An order in three sentences may cost so many questions to a language model; the last one holds name and phone alone. */
const MOST_MODEL_CALLS = 2;

interface Arguments {
  channel: string;
  language: Language;
  provider?: PaymentProvider;
  json: boolean;
  freeText: boolean;
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      channel: { type: 'string', default: 'telegram' },
      language: { type: 'string', default: 'ru' },
      provider: { type: 'string' },
      json: { type: 'boolean', default: false },
      'free-text': { type: 'boolean', default: false },
    },
  });
  const { channel, language, provider: named, 'free-text': freeText = false } = values;
  if (!CHANNELS.includes(channel)) throw new Usage(`--channel ${channel}: there are ${CHANNELS.join(', ')}`);
  if (language !== 'ru' && language !== 'en') throw new Usage(`--language ${language}: there are ru and en`);
  const provider = PAYMENT_PROVIDERS.find((one) => one === named);
  if (named !== undefined && !provider) {
    throw new Usage(`--provider ${named}: there are ${PAYMENT_PROVIDERS.join(', ')}`);
  }
  return { channel, language, provider, json: values.json!, freeText };
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

/**
 * Says how often the sandbox's language model was asked since then (ISO).
 *
 * @throws Error when an order costs more than it should
 */
async function countModelCalls(sandbox: SandboxClient, since: string): Promise<void> {
  const asked = (await sandbox.calls('openai', since)).filter(({ path }) => path.includes('/chat/completions'));
  say(`  model: asked ${asked.length} times`);
  if (asked.length > MOST_MODEL_CALLS) {
    throw new Error(`The model was asked ${asked.length} times; three sentences are worth ${MOST_MODEL_CALLS}`);
  }
}

async function main(): Promise<void> {
  const { channel, language, provider, json, freeText } = readArguments();
  const { url, started } = await findStack();
  const begun = Date.now();
  try {
    const sandbox = new SandboxClient(url);
    const chat = `demo-${Date.now().toString(36)}-${process.pid}`;
    const customer = sandbox.customer(chat, channel);
    const baker = sandbox.baker;
    await baker.unread();
    const wanted = freeText ? freeWords(language) : usualWishes(language);
    await talkUntil('summary', customer, wanted);
    if (freeText) await countModelCalls(sandbox, new Date(begun).toISOString());
    const placed = await confirm(customer, language);
    say(`  customer: ${placed.text}`);
    const [ordered] = await sandbox.orders({ channel, chat });
    if (!ordered) throw new Error('The order is confirmed, but /api/orders does not show it');
    const deal = { sandbox, customer, baker, number: ordered.number, language, provider };
    const paidBy = await takeToItsEnd(deal, (line) => say(`  ${line}`));
    const [order] = await sandbox.orders({ number: ordered.number });
    const { number, status, total, paid, inscription, fulfilment } = order;
    const messages = (await customer.history()).length;
    const seconds = Math.round((Date.now() - begun) / 100) / 10;
    const result = {
      channel,
      language,
      provider: paidBy,
      order: { number, status, total, paid },
      messages,
      seconds,
    };
    process.stdout.write(json ? `${JSON.stringify(result)}\n` : `Order № ${number}: ${status}, ${total / 100} ₽\n`);
    if (inscription !== wanted.inscription || fulfilment !== wanted.fulfilment) {
      throw new Error(`The order is not what was said: «${inscription}», ${fulfilment}`);
    }
    const whole = paidBy === null ? 0 : total;
    if (status !== 'handed_over' || total <= 0 || paid !== whole) {
      throw new Error(`The order did not reach its end: ${status}, total ${total}, paid ${paid}`);
    }
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
