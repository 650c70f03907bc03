import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../support/chromium';
import { link, NAMES } from './paymentsLinks';
import { PaymentsBench } from './paymentsSupport';

jest.setTimeout(60_000);

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let browser: Browser;
let bench: PaymentsBench;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  bench = await new PaymentsBench().start();
});
afterEach(() => bench.close());

/** A phone. */
async function phone(colorScheme: 'light' | 'dark' = 'light', bypassCSP = false): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'ru-RU',
    colorScheme,
    bypassCSP,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

/** What axe-core finds wrong, and what is wider than the phone. */
async function wrong(page: Page): Promise<unknown[]> {
  await page.addScriptTag({ content: axe });
  const found = await page.evaluate(`axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html + ' ' + failureSummary)))`);
  const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  return [...(found as string[]), ...(wide ? ['wider than the phone'] : [])];
}

// One page serves all providers, so each scheme looks at another one.
test.each([
  ['light', 'yookassa'],
  ['dark', 'stripe'],
] as const)('%s: %s, open, paid and dead, axe finds nothing wrong', async (colorScheme, provider) => {
  const page = await phone(colorScheme, true);
  const paid = await link(bench, provider);
  await page.goto(paid.url!);
  await page.getByRole('heading', { name: /3\s500,00\s₽/ }).waitFor();
  await page.getByText(`Торт, заказ ${paid.id}`).waitFor();
  for (const name of ['Оплатить', 'Отказаться']) {
    const { width, height } = (await page.getByRole('button', { name }).boundingBox())!;
    expect([width > 200, height >= 44]).toEqual([true, true]);
  }
  expect(await wrong(page)).toEqual([]);
  await bench.does(paid.id, 'pay');
  await page.reload();
  await page.getByRole('status').getByText('Оплачено').waitFor();
  expect(await page.getByRole('button').count()).toBe(0);
  expect(await wrong(page)).toEqual([]);
  const dead = await link(bench, provider);
  await bench.does(dead.id, 'expire');
  await page.goto(dead.url!);
  await page.getByRole('status').getByText('заплатить уже нельзя').waitFor();
  expect(await page.getByRole('link', { name: 'Вернуться в магазин' }).getAttribute('href')).toBe(bench.shop.thanks);
  expect(await wrong(page)).toEqual([]);
  await page.context().close();
});

test('by keyboard: paid, refused, and back in the shop; the page’s own policy lets that through', async () => {
  const page = await phone();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  for (const provider of NAMES) {
    for (const name of ['Оплатить', 'Отказаться']) {
      const { id, url } = await link(bench, provider);
      await page.goto(url!);
      await page.getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
      await page.getByText('Thanks').waitFor();
      expect(page.url()).toBe(bench.shop.thanks);
      expect(await bench.does(id, 'pay')).toBe(409);
      expect(await bench.does(id, 'refund')).toBe(name === 'Оплатить' ? 202 : 409);
    }
  }
  expect(complaints.filter((text) => !text.includes('favicon'))).toEqual([]);
  await page.context().close();
});

test('what buyers and shops write stays text; no page without a payment', async () => {
  const evil = '<script>alert(1)</script>"&\'';
  const { data } = await bench.tbank('Init', { Amount: 1_234_567, OrderId: 'e', Description: evil });
  const page = await bench.call('GET', data.PaymentURL);
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(page.data).not.toContain('<script');
  expect(page.data).toContain('&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#38;&#39;');
  expect(page.data).toContain('Оплатить можно до 26 ноября 2026 г. в 12:00 (Москва)');
  // T-Bank was given no address to go back to.
  const paid = await bench.call('POST', data.PaymentURL, new URLSearchParams({ do: 'pay' }));
  expect([paid.status, bench.url + paid.headers.location]).toEqual([303, data.PaymentURL]);
  expect((await bench.call('POST', data.PaymentURL, new URLSearchParams({ do: 'pay' }))).status).toBe(409);
  expect((await bench.call('POST', data.PaymentURL, new URLSearchParams({ do: 'steal' }))).status).toBe(400);
  for (const path of ['/yookassa/checkout/x', '/tbank/form/x', '/stripe/pay/x']) {
    for (const method of ['GET', 'POST']) {
      const answer = await bench.call(method, path, method === 'POST' ? new URLSearchParams({ do: 'pay' }) : undefined);
      expect([answer.status, answer.data]).toEqual([404, expect.stringContaining('Такого платежа нет')]);
    }
  }
});
