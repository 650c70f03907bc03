import {
  NodeConnectionTypes,
  NodeOperationError,
  type INodeType,
  type INodeTypeDescription,
  type ITriggerFunctions,
  type ITriggerResponse,
} from 'n8n-workflow';

import { openDatabase } from '../shared/database';
import { panel } from './form/properties';
import { checkedMenu } from './form/read';
import { summaryOf } from './form/summary';

/** The one home of menu and settings: publishing its workflow checks them and stores a version if they changed. */
export class CakeMenuTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Cake Menu Trigger',
    name: 'cakeMenuTrigger',
    icon: { light: 'file:cakeMenu.svg', dark: 'file:cakeMenu.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: 'меню и настройки',
    description: 'Holds the menu and settings. Publishing checks them and puts them in force.',
    eventTriggerDescription: 'Runs once when a changed menu was published',
    activationMessage: 'Меню проверено и действует: следующий разговор пойдёт уже по нему.',
    defaults: { name: 'Cake Menu Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    // One of the two is enough; the node says so when there is none.
    credentials: [
      { name: 'supabaseApi', displayName: 'Supabase', required: false },
      { name: 'redis', displayName: 'Redis', required: false },
    ],
    properties: panel(),
  };

  async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
    const check = () => {
      // Of a field that the panel does not show n8n has no value.
      const menu = checkedMenu((name) => this.getNodeParameter(name, null));
      if (menu.ok) return menu;
      throw new NodeOperationError(this.getNode(), `Меню не опубликовано. ${menu.problems[0]}`, {
        description: menu.problems.join('\n'),
      });
    };
    const now = new Date().toISOString();

    if (this.getMode() === 'manual') {
      return {
        manualTriggerFunction: async () => {
          const { shop, document } = check();
          const seen = { checked: true, stored: false, ...summaryOf(shop, now), menu: document };
          this.emit([this.helpers.returnJsonArray([seen])]);
        },
      };
    }
    const { shop, document } = check();
    const { keeper, refusalOf } = await openDatabase(this);
    const refusal = refusalOf(shop);
    if (refusal) throw new NodeOperationError(this.getNode(), `Меню не опубликовано. ${refusal}`);
    const { version, changed } = await keeper.publishShop(document);
    const stored = { checked: true, stored: true, version, ...summaryOf(shop, now) };
    if (changed) this.emit([this.helpers.returnJsonArray([stored])]);
    return {};
  }
}
