import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/**
 * Access that an owner of an Avito account gives to an application of Avito's partner programme. The fields of OAuth2
 * that never change are hidden; none of them is an expression, which would be evaluated at every call.
 */
export class AvitoOAuth2Api implements ICredentialType {
  name = 'avitoOAuth2Api';

  displayName = 'Avito OAuth2 API';

  extends = ['oAuth2Api'];

  icon: Icon = { light: 'file:avito.svg', dark: 'file:avito.dark.svg' };

  documentationUrl = 'https://developers.avito.ru/api-catalog/auth/documentation';

  properties: INodeProperties[] = [
    { displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
    {
      displayName: 'Authorization URL',
      name: 'authUrl',
      type: 'string',
      default: 'https://avito.ru/oauth',
      required: true,
      description: 'Where the owner of the account gives access. Leave as it is.',
    },
    {
      displayName: 'Access Token URL',
      name: 'accessTokenUrl',
      // eslint-disable-next-line n8n-nodes-base/node-param-type-options-password-missing -- an address, not a token
      type: 'string',
      default: 'https://api.avito.ru/token',
      required: true,
      description: 'Where access is renewed. Leave as it is, unless Avito is reached through a relay of your own.',
    },
    {
      displayName: 'Scope',
      name: 'scope',
      type: 'hidden',
      // Avito wants commas, and n8n joins with what it finds here.
      default: 'messenger:read,messenger:write,user:read,items:info',
    },
    {
      displayName: 'Auth URI Query Parameters',
      name: 'authQueryParameters',
      type: 'hidden',
      default: 'pro_users_flow=true',
    },
    { displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
    {
      displayName: 'API Host',
      name: 'host',
      type: 'string',
      default: 'https://api.avito.ru',
      description: 'Leave as it is, unless Avito is reached through a relay of your own',
    },
  ];

  test: ICredentialTestRequest = {
    request: { baseURL: '={{ $credentials.host }}', url: '/core/v1/accounts/self' },
  };
}
