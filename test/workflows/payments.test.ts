import { after, byId, calledBy, isExpression, PACK } from './support';

const payments = byId.get('cakePayment0')!;
const report = byId.get('cakeReport00')!;
const ofType = (type: string, workflow = payments) => workflow.nodes.filter((node) => node.type === `${PACK}${type}`);

test('whatever becomes known of money goes straight into the conversation, without an expression', () => {
  const sources = [...ofType('payment'), ...ofType('paymentTrigger')];
  expect(sources.map(({ parameters }) => parameters.operation ?? parameters.provider).sort()).toEqual([
    'playEffect',
    'reconcile',
    'stripe',
    'tbank',
    'yookassa',
  ]);
  for (const { name, parameters } of sources) {
    expect(after(payments, name, 0).map((node) => [node.name, node.parameters.operation])).toEqual([
      ['Итог', 'handleResult'],
    ]);
    expect([name, isExpression(parameters)]).toEqual([name, false]);
  }
});

test('open payments are looked at every ten minutes, from the first publication on', () => {
  const [from] = payments.nodes.filter(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
  expect(from.parameters.rule).toEqual({ interval: [{ field: 'minutes', minutesInterval: 10 }] });
  expect(after(payments, from.name, 0).map(({ parameters }) => parameters.operation)).toEqual(['reconcile']);
  expect(from.disabled).toBeUndefined();
});

test('what needs a provider’s account is off, the rest is on', () => {
  const off = [payments, report].flatMap(({ nodes }) => nodes.filter(({ disabled }) => disabled));
  expect(off.map(({ name }) => name).sort()).toEqual(['Stripe', 'Т-Банк', 'ЮKassa'].sort());
  for (const { credentials } of [...ofType('payment'), ...ofType('payment', report)]) {
    expect(Object.keys(credentials ?? {})).toEqual(['supabaseApi']);
  }
});

test('the report is for the owner, and a day without money says nothing', () => {
  const [first] = report.nodes.filter(({ type }) => type === 'n8n-nodes-base.scheduleTrigger');
  const [books] = after(report, first.name, 0);
  expect(books.parameters.operation).toBe('dailyReport');
  const [filter] = after(report, books.name, 0);
  expect(filter.parameters.conditions).toMatchObject({
    conditions: [{ leftValue: '={{ $json.providers?.length ?? 0 }}', operator: { type: 'number', operation: 'gt' } }],
  });
  expect(after(report, filter.name, 0).map(({ name, type }) => [name, type])).toEqual([
    ['Сказать владельцу', 'n8n-nodes-base.telegram'],
  ]);
});

test('both ways between models and money are open, and only the one that n8n does not check goes against the order', () => {
  const calls = (id: string) => byId.get(id)!.nodes.flatMap((node) => calledBy(node) ?? []);
  expect(calls('cakeAi000000')).toContain('cakePayment0');
  expect(calls('cakePayment0')).toEqual(expect.arrayContaining(['cakeAi000000', 'cakePayment0']));
});
