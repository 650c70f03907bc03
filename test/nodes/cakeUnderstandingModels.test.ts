import { LoadOptionsContext } from 'n8n-core';
import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { says, aChat } from '../contract/support/toy';
import { CakeUnderstanding } from '../../nodes/CakeUnderstanding/CakeUnderstanding.node';
import { additionalDataOf, namesOf, runNode, workflowOf, type Credentials } from './harness';
import { Models } from './support/models';
import { startRig, type Rig } from './support/rig';

const KEY = 'sk-proj-a-key-that-nobody-may-see';
const DAY_MS = 86_400_000;
const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

let rig: Rig;
let models: Models;
beforeAll(async () => {
  models = await Models.start();
  rig = await startRig();
});
afterAll(async () => {
  await rig?.stop();
  await models?.stop();
});

const credentials = (url = models.url): Credentials => ({
  openAiApi: { apiKey: KEY, url },
  supabaseApi: rig.credentials.supabaseApi,
});
const list = (...ids: string[]) => ({ models: ids.map((value) => ({ model: { __rl: true, mode: 'id', value } })) });

async function check(also: string[] = [], parameters: IDataObject = {}, given = credentials()): Promise<IDataObject[]> {
  const all = { operation: 'checkModels', daysAhead: 30, alsoCheck: list(...also), ...parameters };
  const { outputs, error } = await runNode(new CakeUnderstanding(), all as IDataObject, [{}], given);
  if (error) throw error;
  return outputs[0];
}

/** A model that has answered, by the ledger. */
async function used(model: string): Promise<void> {
  const { supabaseApi } = rig.credentials;
  const chat = aChat();
  await rig.keeper.load({ chat, event: says('x') });
  const { createSupabaseLedger } = await import('../../lib/sessions/supabaseLedger');
  const ledger = createSupabaseLedger({
    url: String(supabaseApi.host),
    serviceKey: String(supabaseApi.serviceRole),
    fetch,
  });
  await ledger.beginCall({ key: `used:${model}`, chat, perMonth: 1000, now: new Date().toISOString() });
  await ledger.endCall({
    key: `used:${model}`,
    model,
    promptTokens: 1,
    completionTokens: 1,
    requests: 1,
    answer: null,
  });
}

describe('Check Models', () => {
  it('is silent while all is well', async () => {
    models.serves([{ id: 'lives-on' }, { id: 'far', shutdown_date: dayIn(200) }]);
    expect(await check(['lives-on', 'far'])).toEqual([]);
  });

  it('tells of used and of named models that end soon or are over, and where to choose another', async () => {
    await used('used-model');
    const soon = dayIn(10);
    models.serves([
      { id: 'used-model', shutdown_date: soon },
      { id: 'gpt-image-over', shutdown_date: dayIn(-3) },
      { id: 'far', shutdown_date: dayIn(31) },
    ]);
    const found = await check(['gpt-image-over', 'far', 'used-model']);
    expect(found).toMatchObject([
      { model: 'used-model', nodes: ['Cake Understanding'], until: soon, daysLeft: 10, instead: null },
      { model: 'gpt-image-over', nodes: ['Cake Preview'], daysLeft: -3 },
    ]);
    expect(found[0].text).toMatch(
      /^Модель used-model \(узел «Cake Understanding»\) работает до .* \(осталось дней: 10\)/,
    );
    expect(found[1].text).toMatch(/^Модель gpt-image-over \(узел «Cake Preview»\) отключена с /);
    expect(await check(['far'], { daysAhead: 40 })).toHaveLength(2);
  });

  it('tells of a model that the server does not have, unless it only does not list it', async () => {
    models.serves([{ id: 'used-model' }, { id: 'other' }]);
    const [{ model, text }, ...rest] = await check(['gpt-typo']);
    expect([model, rest]).toEqual(['gpt-typo', []]);
    expect(text).toContain('на сервере больше нет');
  });

  it('knows what OpenAI has announced where the server says nothing', async () => {
    models.serves([]);
    expect(await check(['dall-e-3'])).toMatchObject([
      { model: 'dall-e-3', until: '2026-05-12', instead: 'gpt-image-2.6-flare' },
    ]);
    expect(await check(['dall-e-3'], {}, credentials('http://127.0.0.1:1/v1'))).toHaveLength(1);
  });
});

describe('the list of models', () => {
  async function search(
    method: 'searchChatModels' | 'searchAllModels',
    given: Credentials,
    filter?: string,
  ): Promise<INodeListSearchResult> {
    const node = new CakeUnderstanding();
    const workflow = workflowOf({ node }, { type: 'node', credentials: namesOf(given) });
    const context = new LoadOptionsContext(
      workflow,
      workflow.getNode('Node')!,
      additionalDataOf(workflow, given),
      'model',
    );
    return node.methods.listSearch[method].call(context as ILoadOptionsFunctions, filter);
  }

  it('shows what can read, with the day on which it ends, and finds by name', async () => {
    const soon = dayIn(5);
    models.serves([{ id: 'gpt-b', shutdown_date: soon }, { id: 'gpt-a' }, { id: 'gpt-image-2' }, { id: 'whisper-1' }]);
    expect((await search('searchChatModels', credentials())).results).toEqual([
      { name: 'gpt-a', value: 'gpt-a' },
      { name: `⚠ gpt-b (until ${soon})`, value: 'gpt-b' },
    ]);
    expect((await search('searchChatModels', credentials(), 'GPT-B')).results).toHaveLength(1);
    expect((await search('searchAllModels', credentials())).results).toHaveLength(4);
  });

  it('says why it cannot', async () => {
    const asked = search('searchChatModels', credentials('http://127.0.0.1:1/v1'));
    await expect(asked).rejects.toThrow('До сервера моделей не достучаться');
  });
});
