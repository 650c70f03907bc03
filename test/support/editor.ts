import type { Browser, Locator, Page } from 'playwright-core';

import { launchChromium } from './chromium';

const PATIENCE_MS = 60_000;
const byTestId = (id: string) => `[data-test-id="${id}"]`;

/** n8n's editor in a browser, as the owner of the bakery uses it. */
export class EditorWindow {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly url: string,
  ) {}

  /** Opens a browser and logs the owner in. */
  static async login(url: string, owner: { email: string; password: string }): Promise<EditorWindow> {
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(`${url}/signin`);
    await page.fill('input[name="emailOrLdapLoginId"]', owner.email);
    await page.fill('input[name="password"]', owner.password);
    await page.click(byTestId('form-submit-button'));
    await page.waitForURL(/\/(home|workflow)/);
    return new EditorWindow(browser, page, url);
  }

  async openWorkflow(id: string): Promise<void> {
    await this.page.goto(`${this.url}/workflow/${id}`);
    await this.page.locator(byTestId('canvas-node')).first().waitFor();
  }

  /** Shows the whole workflow. */
  async fitToView(): Promise<void> {
    // n8n's own advice opens over the canvas of a published workflow; Escape closes it where it is open.
    await this.page
      .getByText('Production Checklist')
      .waitFor({ timeout: 3000 })
      .catch(() => undefined);
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press('1');
    // The canvas glides there; it has arrived when two looks see the same.
    const place = () => this.page.locator('.vue-flow__transformationpane').getAttribute('style');
    for (let last = await place(), now = ''; last !== now; last = now, now = (await place()) ?? '') {
      await this.page.waitForTimeout(300);
    }
  }

  /** Opens a node's panel by a double click, and gives the panel. */
  async openNode(name: string): Promise<Locator> {
    const node = this.page.locator(`${byTestId('canvas-node')}[data-node-name="${name}"]`);
    const panel = this.page.locator(byTestId('ndv'));
    await node.waitFor();
    // The canvas takes clicks a moment later than it is drawn.
    for (const deadline = Date.now() + PATIENCE_MS; ;) {
      // A panel that is just opening lies over the node.
      await node.dblclick({ position: { x: 40, y: 40 }, timeout: 5000 }).catch(() => undefined);
      const open = await panel.waitFor({ timeout: 15_000 }).then(
        () => true,
        () => false,
      );
      if (open) return panel;
      if (Date.now() > deadline) throw new Error(`The panel of «${name}» does not open`);
    }
  }

  /** A field of the panel, by the parameter's name. */
  field(panel: Locator, name: string): Locator {
    return panel.locator(`${byTestId(`parameter-input-${name}`)} input`).first();
  }

  /** Chooses from a dropdown of the panel. */
  async choose(panel: Locator, name: string, label: string): Promise<void> {
    await panel
      .locator(byTestId(`parameter-input-${name}`))
      .first()
      .click();
    await this.page.locator(byTestId('parameter-input-item'), { hasText: label }).locator('visible=true').click();
  }

  /** A field of a line of a list, by the parameter's names and the line's place. */
  lineField(panel: Locator, list: string, field: string, place: number): Locator {
    return panel
      .locator(byTestId(`fixed-collection-${list}`))
      .locator(`${byTestId(`parameter-input-${field}`)} input`)
      .nth(place);
  }

  /** Closes the panel; what was typed is saved by the editor itself. */
  async closeNode(): Promise<void> {
    await this.page.locator(byTestId('ndv-close-button')).click();
    await this.page.locator(byTestId('ndv')).waitFor({ state: 'hidden' });
  }

  /** Presses Publish, confirms it, and waits until the editor says that it is published. */
  async publish(): Promise<void> {
    const button = this.page.locator(byTestId('workflow-open-publish-modal-button'));
    await this.page.locator(`${byTestId('workflow-open-publish-modal-button')}:not([disabled])`).waitFor();
    await button.click();
    await this.page.locator(`${byTestId('workflow-publish-button')}:not([disabled])`).click();
    await this.page.locator(byTestId('workflow-open-publish-modal-button'), { hasText: 'Published' }).waitFor();
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
