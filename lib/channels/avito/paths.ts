const messenger = (version: number, account: string) =>
  `/messenger/v${version}/accounts/${encodeURIComponent(account)}`;
const chatOf = (version: number, account: string, chat: string) =>
  `${messenger(version, account)}/chats/${encodeURIComponent(chat)}`;

/** Avito's paths, of Avito's OpenAPI of 2026-08-03. Ids of chats hold a tilde, so all are encoded. */
export const PATHS = {
  /** GET: the account that the token belongs to. */
  self: '/core/v1/accounts/self',
  chats: (account: string) => `${messenger(2, account)}/chats`,
  chat: (account: string, chat: string) => chatOf(2, account, chat),
  /** GET: history. The slash at the end is Avito's. */
  messages: (account: string, chat: string) => `${chatOf(3, account, chat)}/messages/`,
  /** POST: text. */
  send: (account: string, chat: string) => `${chatOf(1, account, chat)}/messages`,
  sendImage: (account: string, chat: string) => `${chatOf(1, account, chat)}/messages/image`,
  /** POST, not DELETE. */
  deleteMessage: (account: string, chat: string, message: string) =>
    `${chatOf(1, account, chat)}/messages/${encodeURIComponent(message)}`,
  read: (account: string, chat: string) => `${chatOf(1, account, chat)}/read`,
  upload: (account: string) => `${messenger(1, account)}/uploadImages`,
  item: (account: string, item: string) =>
    `/core/v1/accounts/${encodeURIComponent(account)}/items/${encodeURIComponent(item)}/`,
  /** POST, although it only lists. */
  subscriptions: '/messenger/v1/subscriptions',
  subscribe: '/messenger/v3/webhook',
  unsubscribe: '/messenger/v1/webhook/unsubscribe',
} as const;
