import { cakeOrder, chatReply, startRig, type Item, type Rig } from './support/rig';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig?.stop());

const reply = (channel: 'vk' | 'telegram', chat: string): Item => ({
  key: `${channel}-${chat}-${Math.random()}`,
  kind: 'reply',
  to: { channel, account: 'main', chat },
  reply: { text: 'Здравствуйте' },
});
const swept = () => cakeOrder(rig, 'sendUnsent', { olderThan: 15 });

it('the owner is told once when a messenger takes no replies, and again after it had recovered', async () => {
  expect((await swept()).error).toBeUndefined();
  const [lost] = (await chatReply(rig, [reply('vk', '1'), reply('vk', '2')])).outputs[0];
  expect(lost.outcome).toBe('no_credential');
  const { error } = await swept();
  expect(error?.message).toContain('ВКонтакте: ответы клиентам не уходят');
  expect(error?.description).toContain('Разговоры записаны');
  await chatReply(rig, [reply('vk', '3')]);
  expect((await swept()).error).toBeUndefined();
});

it('a customer who blocked the bot is no trouble of the owner’s', async () => {
  await rig.sandbox.customer('gone').says('Здравствуйте');
  await rig.sandbox.customer('gone').says({ kind: 'block' });
  const { data } = await rig.sandbox.http.get<{ id: string }>('/channels/telegram/chats/gone');
  const [sent] = (await chatReply(rig, [reply('telegram', data.id)])).outputs[0];
  expect(sent.outcome).toBe('blocked');
  expect((await swept()).error).toBeUndefined();
});
