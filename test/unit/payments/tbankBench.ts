import { createProvider, type Provider } from '../../../lib/payments';
import { Bank, http, now, type Got, type Said } from './support';

export const PASSWORD = 'PasswordOfTheTerminal';
export const TERMINAL = '1700000000000DEMO';
export const ID = '5000001';

export const bank = new Bank();
export const settings = () => ({ terminalKey: TERMINAL, password: PASSWORD, baseUrl: `${bank.url}/bank/v2` });

/** The terminal, once the bank listens. */
export const open = async (): Promise<Provider> => {
  await bank.open();
  return createProvider('tbank', settings(), http, now);
};

export const last = (): Got => bank.got[bank.got.length - 1];
export const paths = (): string[] => bank.got.map(({ path }) => path.replace('/bank/', ''));

/** T-Bank's answers: what worked, a new link, a refusal, the attempts at an order. */
export const ok = (change: object = {}): Said => [
  200,
  {
    Success: true,
    ErrorCode: '0',
    TerminalKey: TERMINAL,
    OrderId: '1042-1',
    PaymentId: ID,
    Amount: 350_000,
    ...change,
  },
];
export const made = (change: object = {}): Said =>
  ok({ Status: 'NEW', PaymentURL: 'https://pay.tbank.ru/abc', ...change });
export const no = (ErrorCode: string, Message = 'Отказ.', Details = ''): Said => [
  200,
  { Success: false, ErrorCode, Message, Details },
];
export const orders = (...payments: object[]): Said => ok({ Payments: payments });
