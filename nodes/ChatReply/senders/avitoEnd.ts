import { DateTime } from 'luxon';

import { PATHS } from '../../../lib/channels/avito/paths';
import type { AvitoVerdict } from '../../../lib/channels/avito/verdict';
import { TARIFF_WORDS } from '../../../lib/channels/avito/words';
import type { Delivery } from '../../../lib/channels/types';
import type { ChatAddress } from '../../../lib/sessions/types';
import type { Avito } from '../../shared/avito';

/** Longer waits are left to the sweeper: an execution should not stand for minutes. */
export const LONGEST_WAIT_MS = 30_000;
/** What the owner has to mend is asked for again after this long. */
const MEND_MS = 300_000;

/** 403 has several reasons. What else the token may do tells which. */
async function whyForbidden(
  avito: Avito,
  { account, chat }: ChatAddress,
): Promise<Exclude<Delivery['outcome'], 'sent'> | 'tariff'> {
  const self = await avito.ask('GET', PATHS.self);
  if (self.status === 401 || self.status === 403) return 'no_credential';
  if (self.status !== 200) return 'later';
  const read = await avito.ask('GET', PATHS.chat(account, chat));
  if (read.status === 200) return 'blocked';
  if (read.status === 402 || read.status === 403) return 'tariff';
  return read.status === 404 ? 'refused' : 'later';
}

/** What becomes of a reply that could not be sent to its end. */
export async function endOf(
  verdict: Exclude<AvitoVerdict, { kind: 'sent' }>,
  avito: Avito,
  to: ChatAddress,
): Promise<Omit<Delivery, 'messages'>> {
  const { kind, detail } = verdict;
  const after = (ms: number) => DateTime.utc().plus(ms).toISO();
  if (kind === 'wait') return { outcome: 'later', detail, at: after(Math.max(verdict.afterMs, LONGEST_WAIT_MS)) };
  if (kind === 'unknown') return { outcome: 'later', detail, at: after(LONGEST_WAIT_MS) };
  if (kind === 'credential') return { outcome: 'no_credential', detail, at: after(MEND_MS) };
  const why = kind === 'forbidden' ? await whyForbidden(avito, to) : kind;
  if (why === 'tariff') return { outcome: 'later', detail: `${detail}. ${TARIFF_WORDS}`, at: after(MEND_MS) };
  if (why === 'later' || why === 'no_credential') return { outcome: why, detail, at: after(MEND_MS) };
  return { outcome: why, detail };
}
