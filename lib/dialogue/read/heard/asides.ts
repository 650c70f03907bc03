import { words } from './pattern';
import type { Said } from './said';

/** What she does herself: she writes, thinks, comes back to it. */
const LATER = words([
  'напишу|отпишусь|перезвоню|позвоню|отвечу|подумаю|определюсь|определимся|решу|решим|уточню|сообщу|скажу|пришлю',
  'скину|вышлю|свяжусь|вернусь|буду думать|жду ответа|жду звонка|жду ваш~|спрошу|посоветуюсь|узнаю|не могу говорить',
  "i'll (?:write|text|call|think|decide|confirm|send|ask|check|let you know|get back|tell you)|will let you know",
  'let me think|waiting for (?:your|an) (?:answer|reply)|get back to you',
]);
/** What was once. */
const BEFORE = words([
  '(?:в )?прошл(?:ый|ом|ого|ой|ая|ую) (?:раз|год~|месяц~|недел~)|заказывал[аи]?|заказали|заказала|брал[аи]?|покупал[аи]?|пробовал[аи]?',
  'ел[аи]?|понравил~|в восторге|был (?:сух|вкусн|сладк)~|last (?:time|year|month)|we had|i ordered|we ordered|tried|loved',
]);
const ORDERS = words([
  'хочу|хотим|хотел~|нуж(?:ен|на|но|ны)|надо|забер~|забрать|достав~|привез~|сделайте|закажу|заказать|давайте|можно',
  'want|need|like|make|deliver|pick|order|please',
]);

/** Takes out the clauses that are not about the order: «завтра напишу», «в прошлый раз брали медовик». */
export function leaveAsides(said: Said): void {
  for (const { 0: clause, index } of said.all(/[^,.;!?\n]+/g)) {
    if (!(LATER.test(clause) || BEFORE.test(clause)) || ORDERS.test(clause)) continue;
    said.take(index, index + clause.length);
    said.unclear = true;
  }
}
