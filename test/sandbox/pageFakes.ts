import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Channel, type ListedMessage, Refusal, type Say } from '../../sandbox/api/channel';
import { ChatLog, type Line } from '../../sandbox/api/chatLog';
import type { Hub } from '../../sandbox/api/hub';
import { Journal } from '../../sandbox/api/journal';

/** What was said, and in which chat. */
export interface HeardSay extends Say {
  chat: string;
}

/** A messenger without a vendor: it keeps what is said, and the test writes as the bot. */
export class FakeChannel implements Channel {
  /** All that was said, oldest first. */
  readonly heard: HeardSay[] = [];
  private readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), 'page-'));
  private readonly journal = new Journal(path.join(this.dir, 'journal'));
  private log!: ChatLog;

  constructor(readonly name: string) {}

  /** Comes to a sandbox that starts, with all that was said before. */
  join(hub: Hub): void {
    this.log = new ChatLog(this.name, this.journal, hub, () => `${this.name}-${this.journal.next('ids')}`);
  }

  registered(): boolean {
    return true;
  }

  chats(): string[] {
    return this.log.names();
  }

  vendorId(chat: string): string | undefined {
    return this.log.known(chat)?.id;
  }

  chatName(vendorId: string): string | undefined {
    return this.log.withId(vendorId)?.name;
  }

  messages(chat: string, after: number): ListedMessage[] {
    return this.log.listed(chat, after);
  }

  say(chat: string, say: Say): { eventId: string } {
    if (say.kind === 'edit' && this.name === 'avito') throw new Refusal(400, 'kind "edit": Avito has no edits');
    this.log.named(chat);
    this.heard.push({ ...say, chat });
    const kind = say.press === undefined ? say.kind : 'press';
    this.add(chat, { from: 'customer', text: this.wordsOf(chat, say), ...(kind && { kind }), ...this.shopOf(say) });
    return { eventId: `e${this.heard.length}` };
  }

  /** The bot writes; each row is one row of buttons. */
  bot(chat: string, text: string, rows: string[][] = [], more: Partial<Line> = {}): ListedMessage {
    return this.add(chat, { from: 'bot', text, buttons: rows.flat(), ...(rows.length > 0 && { rows }), ...more });
  }

  close(): void {
    this.journal.close();
    fs.rmSync(this.dir, { recursive: true, force: true });
  }

  private add(chat: string, line: Partial<Line> & Pick<Line, 'from' | 'text'>): ListedMessage {
    return this.log.add(chat, { buttons: [], vendorId: String(this.journal.next('messages')), ...line });
  }

  /** A person of the shop: VK shows what she writes as the community's own. */
  private shopOf({ as }: Say): Partial<Line> {
    if (as !== 'shop') return {};
    return this.name === 'vk' ? { from: 'bot', kind: 'shop' } : { from: 'baker' };
  }

  /** On Avito a press is its number, elsewhere the button's label. */
  private wordsOf(chat: string, { text, press, of }: Say): string {
    if (press === undefined) return text ?? '';
    const asked = this.log
      .of(chat)
      .filter(({ buttons, seq }) => buttons.length > 0 && (of === undefined || seq === of));
    const labels = asked.at(-1)?.buttons ?? [];
    const number = typeof press === 'number' ? press : labels.indexOf(press) + 1;
    if (!labels[number - 1]) throw new Refusal(400, `no button ${JSON.stringify(press)}`);
    return this.name === 'avito' ? String(number) : labels[number - 1];
  }
}
