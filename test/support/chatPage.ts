import type { Browser, Locator, Page } from 'playwright-core';

import type { ChatMessage, Customer, Said } from '../../sandbox/client';
import { launchChromium } from './chromium';

type Part = 'Покупатель' | 'Кондитер' | 'Заказ';
type Messenger = 'telegram' | 'vk' | 'avito';

const PATIENCE_MS = 30_000;
const TITLES = { telegram: 'Telegram', vk: 'ВКонтакте', avito: 'Avito' };

/**
 * The sandbox's web page in a browser, used as a person uses it: by what can be read, pressed and typed. `Покупатель` is the
 * customer of the messenger that was shown last, Telegram at first.
 */
export class ChatPage {
  private messenger: Messenger = 'telegram';

  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  static async open(url: string, size: { width: number; height: number }): Promise<ChatPage> {
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: size, locale: 'ru-RU' });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(url);
    await page.getByText('Всё готово, бот на связи').waitFor();
    return new ChatPage(browser, page);
  }

  /** A new customer, who talks through the page. */
  async newCustomer(messenger: Messenger = 'telegram'): Promise<Pick<Customer, 'asks' | 'hears'>> {
    await this.showMessenger(messenger);
    const side = this.side('Покупатель');
    // The list of chats, where it stands beside the chat, has the button; else the chat's head.
    const chats = this.page.locator(`.messenger.${messenger}`);
    await chats.getByRole('button', { name: 'Новый чат' }).locator('visible=true').click();
    await side.getByText('Здесь пока тихо').waitFor();
    const answers = side.getByRole('log').locator('.bubble.theirs');
    let read = 0;
    const newest = async (): Promise<ChatMessage> => {
      read = await answers.count();
      return this.read(answers.nth(read - 1));
    };
    return {
      /** Waits for a message after the last one that was read. */
      hears: async (_fits, withinMs = PATIENCE_MS) => {
        await answers.nth(read).waitFor({ timeout: withinMs });
        return newest();
      },
      asks: async (said: Said | string) => {
        const before = await answers.count();
        const { text, press } = typeof said === 'string' ? { text: said, press: undefined } : said;
        if (press === undefined) await this.say('Покупатель', text!);
        else {
          const buttons = answers.last().locator('.keys').getByRole('button');
          const named = answers
            .last()
            .locator('.keys')
            .getByRole('button', { name: String(press) });
          await (typeof press === 'number' ? buttons.nth(press - 1) : named.first()).click();
        }
        await answers.nth(before).waitFor();
        return newest();
      },
    };
  }

  /** Presses a button of the baker's newest card that contains these words. */
  async bakerPresses(card: string, label: string): Promise<void> {
    await this.show('Кондитер');
    const found = this.side('Кондитер').getByRole('article').filter({ hasText: card }).first();
    await found.getByRole('button', { name: label, exact: true }).click();
  }

  /** Types and sends by Enter. */
  async say(who: 'Покупатель' | 'Кондитер', text: string): Promise<void> {
    await this.show(who);
    const field = this.side(who).getByRole('textbox', { name: /^Сообщение/ });
    await field.fill(text);
    await field.press('Enter');
  }

  /** Waits until somebody reads these words. */
  async reads(who: 'Покупатель' | 'Кондитер', text: string): Promise<void> {
    await this.show(who);
    await this.side(who).getByRole('log').getByText(text).last().waitFor();
  }

  /** Waits until the order's panel says that it stands so. */
  async orderIs(number: string, state: string): Promise<void> {
    await this.show('Заказ');
    const order = this.side('Заказ');
    await order.getByText(`№ ${number}`).waitFor();
    await order.getByRole('status').getByText(state, { exact: true }).waitFor();
  }

  /** How far the page can be moved sideways, pixels. */
  sideways(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }

  /** Names of the buttons, fields and links that a screen reader could not tell. */
  async nameless(): Promise<string[]> {
    const controls = this.page.locator('button:visible, input:visible, select:visible, textarea:visible, a:visible');
    const snapshots = await Promise.all((await controls.all()).map((one) => one.ariaSnapshot()));
    return snapshots.filter((text) => !/"|: /.test(text));
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /** Where there is no room for all parts, one of several is shown at a time. */
  async show(who: Part): Promise<void> {
    const tab = this.page.getByRole('tab', { name: who });
    if (await tab.isVisible()) await tab.click();
  }

  /** Turns to the customers of a messenger, unless they are shown anyway. */
  async showMessenger(messenger: Messenger): Promise<void> {
    this.messenger = messenger;
    await this.show('Покупатель');
    if (await this.side('Покупатель').isVisible()) return;
    await this.page.getByRole('tab', { name: TITLES[messenger] }).click();
  }

  private side(who: Part): Locator {
    const name = who === 'Покупатель' ? `Покупатель: ${TITLES[this.messenger]}` : who;
    return this.page.getByRole('region', { name, exact: true });
  }

  private async read(bubble: Locator): Promise<ChatMessage> {
    const text = await bubble.locator('.text').innerText();
    // A number's button has its option as a title.
    const buttons = await bubble
      .locator('.keys button')
      .evaluateAll((all) => all.map((one) => one.title || one.innerText));
    return { seq: 0, from: 'bot', text, buttons, at: '' };
  }
}
