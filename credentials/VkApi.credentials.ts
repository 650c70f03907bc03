import type {
  IAuthenticate,
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  Icon,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';

/** What the check of the key says to VK's errors; the last one stands for all others. */
const REFUSALS: [code: number, message: string][] = [
  [5, 'VK не принимает ключ. Создайте его заново: «Управление → Работа с API → Ключи доступа».'],
  [27, 'VK не принимает ключ сообщества. Создайте его заново: «Управление → Работа с API → Ключи доступа».'],
  [15, 'У ключа нет прав на это сообщество. Проверьте номер сообщества и отметки прав у ключа.'],
  [100, 'VK не знает сообщества с таким номером. Возьмите число из его адреса, например 123456789 из club123456789.'],
  [125, 'VK не знает сообщества с таким номером. Возьмите число из его адреса, например 123456789 из club123456789.'],
];

/** A VK community's own key. */
export class VkApi implements ICredentialType {
  name = 'vkApi';

  displayName = 'VK Community API';

  icon: Icon = { light: 'file:vk.svg', dark: 'file:vk.dark.svg' };

  documentationUrl = 'https://dev.vk.com/ru/api/access-token/community-token/getting-started';

  properties: INodeProperties[] = [
    {
      displayName: 'Access Token',
      name: 'accessToken',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description:
        'Key of the community: Управление → Работа с API → Ключи доступа. It needs messages, photos and management of the community.',
    },
    {
      displayName: 'Community ID',
      name: 'groupId',
      type: 'string',
      default: '',
      required: true,
      placeholder: '123456789',
      description: 'Number of the community, as in club123456789',
    },
    {
      displayName: 'API Host',
      name: 'baseUrl',
      type: 'string',
      default: 'https://api.vk.ru',
      description: 'Address of the VK API; change it only if VK moves again',
    },
    {
      displayName: 'API Version',
      name: 'apiVersion',
      type: 'string',
      default: '5.199',
      description: 'Version of the VK API that is asked for',
    },
  ];

  /** A function: the generic template is an expression for each call (docs/decisions/0004). */
  authenticate: IAuthenticate = async (
    { accessToken }: ICredentialDataDecryptedObject,
    options: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> => ({
    ...options,
    headers: { ...options.headers, authorization: `Bearer ${String(accessToken)}` },
  });

  test: ICredentialTestRequest = {
    request: {
      baseURL: '={{$credentials.baseUrl.replace(/\\/+$/, "")}}',
      url: '/method/groups.getById',
      qs: {
        group_id: '={{String($credentials.groupId).replace(/\\D/g, "")}}',
        v: '={{$credentials.apiVersion}}',
      },
    },
    rules: [
      ...REFUSALS.map(([value, message]) => ({
        type: 'responseSuccessBody' as const,
        properties: { key: 'error.error_code', value, message },
      })),
      // VK refuses with status 200 and no `response`: what lacks it has not worked, whatever it says.
      {
        type: 'responseSuccessBody',
        properties: {
          key: 'response',
          value: undefined,
          message: 'VK не подтвердил ключ. Проверьте ключ, номер сообщества и адрес API.',
        },
      },
    ],
  };
}
