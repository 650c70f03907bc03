import type { INodeProperties } from 'n8n-workflow';

import { DEFAULT_MODEL, DEFAULT_QUALITY, DEFAULT_SIZE } from '../../lib/ai/picture/families';

/**
 * With the reading and the keeping of a picture an effect must be done within the 200 seconds after which the database takes
 * it for lost.
 */
export const LONGEST_SECONDS = 150;

const whereModel = { show: { drawWith: ['model'] } };

/** The panel of Cake Preview. */
export const cakePreviewProperties: INodeProperties[] = [
  {
    displayName: 'Draw With',
    name: 'drawWith',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Model, Else Sketch',
        value: 'model',
        description: 'An image model draws the cake; where it cannot, a sketch is made here',
        action: 'Draw the cake with a model',
      },
      {
        name: 'Sketch Only',
        value: 'sketch',
        description: 'A sketch is made here from the chosen options; it costs nothing and needs no key',
        action: 'Draw a sketch of the cake',
      },
    ],
    default: 'model',
  },
  {
    displayName: 'Model',
    name: 'model',
    type: 'resourceLocator',
    required: true,
    default: { mode: 'list', value: DEFAULT_MODEL },
    modes: [
      {
        displayName: 'From List',
        name: 'list',
        type: 'list',
        typeOptions: { searchListMethod: 'searchImageModels', searchable: true },
      },
      { displayName: 'By ID', name: 'id', type: 'string', placeholder: DEFAULT_MODEL },
    ],
    description: 'The model that draws. The list shows until when OpenAI keeps it.',
    displayOptions: whereModel,
  },
  {
    displayName: 'Size Name or ID',
    name: 'size',
    type: 'options',
    typeOptions: { loadOptionsMethod: 'getSizes', loadOptionsDependsOn: ['model.value'] },
    default: DEFAULT_SIZE,
    description:
      'Width and height in pixels; a size that the model does not draw gives way to its usual one. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: whereModel,
  },
  {
    displayName: 'Quality Name or ID',
    name: 'quality',
    type: 'options',
    typeOptions: { loadOptionsMethod: 'getQualities', loadOptionsDependsOn: ['model.value'] },
    default: DEFAULT_QUALITY,
    description:
      'Better ones cost several times as much and take longer. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: whereModel,
  },
  {
    displayName: 'Reference Photo',
    name: 'referencePhoto',
    type: 'options',
    options: [
      {
        name: 'Ignore',
        value: 'ignore',
        description: 'The cake is drawn from the chosen options alone',
      },
      {
        name: 'Use',
        value: 'use',
        description: 'The model also sees the first photo that the customer sent; it goes to the model’s provider',
      },
    ],
    default: 'use',
    displayOptions: whereModel,
  },
  {
    displayName: 'Time Limit (Seconds)',
    name: 'timeLimit',
    type: 'number',
    typeOptions: { minValue: 5, maxValue: LONGEST_SECONDS },
    default: LONGEST_SECONDS,
    description:
      'The customer waits so long at most; then she is shown a sketch. The picture may be charged all the same.',
    displayOptions: whereModel,
  },
];
