import { fieldOf, wordsOf } from './values';

/** An address that Avito brings an account's messages to. */
export interface Subscription {
  url: string;
  version?: string;
}

/** Reads Avito's list of subscriptions: `{subscriptions: [{url, version}]}`. */
export function subscriptionsOf(body: unknown): Subscription[] {
  const list = fieldOf(body, 'subscriptions');
  return (Array.isArray(list) ? list : []).flatMap((one: unknown) => {
    const url = wordsOf(fieldOf(one, 'url'));
    const version = fieldOf(one, 'version');
    return url ? [{ url, ...(version === undefined ? {} : { version: String(version) }) }] : [];
  });
}

/** An address without what may be a secret in it: its query's values. Still tells which one is meant. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return url;
  const address = new URL(url);
  for (const name of [...address.searchParams.keys()]) address.searchParams.set(name, '***');
  address.username = '';
  address.password = '';
  return address.href;
}
