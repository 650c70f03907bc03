import type Stripe from 'stripe';

import { ask, baseOf, fieldOf, isObject } from '../answers';
import type { Http } from '../types';

/** Where Stripe itself listens. */
export const STRIPE_URL = 'https://api.stripe.com';

/** What the credential «Stripe Checkout API» holds. */
export interface StripeSettings {
  secretKey: string;
  /** Of the endpoint that Stripe calls (`whsec_…`); without it no notification is believed. */
  signingSecret?: string;
  /** Base address without `/v1`. */
  baseUrl?: string;
}

const TIMEOUT_MS = 30_000;

/** The library's client, made when it is first wanted: it takes a fifth of a second to load. */
export type Client = () => Promise<Stripe>;

export const stripeLibrary = async (): Promise<typeof Stripe> => (await import('stripe')).default;

type Transport = NonNullable<Stripe.StripeConfig['httpClient']>;

/** Headers that tell about this machine, or that whoever sends sets himself. */
const OWN = ['x-stripe-client-user-agent', 'content-length'];

/** Carries the library's calls through `http`, to wherever the base address leads. */
function transport(base: string, secrets: string[], http: Http): Transport {
  return {
    getClientName: () => 'n8n',
    makeRequest: async (_host, _port, path, method, headers, requestData, _protocol, timeout) => {
      const kept = Object.entries(headers).filter(([name]) => !OWN.includes(name.toLowerCase()));
      const { status, json, why } = await ask(http, secrets, {
        method: method as 'GET' | 'POST' | 'DELETE',
        url: base + path,
        headers: Object.fromEntries(kept.map(([name, value]) => [name, String(value)])),
        ...(requestData ? { body: requestData } : {}),
        timeoutMs: timeout,
      });
      if (status === 0) throw Object.assign(new Error(why), { code: why });
      return {
        getStatusCode: () => status,
        getHeaders: () => ({}),
        // The library writes into it, and hangs for ever if that cannot be done.
        getRawResponse: () => ({}),
        toStream: () => null,
        toJSON: async () => {
          // A refusal without Stripe's own `error` would pass for what was asked for.
          if (!json || (status >= 300 && !isObject(json.error)))
            throw new SyntaxError(`${status} and no Stripe object`);
          return json;
        },
      };
    },
  };
}

/** Asks once: whether to ask again is decided by whoever hands out the effect. Nothing is sent about this machine. */
export function stripeClient({ secretKey, signingSecret, baseUrl }: StripeSettings, http: Http): Client {
  const secrets = [fieldOf(secretKey), fieldOf(signingSecret)];
  let client: Promise<Stripe> | null = null;
  const make = async (): Promise<Stripe> => {
    const Library = await stripeLibrary();
    // The library refuses an empty key by throwing; Stripe refuses it in words.
    return new Library(fieldOf(secretKey, 'none'), {
      httpClient: transport(baseOf(baseUrl, STRIPE_URL), secrets, http),
      maxNetworkRetries: 0,
      timeout: TIMEOUT_MS,
      telemetry: false,
    });
  };
  return () => (client ??= make());
}
