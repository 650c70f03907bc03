import { ChatView, element } from './chat.js';

const $ = (id) => document.getElementById(id);
const chatInput = $('chat');
const HEALTH_EVERY_MS = 5000;

/** Calls the API; its error becomes the thrown message. */
async function call(method, url, body) {
  const headers = body ? { 'content-type': 'application/json' } : {};
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) }).catch(() => {
    throw new Error('Песочница не отвечает. Запущена ли она?');
  });
  const data = await answer.json();
  if (!answer.ok && answer.status !== 503) throw new Error(data.error ?? `Ошибка ${answer.status}`);
  return data;
}

const chatUrl = () => `/api/channels/telegram/chats/${encodeURIComponent(chatInput.value)}/messages`;

const customer = new ChatView($('customer'), {
  title: 'Переписка покупателя',
  empty: 'Здесь пока тихо. Напишите «Здравствуйте» — и бот примет заказ на торт.',
  mine: (message) => message.from === 'customer',
  extras: [
    ['Отправить фото', 'photo'],
    ['Отправить стикер', 'sticker'],
    ['Отправить голосовое', 'voice'],
  ],
  send: (body) => {
    const name = $('name').value.trim();
    return call('POST', chatUrl(), { ...body, ...(name && { name }), language: $('language').value });
  },
  press: (seq, index) => call('POST', chatUrl(), { press: index, of: seq }),
});

const baker = new ChatView($('baker'), {
  title: 'Переписка кондитера',
  empty: 'Новых заказов пока нет. Как только покупатель оформит торт, карточка появится здесь.',
  mine: (message) => message.from !== 'bot',
  canReply: true,
  extras: [['Отправить фото', 'photo']],
  send: (body) => call('POST', '/api/baker/messages', body),
  press: (seq, index) => call('POST', `/api/baker/messages/${seq}/press`, { label: index }),
});

const loadBaker = async () => baker.show((await call('GET', `/api/baker/messages?own=1&after=${baker.last}`)).messages);

async function loadCustomer() {
  const url = chatUrl();
  const { messages } = await call('GET', `${url}?after=${customer.last}`);
  if (url === chatUrl()) customer.show(messages);
}

async function openChat(name) {
  chatInput.value = name;
  localStorage.setItem('chat', name);
  customer.clear();
  await loadCustomer().catch((error) => customer.tell(error.message));
  const { chats } = await call('GET', '/api/channels/telegram/chats');
  $('chats').replaceChildren(...chats.map((chat) => Object.assign(element('option'), { value: chat })));
}

function listen() {
  const events = new EventSource('/api/events');
  // Whatever happened while the line was down is read from the lists.
  events.addEventListener('open', () => void Promise.allSettled([loadCustomer(), loadBaker()]));
  events.addEventListener('message', ({ data }) => {
    const event = JSON.parse(data);
    const view = { baker, [`telegram:${chatInput.value}`]: customer }[event.list];
    if (!view) return;
    if (event.type === 'message') void (view === baker ? loadBaker() : loadCustomer());
    if (event.type === 'message' && view === baker && event.message.from === 'bot') announce();
    if (event.type === 'typing') view.setTyping(true);
    if (event.type === 'notice') view.tell(event.text);
    if (event.type === 'deleted') view.remove(event.seq);
  });
}

async function showHealth() {
  const health = await call('GET', '/api/health').catch((error) => ({ status: 'down', missing: [error.message] }));
  const ready = health.status === 'ok';
  $('status').textContent = ready ? 'Всё готово, бот на связи' : `Ещё не готово: ${health.missing.join('; ')}`;
  $('status').classList.toggle('ready', ready);
  if (ready && /^https?:/.test(health.n8n)) {
    $('editor').href = health.n8n;
    $('editor').hidden = false;
  }
}

function announce() {
  $('badge').hidden = $('tab-baker').getAttribute('aria-selected') === 'true';
}

function choose(id) {
  document.body.dataset.tab = id;
  for (const tab of document.querySelectorAll('[role=tab]')) {
    const chosen = tab.getAttribute('aria-controls') === id;
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  if (id === 'baker') $('badge').hidden = true;
  (id === 'baker' ? baker : customer).toEnd();
}

for (const tab of document.querySelectorAll('[role=tab]')) {
  tab.addEventListener('click', () => choose(tab.getAttribute('aria-controls')));
  tab.addEventListener('keydown', ({ key }) => {
    if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
    const other = $(tab.id === 'tab-baker' ? 'tab-customer' : 'tab-baker');
    other.focus();
    other.click();
  });
}
$('who').addEventListener('submit', (event) => event.preventDefault());
chatInput.addEventListener('change', () => {
  if (chatInput.reportValidity()) void openChat(chatInput.value);
});
$('new-chat').addEventListener('click', () => {
  $('name').value = '';
  void openChat(`guest-${Date.now().toString(36)}`);
  customer.input.focus();
});

choose('customer');
await openChat(localStorage.getItem('chat') ?? 'anna');
listen();
void showHealth();
setInterval(() => void showHealth(), HEALTH_EVERY_MS);
