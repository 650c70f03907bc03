/**
 * A bot written with the public client vk-io, in a process of its own: vk-io loads a module in a way that jest does not
 * allow. It does what its parent asks, and tells its parent what it hears.
 */
import http from 'node:http';
import { Keyboard, VK } from 'vk-io';

const [url, token, groupId] = process.argv.slice(2);
const own = {
  token,
  apiBaseUrl: `${url}/method`,
  apiLimit: 20,
  agent: new http.Agent({ keepAlive: true }),
  pollingGroupId: Number(groupId),
};
const vk = new VK(own);

function listenTo({ updates }) {
  updates.on('message_new', async (context) => {
    const answer = await context.send(`Вы сказали: ${context.text}`);
    const { text, peerId, messagePayload } = context;
    const attachments = context.attachments.map(String);
    process.send({ heard: { text, peerId, messagePayload, attachments, answered: answer.conversationMessageId } });
  });
  updates.on('message_event', async (context) => {
    await context.answer({ type: 'show_snackbar', text: 'Готово' });
    process.send({ heard: { event: context.eventPayload, cmid: context.conversationMessageId } });
  });
}

const deeds = {
  greet: ({ peer_id, random_id }) => {
    const keyboard = Keyboard.builder()
      .textButton({ label: 'Медовик', payload: { filling: 'honey' }, color: Keyboard.PRIMARY_COLOR })
      .row()
      .urlButton({ label: 'Сайт', url: 'https://bakery.example/' })
      .row()
      .callbackButton({ label: 'Состав', payload: { show: 'honey' } })
      .inline();
    return vk.api.messages.send({ peer_id, random_id, message: 'Какая начинка?', keyboard });
  },
  picture: async ({ peer_id, base64 }) => {
    const value = Buffer.from(base64, 'base64');
    const photo = await vk.upload.messagePhoto({ peer_id, source: { value, filename: 'cake.png' } });
    await vk.api.messages.send({ peer_id, random_id: 0, attachment: String(photo) });
    return String(photo);
  },
  refused: ({ method, params }) =>
    vk.api.call(method, params).then(
      () => null,
      ({ code, message }) => ({ code, message }),
    ),
  poll: async () => {
    listenTo(vk);
    await vk.updates.startPolling();
  },
  webhook: async ({ port, secret }) => {
    const { code } = await vk.api.groups.getCallbackConfirmationCode({ group_id: Number(groupId) });
    const hooked = new VK({ ...own, webhookSecret: secret, webhookConfirmation: code });
    listenTo(hooked);
    await hooked.updates.startWebhook({ host: '127.0.0.1', port, path: '/vk' });
  },
};

process.on('message', ({ id, deed, given }) => {
  Promise.resolve(deeds[deed](given)).then(
    (result) => process.send({ id, result }),
    (error) => process.send({ id, failed: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
