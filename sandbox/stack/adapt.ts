import { DEFAULT_SHOP_DOCUMENT, PAYMENT_PROVIDERS, type PaymentProvider } from '../../lib/order';
import type { ModelServer } from '../modelServer';
import { connectPayments } from './adaptPayments';
import { choose, type AddressOf, type WorkflowFile, type WorkflowNode } from './workflows';

/** Messengers that are shipped switched off, the credential of each, and its trigger. */
const MESSENGERS = {
  vk: { credential: 'vkApi', trigger: 'n8n-nodes-cake-order.vkTrigger' },
  avito: { credential: 'avitoApi', trigger: 'n8n-nodes-cake-order.avitoTrigger' },
} as const;

/** A messenger that an owner may switch on besides Telegram. */
export type Messenger = keyof typeof MESSENGERS;

/** What differs from one installation to the next. What is absent stays empty, and publishing the menu asks for it. */
export interface Installation {
  /** Telegram number of the baker's chat; it also hears of faults. */
  bakerChat?: string;
  /** Who processes personal data, and where the policy is (152-FZ). */
  operatorName?: string;
  policyUrl?: string;
  /** A Redis is there to keep a copy of conversations. */
  redis?: boolean;
  /** Where the pictures of the sandbox's ready cakes are; without it there are no ready cakes. */
  pictures?: string;
  /** Messengers besides Telegram that are connected. */
  messengers?: Messenger[];
  /** Ways to pay that customers are offered; none: orders are not paid through the bot. */
  payments?: PaymentProvider[];
  /** Models that are asked; absent: none are, and the bot reads by rules and draws sketches. */
  ai?: Pick<ModelServer, 'model' | 'imageModel' | 'elsewhere'>;
}

const { name: operatorName, policy_url: policyUrl } = DEFAULT_SHOP_DOCUMENT.operator as Record<string, string>;

/** The showcase of the sandbox's bakery, as lines of the menu's form. */
const READY_CAKES = [
  {
    name: 'Лесная поляна',
    name_en: 'Forest glade',
    text: 'Медовик с кремом и свежими ягодами',
    text_en: 'Honey cake with cream and fresh berries',
    picture: 'honey.jpg',
    weight_kg: 2,
    filling: 'Медовик',
    coating: 'Крем-чиз',
    decor: 'Свежие ягоды',
  },
  {
    name: 'Алый бархат',
    name_en: 'Scarlet velvet',
    text: 'Два яруса, велюр и живые цветы',
    text_en: 'Two tiers, velour and fresh flowers',
    picture: 'velvet.jpg',
    weight_kg: 4,
    filling: 'Красный бархат',
    coating: 'Велюр',
    decor: 'Живые цветы',
  },
  {
    name: 'Ночной Париж',
    name_en: 'Paris by night',
    text: 'Шоколадный, с глазурью и макарунами',
    text_en: 'Chocolate, with mirror glaze and macarons',
    picture: 'chocolate.jpg',
    weight_kg: 2.5,
    filling: 'Шоколад',
    coating: 'Зеркальная глазурь',
    decor: 'Макаруны',
  },
];

/** The sandbox plays all of it: nobody's data is real there. */
export const SANDBOX_INSTALLATION: Installation = {
  bakerChat: '500000001',
  operatorName,
  policyUrl,
  messengers: ['vk', 'avito'],
  payments: [...PAYMENT_PROVIDERS],
  ai: { elsewhere: false },
};

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** Gives the nodes that ask models their credential, and the models that were named. */
function connectModels(node: WorkflowNode, { model, imageModel, elsewhere }: NonNullable<Installation['ai']>): void {
  if (node.type === 'n8n-nodes-cake-order.cakeUnderstanding') {
    choose(node, 'openAiApi');
    delete node.disabled;
    if (node.parameters.operation === 'checkModels') {
      const named = [model, imageModel].filter((id) => id !== undefined);
      if (named.length > 0) node.parameters.alsoCheck = { models: named.map((id) => ({ model: byId(id) })) };
    } else if (model) {
      node.parameters.model = byId(model);
      if (elsewhere) node.parameters.fallback = {};
    }
  }
  // A server that reads need not draw.
  if (node.type === 'n8n-nodes-cake-order.cakePreview' && (imageModel || !elsewhere)) {
    choose(node, 'openAiApi');
    if (imageModel) node.parameters.model = byId(imageModel);
  }
}

/**
 * Fills an installation's own facts into a shipped workflow: the menu's panel, the chat that hears of faults, credentials.
 * `addressOf` is needed where T-Bank is among the payments.
 */
export function adaptTo(installation: Installation) {
  const { bakerChat = '', operatorName = '', policyUrl = '', redis = false, messengers = [] } = installation;
  const { pictures, ai, payments = [] } = installation;
  return (file: WorkflowFile, addressOf: AddressOf = () => ''): void => {
    for (const node of file.nodes) {
      if (node.type === 'n8n-nodes-cake-order.cakeMenuTrigger') {
        Object.assign(node.parameters, {
          operator_name: operatorName,
          policy_url: policyUrl,
          baker_chats: bakerChat,
          ...(payments.length > 0 ? { payment_providers: payments } : {}),
          ...(pictures
            ? {
                ready_cakes: {
                  items: READY_CAKES.map((cake) => ({ ...cake, picture: `${pictures}/cakes/${cake.picture}` })),
                },
              }
            : {}),
        });
      }
      for (const { credential, trigger } of messengers.map((name) => MESSENGERS[name])) {
        if (node.type === trigger) delete node.disabled;
        if (node.type === trigger || node.type === 'n8n-nodes-cake-order.chatReply') choose(node, credential);
      }
      if (ai) connectModels(node, ai);
      connectPayments(node, file, payments, addressOf);
      // n8n publishes no node whose credential is absent, so the shipped files name none.
      if (redis && node.type === 'n8n-nodes-cake-order.cakeOrder') choose(node, 'redis');
      if (node.name === 'Сказать владельцу') {
        node.parameters.chatId = bakerChat;
        // n8n publishes no Telegram node without a chat; the owner enters hers and switches the node on.
        if (!bakerChat) node.disabled = true;
      }
    }
  };
}
