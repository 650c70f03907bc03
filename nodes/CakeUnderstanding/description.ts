import type { INodeProperties } from 'n8n-workflow';

/** Where a model is chosen: from the server's own list, or by its id. */
const model = (searchListMethod: string, value: string, rest: Partial<INodeProperties> = {}): INodeProperties => ({
  displayName: 'Model',
  name: 'model',
  type: 'resourceLocator',
  default: { mode: 'list', value },
  modes: [
    {
      displayName: 'From List',
      name: 'list',
      type: 'list',
      typeOptions: { searchListMethod, searchable: true },
    },
    { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'gpt-4o-mini' },
  ],
  ...rest,
});

const models = (
  searchListMethod: string,
  rest: Pick<INodeProperties, 'displayName' | 'name' | 'default' | 'description' | 'displayOptions'>,
): INodeProperties => ({
  type: 'fixedCollection',
  typeOptions: { multipleValues: true, sortable: true },
  placeholder: 'Add Model',
  options: [{ displayName: 'Models', name: 'models', values: [model(searchListMethod, '')] }],
  ...rest,
});

const forOperation = (operation: string) => ({ show: { operation: [operation] } });

/** The panel of Cake Understanding. */
export const cakeUnderstandingProperties: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Check Models',
        value: 'checkModels',
        description: 'Emits one item for each model in use that is over or ends soon; nothing when all is well',
        action: 'Check whether models end soon',
      },
      {
        name: 'Understand',
        value: 'understand',
        description: 'Takes what Cake Order emits on its output Understand and gives back what the customer said',
        action: 'Understand free text',
      },
    ],
    default: 'understand',
  },
  model('searchChatModels', 'gpt-4o-mini', {
    required: true,
    description: 'The model that is asked first. The list shows until when OpenAI keeps it.',
    displayOptions: forOperation('understand'),
  }),
  models('searchChatModels', {
    displayName: 'Fallback Models',
    name: 'fallback',
    default: { models: [{ model: { __rl: true, mode: 'id', value: 'gpt-6-luna' } }] },
    description: 'Asked in this order where the model before cannot answer. All are at the server of the credential.',
    displayOptions: forOperation('understand'),
  }),
  {
    displayName: 'Time Limit (Seconds)',
    name: 'timeLimit',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 50 },
    default: 15,
    description: 'For all models together. The customer waits so long at most; then the rules alone decide.',
    displayOptions: forOperation('understand'),
  },
  {
    displayName: 'Days Ahead',
    name: 'daysAhead',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 30,
    description: 'Models that end within so many days are told of',
    displayOptions: forOperation('checkModels'),
  },
  models('searchAllModels', {
    displayName: 'Also Check',
    name: 'alsoCheck',
    default: {},
    description: 'Models to check beside those that were used in the last 30 days, such as the fallback models',
    displayOptions: forOperation('checkModels'),
  }),
];
