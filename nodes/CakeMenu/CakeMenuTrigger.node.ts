import {
  NodeConnectionTypes,
  NodeOperationError,
  type INodeType,
  type INodeTypeDescription,
  type ITriggerFunctions,
  type ITriggerResponse,
} from 'n8n-workflow';

import { parseShopText } from '../../lib/dialogue';
import defaultShop from '../../lib/order/default-shop.json';
import { openDatabase } from '../shared/database';

/** The one home of menu and settings: publishing its workflow checks them and stores a version if they changed. */
export class CakeMenuTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Cake Menu Trigger',
    name: 'cakeMenuTrigger',
    icon: { light: 'file:cakeMenu.svg', dark: 'file:cakeMenu.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: 'menu and settings',
    description: 'Holds the menu and settings. Publishing checks them and puts them in force.',
    eventTriggerDescription: 'Runs once when a changed menu was published',
    activationMessage: 'Меню проверено и действует: следующий разговор пойдёт уже по нему.',
    defaults: { name: 'Cake Menu Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'supabaseApi', required: true }],
    properties: [
      {
        displayName:
          'Цены в рублях, вес в килограммах. Измените строку, сохраните и нажмите Publish: меню проверится, и следующий разговор пойдёт по нему. Кнопка теста только проверяет.',
        name: 'notice',
        type: 'notice',
        default: '',
      },
      {
        displayName: 'Menu and Settings',
        name: 'shop',
        type: 'json',
        typeOptions: { rows: 30 },
        default: JSON.stringify(defaultShop, null, 2),
        description: 'Everything that the bot offers, in one document',
        required: true,
      },
    ],
  };

  async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
    const check = () => {
      const value = this.getNodeParameter('shop') as string | object;
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      const parsed = parseShopText(text);
      if (parsed.ok) return JSON.parse(text) as object;
      throw new NodeOperationError(this.getNode(), `Меню не опубликовано. ${parsed.problems[0]}`, {
        description: parsed.problems.join('\n'),
      });
    };

    if (this.getMode() === 'manual') {
      return {
        manualTriggerFunction: async () => {
          check();
          this.emit([this.helpers.returnJsonArray([{ checked: true, stored: false }])]);
        },
      };
    }
    const { keeper } = await openDatabase(this);
    const { version, changed } = await keeper.publishShop(check());
    if (changed) this.emit([this.helpers.returnJsonArray([{ checked: true, stored: true, version }])]);
    return {};
  }
}
