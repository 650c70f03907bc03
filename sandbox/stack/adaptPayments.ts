import type { PaymentProvider } from '../../lib/order';
import type { N8nApi } from './n8nApi';
import {
  choose,
  shippedWorkflows,
  webhookAddress,
  type AddressOf,
  type WorkflowFile,
  type WorkflowNode,
} from './workflows';

/** Providers that make links, and the credential of each. */
const CREDENTIALS = { yookassa: 'yooKassaApi', tbank: 'tBankApi', stripe: 'stripeCheckoutApi' } as const;

/** A provider that tells by notifications what became of a payment. */
export type Notifying = keyof typeof CREDENTIALS;

const TRIGGER = 'n8n-nodes-cake-order.paymentTrigger';
/** Last part of its webhook's path. */
const PATH = 'payment';

const providerOf = ({ parameters }: Pick<WorkflowNode, 'parameters'>): Notifying => parameters.provider as Notifying;

/** Gives the nodes of payment their credentials, switches on the triggers, and tells T-Bank's links where to notify. */
export function connectPayments(
  node: WorkflowNode,
  { nodes }: WorkflowFile,
  payments: PaymentProvider[],
  addressOf: AddressOf,
): void {
  const online = payments.filter((way): way is Notifying => way !== 'manual');
  if (node.type === 'n8n-nodes-cake-order.payment') {
    for (const way of online) choose(node, CREDENTIALS[way]);
    const tBank = nodes.find((one) => one.type === TRIGGER && providerOf(one) === 'tbank');
    if (online.includes('tbank') && tBank && node.parameters.operation === 'playEffect') {
      node.parameters.notificationUrl = addressOf(tBank, PATH);
    }
  }
  if (node.type === TRIGGER && online.includes(providerOf(node))) {
    delete node.disabled;
    choose(node, CREDENTIALS[providerOf(node)]);
  }
}

/** Where each provider's notifications are taken now, by the triggers as they stand in n8n. */
export async function notificationAddresses(api: N8nApi, webhookBase: string): Promise<Map<Notifying, string>> {
  const addresses = new Map<Notifying, string>();
  for (const { id } of shippedWorkflows()) {
    const stored = await api.workflow(id);
    for (const node of (stored?.nodes ?? []) as unknown as WorkflowNode[]) {
      if (node.type !== TRIGGER || node.disabled) continue;
      addresses.set(providerOf(node), webhookAddress(webhookBase, node.webhookId, PATH));
    }
  }
  return addresses;
}
