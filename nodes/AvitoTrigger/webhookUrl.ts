import { createHmac, timingSafeEqual } from 'node:crypto';
import { NodeHelpers } from 'n8n-workflow';

import { avitoCredentialOf } from '../shared/avito';
import type { NodeContext } from '../shared/http';

/** Last part of the webhook's path. */
export const PATH = 'avito';
/** The query's field with the secret: Avito signs nothing that can be checked, so the address itself must be a secret. */
const FIELD = 's';

/** The part of the webhook's path that n8n drew for this node; the same in the test and in the published address. */
export const ownPath = (context: NodeContext): string =>
  NodeHelpers.getNodeWebhookPath(String(context.getWorkflow().id), context.getNode(), PATH);

/** Made from the credential's own secret, so that nothing has to be kept and every process of n8n knows it. */
export async function secretOf(context: NodeContext): Promise<string> {
  const type = avitoCredentialOf(context);
  const { clientSecret } = type ? await context.getCredentials(type) : {};
  return createHmac('sha256', String(clientSecret ?? ''))
    .update(`avito-webhook:${ownPath(context)}`)
    .digest('hex');
}

/** An address of the webhook with its secret. */
export function withSecret(url: string, secret: string): string {
  const address = new URL(url);
  address.searchParams.set(FIELD, secret);
  return address.href;
}

/** Whether a call carries the secret. */
export function carriesSecret(query: object, secret: string): boolean {
  const given = Buffer.from(String((query as Record<string, unknown>)[FIELD] ?? ''));
  const wanted = Buffer.from(secret);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * Whether a registered address is an older one of this very node: the path has a random part for each node. On another host
 * it is where n8n was before its public address changed.
 */
export function isLeftover(registered: string, wanted: string, path: string, published: boolean): boolean {
  if (registered === wanted || !URL.canParse(registered)) return false;
  const [old, own] = [new URL(registered), new URL(wanted)];
  if (old.host !== own.host) return published && old.pathname === own.pathname;
  // A test listens beside the published address, which is not its to remove.
  return old.pathname === own.pathname || (published && old.pathname.endsWith(`/${path}`));
}
