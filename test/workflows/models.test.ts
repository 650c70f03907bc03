import { after, byId, isExpression } from './support';

const ai = byId.get('cakeAi000000')!;
const watch = byId.get('cakeModels00')!;

const chain = (workflow: typeof ai, from: string): string[] => {
  const [next] = after(workflow, from, 0);
  return next && next.name !== from ? [from, ...chain(workflow, next.name)] : [from];
};

test('what a model is asked for passes through both nodes that ask one, without an expression, back into the conversation', () => {
  const path = chain(ai, 'Что прочитать или нарисовать');
  expect(path).toEqual(['Что прочитать или нарисовать', 'ИИ читает сообщение', 'Эскиз торта', 'Итог', 'Ответ клиенту']);
  const nodes = path.map((name) => ai.nodes.find((node) => node.name === name)!);
  expect(nodes.map(({ type }) => type.split('.')[1])).toEqual([
    'executeWorkflowTrigger',
    'cakeUnderstanding',
    'cakePreview',
    'cakeOrder',
    'chatReply',
  ]);
  expect(nodes.map(({ parameters }) => isExpression(parameters))).toEqual(nodes.map(() => false));
});

test('nodes that need a model’s credential are off, the one that can draw by itself is on', () => {
  const off = [ai, watch].flatMap(({ nodes }) => nodes.filter(({ disabled }) => disabled).map(({ name }) => name));
  expect(off).toEqual(['ИИ читает сообщение', 'Проверить модели']);
});

test('the models are named: what a node takes of itself may be another one tomorrow', () => {
  const named = [ai, watch].flatMap(({ nodes }) => JSON.stringify(nodes).match(/gpt-[\w.-]+/g) ?? []);
  expect(new Set(named)).toEqual(new Set(['gpt-4o-mini', 'gpt-6-luna', 'gpt-image-2.5-flare']));
  const asked = ai.nodes.flatMap((node) => JSON.stringify(node.parameters).match(/gpt-[\w.-]+/g) ?? []);
  const watched = JSON.stringify(watch.nodes.find(({ name }) => name === 'Проверить модели')!.parameters);
  for (const model of asked) expect(watched).toContain(model);
});

test('while the watch is off, nobody is told anything: a disabled node passes on what comes', () => {
  expect(chain(watch, 'Каждое утро')).toEqual([
    'Каждое утро',
    'Проверить модели',
    'Есть о чём сказать',
    'Сказать владельцу',
  ]);
  const filter = watch.nodes.find(({ name }) => name === 'Есть о чём сказать')!;
  expect(filter.type).toBe('n8n-nodes-base.filter');
  expect(filter.parameters.conditions).toMatchObject({
    conditions: [{ leftValue: '={{ $json.text }}', operator: { type: 'string', operation: 'exists' } }],
  });
});
