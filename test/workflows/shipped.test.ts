import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, validateNodeCredentials, type INode, type INodeType } from 'n8n-workflow';

import { OUTPUTS } from '../../nodes/shared/emit';
import { after, all, byId, calledBy, folder, isExpression, namesLate, ours, PACK, type Node } from './support';

const files = all.map(({ file }) => file);

test('the shipped workflows are there, numbered, with different ids', () => {
  expect(files.length).toBeGreaterThanOrEqual(9);
  expect(files.every((file) => /^\d\d-[a-z-]+\.json$/.test(file))).toBe(true);
  expect(byId.size).toBe(files.length);
});

describe.each(all)('$file', ({ file, workflow }) => {
  const names = workflow.nodes.map(({ name }) => name);

  test('names its nodes apart and connects only what exists', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const [from, { main }] of Object.entries(workflow.connections)) {
      expect(names).toContain(from);
      for (const target of main.flat()) expect(names).toContain(target?.node);
    }
  });

  test('uses node types of n8n itself or of the pack, under the package prefix', () => {
    for (const { type } of workflow.nodes) {
      if (type.startsWith('n8n-nodes-base.')) continue;
      expect([...ours.keys()].map((name) => PACK + name)).toContain(type);
    }
  });

  test('carries no ids of triggers, which each installation draws for itself, and no secrets', () => {
    for (const node of workflow.nodes) expect([node.id, node.webhookId]).toEqual([undefined, undefined]);
    expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/\d{6,}:[A-Za-z0-9_-]{30,}|eyJ[A-Za-z0-9_-]{20,}/);
  });

  test('has a Russian note for the owner and no Code node', () => {
    const notes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
    expect(notes.some(({ parameters }) => /[а-яё]{4,}/i.test(String(parameters.content)))).toBe(true);
    expect(workflow.nodes.filter(({ type }) => /\.(code|function)/i.test(type))).toEqual([]);
  });

  test('is published unchanged by a bakery with Telegram alone', () => {
    expect(workflow.nodes.some(({ type, disabled }) => /trigger$/i.test(type) && !disabled)).toBe(true);
    for (const node of workflow.nodes) {
      const named = Object.keys(node.credentials ?? {});
      expect(['supabaseApi', 'telegramApi']).toEqual(expect.arrayContaining(named));
      const description = ours.get(node.type.replace(PACK, ''));
      // What an owner has to enter herself: her bakery, its policy and the confectioner's chat.
      if (!description || node.disabled || description.name === 'cakeMenuTrigger') continue;
      const asN8n = node as unknown as INode;
      const missing = validateNodeCredentials(asN8n, { description } as INodeType);
      const issues = NodeHelpers.getNodeParametersIssues(description.properties, asN8n, description);
      expect([node.name, missing, issues]).toEqual([node.name, [], null]);
    }
  });

  test('calls only workflows that come before it or itself, and reports its faults to one of them', () => {
    const before = all.filter((other) => other.file < file).map(({ workflow: { id } }) => id);
    for (const node of workflow.nodes) {
      const called = calledBy(node);
      if (called !== undefined) expect(namesLate(node) ? [...byId.keys()] : [...before, workflow.id]).toContain(called);
    }
    const first = workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.errorTrigger');
    if (!first) expect(before).toContain(workflow.settings.errorWorkflow);
  });

  test('refers in expressions only to nodes that exist', () => {
    for (const [, name] of JSON.stringify(workflow).matchAll(/\$\((?:'|\\")([^'"\\]+)(?:'|\\")\)/g)) {
      expect(names).toContain(name);
    }
  });
});

test('between a customer’s message and the answer stand three nodes without one expression', () => {
  const { nodes, connections } = byId.get('cakeOrder000')!;
  const path = ['Telegram', 'Шаг заказа', 'Ответ клиенту'];
  path.slice(1).forEach((name, at) => {
    expect(connections[path[at]].main[0]).toEqual([{ node: name, type: 'main', index: 0 }]);
  });
  for (const name of path) expect(isExpression(nodes.find((node) => node.name === name)!.parameters)).toBe(false);
});

/** Nodes that make steps and emit what comes of them. */
const steps = all.flatMap(({ workflow }) =>
  workflow.nodes
    .filter(({ type, parameters }) => type === `${PACK}cakeOrder` && parameters.operation !== 'confirmSent')
    .map((node) => ({ name: `${workflow.name}: ${node.name}`, node, workflow })),
);

test('a step that failed to reach the database is tried again', () => {
  const tried = steps.filter(({ node }) => node.parameters.operation !== 'sendUnsent');
  expect(tried.map(({ node }) => [node.parameters.operation, node.retryOnFail]).sort()).toEqual([
    ['handleMessage', true],
    ['handleResult', true],
    ['handleResult', true],
  ]);
});

/** Whether a drawing that takes a minute, or a provider that is slow, is waited for. */
const waits = ({ parameters }: Node) => (parameters.options as { waitForSubWorkflow: boolean }).waitForSubWorkflow;

test.each(steps)('everything that $name emits goes where it belongs', ({ node, workflow }) => {
  const targets = Object.fromEntries(
    OUTPUTS.map((output, index) => [output, after(workflow, node.name, index).map((one) => calledBy(one) ?? one.type)]),
  );
  expect(targets).toMatchObject({
    reply: [`${PACK}chatReply`],
    preview: ['cakeAi000000'],
    payment: ['cakePayment0'],
    baker: ['cakeCards000'],
    handoff: ['cakeCards000'],
    understand: ['cakeAi000000'],
  });
  for (const one of workflow.nodes) {
    if (['cakeAi000000', 'cakePayment0'].includes(calledBy(one)!))
      expect([one.name, waits(one)]).toEqual([one.name, false]);
    // What the sub-workflow is given lies with this execution until it is sent.
    if (calledBy(one) === 'cakeCards000') expect([one.name, waits(one)]).toEqual([one.name, true]);
  }
});
