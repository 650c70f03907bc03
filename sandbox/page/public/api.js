/** The sandbox's API. A refusal is thrown as an error whose message is what the API said. */
async function call(method, url, body) {
  const headers = body ? { 'content-type': 'application/json' } : {};
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) }).catch(() => {
    throw new Error('Песочница не отвечает. Запущена ли она?');
  });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(data.error ?? `Ошибка ${answer.status}`), { data });
  return data;
}

const chatsOf = (channel) => `/api/channels/${encodeURIComponent(channel)}/chats`;
const messagesOf = (channel, chat) => `${chatsOf(channel)}/${encodeURIComponent(chat)}/messages`;
const ordersOf = (channel, chat) => `/api/orders?${new URLSearchParams({ channel, chat })}`;

export const api = {
  /** Names of the messengers that are played. */
  channels: async () => (await call('GET', '/api/channels')).channels,
  /** Names of all chats, oldest first. */
  chats: async (channel) => (await call('GET', chatsOf(channel))).chats,
  chatMessages: async (channel, chat) => (await call('GET', messagesOf(channel, chat))).messages,
  say: (channel, chat, body) => call('POST', messagesOf(channel, chat), body),
  bakerMessages: async () => (await call('GET', '/api/baker/messages?own=1')).messages,
  bakerSay: (body) => call('POST', '/api/baker/messages', body),
  bakerPress: (seq, body) => call('POST', `/api/baker/messages/${seq}/press`, body),
  orders: async (channel, chat) => (await call('GET', ordersOf(channel, chat))).orders,
  orderEvents: async (id) => (await call('GET', `/api/orders/${encodeURIComponent(id)}/events`)).events,
  /** `status` is `ok`, or `missing` says what is not ready. */
  health: () => call('GET', '/api/health').catch((error) => error.data ?? { missing: [error.message] }),
};
