import {
  NodeConnectionTypes,
  type IExecuteFunctions,
  type INodeExecutionData,
  type INodeType,
  type INodeTypeDescription,
} from 'n8n-workflow';

import { perItem } from '../shared/perItem';
import { cakePreviewProperties } from './description';
import { getQualities, getSizes, searchImageModels } from './lists';
import { previewItem } from './preview';
import { sideBySide } from './sideBySide';

/** So many pictures are drawn at once: OpenAI's lowest tier allows five a minute. */
const AT_ONCE = 3;

/** Has a picture of the ordered cake drawn by a model, or sketches it itself. */
export class CakePreview implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Cake Preview',
    name: 'cakePreview',
    icon: { light: 'file:cakePreview.svg', dark: 'file:cakePreview.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["drawWith"] === "sketch" ? "sketch" : $parameter["model"]["value"] }}',
    description: 'Draws the cake that a customer has put together, with an image model or as a sketch of its own',
    defaults: { name: 'Cake Preview' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [
      // Without it the cake is sketched here.
      { name: 'openAiApi', displayName: 'OpenAI', required: false },
      { name: 'supabaseApi', displayName: 'Supabase', required: true },
      // Reference photos that customers send in Telegram lie there.
      { name: 'telegramApi', displayName: 'Telegram', required: false },
    ],
    properties: cakePreviewProperties,
  };

  methods = {
    listSearch: { searchImageModels },
    loadOptions: { getSizes, getQualities },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    const played = sideBySide(this.getInputData(), AT_ONCE, previewItem(this));
    return perItem(this, 1, (_item, index) => played[index]);
  }
}
