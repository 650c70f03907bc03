import { NodeHelpers, type INode, type IWorkflowMetadata } from 'n8n-workflow';

/** Last part of the webhook's path. */
export const PATH = 'webhook';

/** The part of the webhook's path that n8n drew for this node; the same in the test and in the published address. */
export const ownPath = (context: { getNode(): INode; getWorkflow(): IWorkflowMetadata }): string =>
  NodeHelpers.getNodeWebhookPath(String(context.getWorkflow().id), context.getNode(), PATH);

/** The host that an owner recognises; the path stays unsaid, it can be a secret. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : 'неизвестный адрес');

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname : '');

/**
 * Whose a registered address is, seen from the address that is to be registered. `this`: that very one. `moved`: the
 * same path on another host, as after a change of n8n's public address. `sibling`: this node's other address (test or
 * published). The path has a random part for each node, so nobody else's is taken for ours.
 */
export function relation(registered: string, wanted: string, path: string): 'this' | 'moved' | 'sibling' | 'foreign' {
  if (registered === wanted) return 'this';
  if (pathOf(registered) === pathOf(wanted)) return 'moved';
  return pathOf(registered).endsWith(`/${path}`) ? 'sibling' : 'foreign';
}
