import { asksForEmail } from '../../order/shop/payment';
import { phoneText } from '../format';
import { readEmail, readName, readPhone } from '../read';
import { refuse, type Step, type View } from './step';

/** The messenger's own name, if it is one that a person could have. */
const suggested = (view: View) => readName(view.from?.name ?? '');

export const name: Step = {
  key: 'name',
  title: 'name.title',
  applies: () => true,
  holds: ({ draft }) => Boolean(draft.name),
  ask: (view) => {
    const known = suggested(view);
    const options = known ? [{ label: view.say('name.suggest', { name: known }), value: `=${known}` }] : [];
    return { text: view.say('name.ask'), options };
  },
  read(input, view) {
    if (input.kind === 'choice') return { answer: { name: input.value.slice(1) } };
    if (input.kind !== 'text') return refuse(view, 'name.refuse');
    // «Анна, телефон +7 916…»: people say both at once.
    const phone = readPhone(input.text);
    const read = readName(input.text);
    return read ? { answer: { name: read, ...(phone ? { phone } : {}) } } : refuse(view, 'name.refuse');
  },
  show: ({ draft }) => draft.name ?? '',
};

export const phone: Step = {
  key: 'phone',
  title: 'phone.title',
  applies: () => true,
  holds: ({ draft }) => Boolean(draft.phone),
  ask: (view) => ({ text: view.say('phone.ask'), options: [] }),
  read(input, view) {
    const text = input.kind === 'text' ? input.text : input.kind === 'contact' ? input.phone : '';
    // Messengers give a contact's number without its plus.
    const read = readPhone(text) ?? (input.kind === 'contact' ? readPhone(`+${text}`) : null);
    return read ? { answer: { phone: read } } : refuse(view, 'phone.refuse');
  },
  show: ({ draft }) => (draft.phone ? phoneText(draft.phone) : ''),
};

/** Asked only where the till can send a receipt no other way. */
export const email: Step = {
  key: 'email',
  title: 'email.title',
  applies: ({ shop }) => asksForEmail(shop.payment),
  holds: ({ draft }) => Boolean(draft.email),
  ask: (view) => ({ text: view.say('email.ask'), options: [] }),
  read(input, view) {
    const read = input.kind === 'text' ? readEmail(input.text) : null;
    return read ? { answer: { email: read } } : refuse(view, 'email.refuse');
  },
  show: ({ draft }) => draft.email ?? '',
};
