import { Channel, ListedMessage, Refusal, Say } from '../api/channel';
import type { KeptLine } from '../api/chatLog';
import type { Avito } from './avito';
import { contentsOf } from './contents';
import { notification } from './views';
import type { Content, Dialog, Message } from './wire';

const BEGINNING = '[Системное сообщение] Пользователь открыл чат по вашему объявлению';
const BEGINNING_FLOW = 'chat-opened';

/** The buyers who write to the account about its listing, and the person of the shop who writes in the app. */
export class Buyers implements Channel {
  readonly name = 'avito';

  constructor(private readonly avito: Avito) {}

  registered(): boolean {
    return this.avito.store.subscriptions.size > 0;
  }

  chats(): string[] {
    return this.avito.log.names();
  }

  vendorId(chat: string): string | undefined {
    return this.avito.log.known(chat)?.id;
  }

  chatName(vendorId: string): string | undefined {
    return this.avito.log.withId(vendorId)?.name;
  }

  messages(chat: string, after: number): ListedMessage[] {
    return this.avito.log.listed(chat, after);
  }

  say(name: string, say: Say): { eventId: string } {
    const { log, store } = this.avito;
    const dialog = store.dialog(log.named(name).id);
    if (say.eventId !== undefined) return this.again(dialog, say.eventId, say);
    if (say.as === 'shop') return this.shopSays(dialog, say);
    if (dialog.blacklisted) throw new Refusal(409, 'the shop has put this buyer on its blacklist');
    if (say.name !== undefined) log.save({ ...log.named(name), person: say.name });
    if (say.kind === 'block') return this.block(dialog);
    const contents = say.press === undefined ? this.words(say) : [this.press(name, say.press, say.of)];
    this.open(dialog);
    this.avito.readByBuyer(dialog);
    const kind = say.press === undefined ? say.kind : 'press';
    return this.publish(dialog, this.write(dialog, 'customer', contents, kind), say);
  }

  private shopSays(dialog: Dialog, say: Say): { eventId: string } {
    if (say.press !== undefined || say.kind === 'block')
      throw new Refusal(400, 'as "shop": on Avito only text, photo and kind of a message');
    if (dialog.blocked) throw new Refusal(409, 'the buyer has put the shop on her blacklist');
    const contents = this.words(say);
    this.avito.readByShop(dialog);
    return this.publish(dialog, this.write(dialog, 'baker', contents, say.kind), say);
  }

  private words(say: Say): Content[] {
    const contents = contentsOf(say, this.avito);
    if (contents.length > 0) return contents;
    throw new Refusal(400, 'nothing to say: text, press, photo, kind or eventId is needed');
  }

  /** A message's kind is shown at its own line, not at that of the words beside it. */
  private write(dialog: Dialog, from: 'customer' | 'baker', contents: Content[], kind?: string): Message[] {
    return contents.map((content) => {
      const beside = content.type === 'text' && kind !== 'press';
      return this.avito.write(dialog, from, content, beside ? undefined : kind);
    });
  }

  private publish(dialog: Dialog, messages: Message[], how: Pick<Say, 'repeat' | 'delayMs'>): { eventId: string } {
    const bodies = messages.map((message) => notification(this.avito, message));
    const eventId = this.avito.store.addEvent({ chat: dialog.id, bodies });
    this.deliver(dialog, bodies, how);
    return { eventId };
  }

  private deliver(dialog: Dialog, bodies: string[], { repeat, delayMs }: Pick<Say, 'repeat' | 'delayMs'>): void {
    for (const body of bodies) this.avito.delivery.send(dialog.id, body, repeat, delayMs);
  }

  private again(dialog: Dialog, eventId: string, how: Say): { eventId: string } {
    const event = this.avito.store.event(eventId);
    if (event?.chat !== dialog.id) throw new Refusal(404, `no event ${eventId} in this chat`);
    this.deliver(dialog, event.bodies, how);
    return { eventId };
  }

  /** Avito itself begins a chat; who writes again has taken the shop off her blacklist. */
  private open(dialog: Dialog): void {
    dialog.blocked = false;
    if (dialog.opened) return;
    dialog.opened = true;
    const message = this.avito.writeSystem(dialog, BEGINNING, BEGINNING_FLOW);
    this.avito.delivery.send(dialog.id, notification(this.avito, message));
  }

  /** Avito tells nobody about it: the next message is refused. */
  private block(dialog: Dialog): { eventId: string } {
    dialog.blocked = true;
    this.avito.store.saveDialog(dialog);
    this.avito.log.add(this.avito.nameOf(dialog), {
      from: 'customer',
      vendorId: '',
      text: '',
      buttons: [],
      kind: 'block',
    });
    return { eventId: this.avito.store.addEvent({ chat: dialog.id, bodies: [] }) };
  }

  /** A press is the option's number, written. */
  private press(chat: string, wanted: string | number, of: number | undefined): Content {
    const line = lineWithOptions(this.avito.log.of(chat), of);
    const number = typeof wanted === 'number' ? wanted : numberOf(line.buttons, wanted);
    if (line.buttons[number - 1] !== undefined) return { type: 'text', text: String(number) };
    const options = line.buttons.map((label, index) => `${index + 1}. ${label}`).join(', ') || 'none';
    throw new Refusal(
      400,
      `no option ${JSON.stringify(wanted)} in the message with seq ${line.seq}; its options: ${options}`,
    );
  }
}

function lineWithOptions(lines: readonly KeptLine[], of: number | undefined): KeptLine {
  const line =
    of === undefined
      ? [...lines].reverse().find(({ from, buttons, deleted }) => from === 'bot' && buttons.length > 0 && !deleted)
      : lines.find(({ seq }) => seq === of);
  if (line) return line;
  throw new Refusal(400, of === undefined ? 'no message of the bot has numbered options' : `no message with seq ${of}`);
}

/** 1-based; 0 where there is no such option. */
function numberOf(labels: string[], wanted: string): number {
  const exact = labels.indexOf(wanted);
  if (exact >= 0) return exact + 1;
  const trimmed = labels.indexOf(wanted.trim());
  if (trimmed >= 0) return trimmed + 1;
  return /^\d{1,3}$/.test(wanted) ? Number(wanted) : 0;
}
