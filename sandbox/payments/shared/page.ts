import { createHash } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply } from 'fastify';
import { Refusal } from '../../api/channel';
import type { Bill, Played } from './played';
import { PAGE_STYLE } from './pageStyle';

/** Nothing is loaded, no script runs; the style is let in by its hash. Where a form may lead is left open: back to the shop. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(PAGE_STYLE).digest('base64')}'`,
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const money = ({ amount, currency }: Bill): string =>
  new Intl.NumberFormat('ru-RU', { style: 'currency', currency }).format(amount / 100);

const moment = (at: number): string =>
  new Intl.DateTimeFormat('ru-RU', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Moscow' }).format(at);

/** The buyers' pages of the providers: `GET <path>/<id>` shows a payment, its form pays or refuses it. */
export function buyerPages(providers: readonly Played[]): FastifyPluginAsync {
  return async (app: FastifyInstance): Promise<void> => {
    await app.register(formbody);
    for (const provider of providers) addPage(app, provider);
  };
}

function addPage(app: FastifyInstance, provider: Played): void {
  const url = `${provider.pagePath}/:id`;

  app.get(url, async (request, reply) => {
    const { id } = request.params as { id: string };
    if (provider.bill(id)) provider.opened(id);
    return show(reply, provider, id, 200);
  });

  app.post(url, async (request, reply) => {
    const { id } = request.params as { id: string };
    const { do: chosen } = (request.body ?? {}) as { do?: string };
    const bill = provider.bill(id);
    if (!bill || (chosen !== 'pay' && chosen !== 'cancel')) return show(reply, provider, id, 400);
    try {
      provider[chosen](id, {});
    } catch (error) {
      if (error instanceof Refusal) return show(reply, provider, id, error.status);
      throw error;
    }
    const next = chosen === 'pay' ? bill.paidUrl : bill.refusedUrl;
    return reply.redirect(next ?? `${provider.pagePath}/${encodeURIComponent(id)}`, 303);
  });
}

function show(reply: FastifyReply, provider: Played, id: string, status: number): FastifyReply {
  const bill = provider.bill(id);
  const body = bill ? billHtml(bill) : '<h1>Такого платежа нет</h1><p>Проверьте ссылку.</p>';
  return reply
    .code(bill ? status : 404)
    .type('text/html; charset=utf-8')
    .headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    }).send(`<!doctype html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${bill ? `Оплата ${escaped(money(bill))}` : 'Нет платежа'} · ${escaped(provider.title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
<p class="who">${escaped(provider.title)} <span class="test">тестовая оплата</span></p>
${body}
</main>
</body>
</html>
`);
}

function billHtml(bill: Bill): string {
  const about = `<h1><span class="sum">${escaped(money(bill))}</span></h1>\n<p>${escaped(bill.description)}</p>`;
  const back = (url: string | null): string =>
    url ? `<p><a class="button" href="${escaped(url)}">Вернуться в магазин</a></p>` : '';
  if (bill.state === 'paid') return `${about}\n<p class="done" role="status">Оплачено</p>\n${back(bill.paidUrl)}`;
  if (bill.state === 'dead')
    return `${about}\n<p class="over" role="status">По этой ссылке заплатить уже нельзя. Попросите новую.</p>\n${back(bill.refusedUrl)}`;
  const until =
    bill.until === null ? '' : `<p class="small">Оплатить можно до ${escaped(moment(bill.until))} (Москва)</p>`;
  return `${about}
${until}
<form method="post">
<button class="button pay" name="do" value="pay">Оплатить</button>
<button class="button" name="do" value="cancel">Отказаться</button>
</form>
<p class="small">Это песочница: деньги не списываются, карта не нужна.</p>`;
}
