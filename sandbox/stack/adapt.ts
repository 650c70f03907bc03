import { DEFAULT_SHOP_DOCUMENT } from '../../lib/order';
import type { WorkflowFile } from './workflows';

/** The chat in which the sandbox's baker sits. */
export const SANDBOX_BAKER_CHAT = '500000001';

/**
 * Fills what differs from one installation to the next into a shipped workflow: the menu's document with the baker's
 * chat, and the chat that hears of faults.
 *
 * @param bakerChat Telegram number of the baker's chat; the sandbox's baker without it
 */
export function adaptTo({ bakerChat = SANDBOX_BAKER_CHAT }: { bakerChat?: string }): (file: WorkflowFile) => void {
  return (file) => {
    for (const node of file.nodes) {
      if (node.type === 'n8n-nodes-cake-order.cakeMenuTrigger') {
        const shop = structuredClone(DEFAULT_SHOP_DOCUMENT) as { baker: { chats: string[] } };
        shop.baker.chats = [bakerChat];
        node.parameters.shop = JSON.stringify(shop, null, 2);
      }
      if (node.name === 'Сказать владельцу') node.parameters.chatId = bakerChat;
    }
  };
}
