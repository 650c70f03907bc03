import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import type { WorkflowFile } from './workflows';

/** What differs from one installation to the next. What is absent stays empty, and publishing the menu asks for it. */
export interface Installation {
  /** Telegram number of the baker's chat; it also hears of faults. */
  bakerChat?: string;
  /** Who processes personal data, and where the policy is (152-FZ). */
  operatorName?: string;
  policyUrl?: string;
  /** A Redis is there to keep a copy of conversations. */
  redis?: boolean;
}

const { name: operatorName, policy_url: policyUrl } = DEFAULT_SHOP_DOCUMENT.operator as Record<string, string>;

/** The sandbox plays all of it: nobody's data is real there. */
export const SANDBOX_INSTALLATION: Installation = { bakerChat: '500000001', operatorName, policyUrl };

/** Fills an installation's own facts into a shipped workflow: the menu's panel, and the chat that hears of faults. */
export function adaptTo({ bakerChat = '', operatorName = '', policyUrl = '', redis = false }: Installation) {
  return (file: WorkflowFile): void => {
    for (const node of file.nodes) {
      if (node.type === 'n8n-nodes-cake-order.cakeMenuTrigger') {
        Object.assign(node.parameters, {
          operator_name: operatorName,
          policy_url: policyUrl,
          baker_chats: bakerChat,
        });
      }
      // n8n publishes no node whose credential is absent, so the shipped files name none.
      if (redis && node.type === 'n8n-nodes-cake-order.cakeOrder') {
        node.credentials = { ...node.credentials, redis: { id: 'redis', name: '' } };
      }
      if (node.name === 'Сказать владельцу') {
        node.parameters.chatId = bakerChat;
        // n8n publishes no Telegram node without a chat; the owner enters hers and switches the node on.
        if (!bakerChat) node.disabled = true;
      }
    }
  };
}
