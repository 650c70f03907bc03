import {
  allowedActions,
  holdsPlace,
  isEnded,
  next,
  ORDER_STATUSES,
  type OrderAction,
  type OrderStatus,
} from '../../../lib/order';

describe('the life of an order', () => {
  const table: [OrderStatus, OrderAction, OrderStatus][] = [
    ['draft', 'confirm', 'awaiting_baker'],
    ['draft', 'cancel', 'cancelled'],
    ['awaiting_baker', 'accept', 'accepted'],
    ['awaiting_baker', 'decline', 'declined'],
    ['awaiting_baker', 'expire', 'cancelled'],
    ['awaiting_baker', 'cancel', 'cancelled'],
    ['awaiting_payment', 'pay', 'accepted'],
    ['awaiting_payment', 'expire', 'cancelled'],
    ['awaiting_payment', 'cancel', 'cancelled'],
    ['accepted', 'bake', 'baking'],
    ['accepted', 'cancel', 'cancelled'],
    ['baking', 'finish', 'ready'],
    ['ready', 'hand_over', 'handed_over'],
    ['ready', 'no_show', 'cancelled'],
    ['cancelled', 'revive', 'accepted'],
    ['cancelled', 'refund', 'refunded'],
    ['declined', 'refund', 'refunded'],
  ];
  it.each(table)('%s, %s: %s', (status, action, after) => expect(next(status, action)).toBe(after));

  const actions = [...new Set(table.map(([, action]) => action))];
  it.each(ORDER_STATUSES)('%s knows no other action', (status) => {
    const allowed = table.filter(([from]) => from === status).map(([, action]) => action);
    expect(allowedActions(status).sort()).toEqual(allowed.sort());
    actions.filter((action) => !allowed.includes(action)).forEach((action) => expect(next(status, action)).toBeNull());
  });

  it('needs no baker when the shop does not want her approval', () => {
    expect(next('draft', 'confirm', { approval: false })).toBe('accepted');
    expect(next('draft', 'confirm', { approval: true })).toBe('awaiting_baker');
  });

  it('wants the money first where the shop does', () => {
    expect(next('awaiting_baker', 'accept', { prepaid: true })).toBe('awaiting_payment');
    expect(next('draft', 'confirm', { approval: false, prepaid: true })).toBe('awaiting_payment');
    expect(next('draft', 'confirm', { prepaid: true })).toBe('awaiting_baker');
  });

  it('ends where nothing but its money can move any more, and only there', () =>
    ORDER_STATUSES.forEach((status) => {
      const left = allowedActions(status).filter((action) => action !== 'refund' && action !== 'revive');
      expect(isEnded(status)).toBe(left.length === 0);
    }));

  it('keeps its place from the confirmation on, until it is called off', () =>
    expect(ORDER_STATUSES.filter(holdsPlace)).toEqual([
      'awaiting_baker',
      'awaiting_payment',
      'accepted',
      'baking',
      'ready',
      'handed_over',
    ]));
});
