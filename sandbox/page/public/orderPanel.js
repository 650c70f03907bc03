import { useStore } from './store.js';
import { html, Icon } from './ui.js';
import { ASIDE, due, money, statusTitle, time, WAY, weight, whatHappened, whoDid } from './words.js';

/** How far along the way an order is: the last step that it has come to. */
function reached(order, events) {
  const came = [order.status, ...events.map(({ type }) => type)];
  return WAY.reduce((last, [status], index) => (came.includes(status) ? index : last), -1);
}

/** The way of an order, with what is done, what is now and what is to come. */
function Way({ order, events }) {
  const at = order ? reached(order, events) : -1;
  const aside = ASIDE[order?.status];
  const whole = order?.status === 'handed_over';
  return html`<ol class=${`way ${aside?.ended ? 'left' : ''}`} aria-label="Путь заказа">
    ${WAY.map(([status, title], index) => {
      const now = index === at && !aside && !whole;
      const done = index < at || (index === at && (aside || whole));
      const event = events.findLast(({ type }) => type === status);
      const look = now ? 'now' : done ? 'done' : 'ahead';
      return html`<li key=${status} class=${look} aria-current=${now ? 'step' : undefined}>
        <span class="mark">${done && html`<${Icon} name="tick" />`}</span>
        <span>${title}${done && html`<span class="unseen"> — пройдено</span>`}</span>
        ${event && look !== 'ahead' && html`<time datetime=${event.at}>${time(event.at)}</time>`}
      </li>`;
    })}
  </ol>`;
}

/** `2 кг` or `3 шт.`; nothing where one piece goes without saying. */
function muchOf({ weight_g, quantity }) {
  if (weight_g) return weight(weight_g);
  return quantity > 1 ? `${quantity} шт.` : '';
}

function Lines({ order }) {
  return html`<table class="lines">
    <caption class="unseen">
      Что заказано
    </caption>
    <tbody>
      ${order.items.map(
        (item, index) =>
          html`<tr key=${index}>
            <th scope="row">${[item.name, muchOf(item)].filter(Boolean).join(', ')}</th>
            <td>${money(item.total)}</td>
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">Итого</th>
        <td>${money(order.total)}</td>
      </tr>
      ${
        order.paid > 0 &&
        html`<tr class="paid">
          <th scope="row">Оплачено</th>
          <td>${money(order.paid)}</td>
        </tr>`
      }
    </tfoot>
  </table>`;
}

function Facts({ order }) {
  const facts = [
    ['Когда', order.due_at && due(order.due_at)],
    [
      order.fulfilment === 'delivery' ? 'Доставка' : 'Получение',
      { pickup: 'самовывоз', delivery: order.address || 'по адресу' }[order.fulfilment] ?? order.fulfilment,
    ],
    ['Надпись', order.inscription && `«${order.inscription}»`],
    ['Для кого', [order.name, order.phone].filter(Boolean).join(', ')],
  ];
  return html`<dl class="facts">
    ${facts
      .filter(([, value]) => value)
      .map(
        ([name, value]) =>
          html`<div key=${name}>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;
}

function Events({ events }) {
  return html`<h3>Что происходило</h3>
    <div role="log" aria-live="polite" aria-label="События заказа">
      <ol class="events">
        ${[...events].reverse().map(
          (event) =>
            html`<li key=${event.seq}>
              <time datetime=${event.at}>${time(event.at)}</time>
              <span><b>${whoDid(event)}:</b> ${whatHappened(event)}</span>
            </li>`,
        )}
      </ol>
    </div>`;
}

function Order({ order, events }) {
  const aside = ASIDE[order.status];
  return html`
    ${
      aside &&
      html`<div class=${`aside ${aside.ended ? 'ended' : ''}`}>
        <p class="title">${aside.title}</p>
        <p>${aside.why}</p>
      </div>`
    }
    <${Way} order=${order} events=${events} />
    <${Lines} order=${order} />
    <${Facts} order=${order} />
    <${Events} events=${events} />
  `;
}

/**
 * The newest order of the open customer: its way, what is in it, and what happens to it as it happens. `customers` are given
 * where there are several messengers, to tell whose it is.
 */
export function OrderPanel({ newest, customers }) {
  const { order, events, error, loaded } = useStore(newest);
  return html`<section class="card order" id="order" aria-labelledby="order-title">
    <div class="head">
      <div class="words">
        <h2 id="order-title">Заказ</h2>
        <p class="hint number">${order ? `№ ${order.number}` : 'ещё не оформлен'}</p>
      </div>
      ${order && html`<p class=${`state ${order.status}`} role="status">${statusTitle(order.status)}</p>`}
    </div>
    <div class="body" tabindex="0" role="group" aria-label="Подробности заказа">
      ${
        customers &&
        html`<p class=${`whose ${customers.channel}`}>
          ${customers.features.title}: <b>${customers.title(customers.open)}</b>
        </p>`
      }
      ${error && html`<p class="trouble" role="alert">Заказ не удалось прочитать: ${error}</p>`}
      ${order && html`<${Order} order=${order} events=${events} />`}
      ${
        loaded &&
        !order &&
        !error &&
        html`<p class="soft">
            Когда покупатель подтвердит торт, здесь будет видно всё: что заказано, сколько стоит и где заказ сейчас.
          </p>
          <${Way} events=${[]} />`
      }
    </div>
  </section>`;
}
