import { z } from 'zod';
import type { Asked } from './asked';
import type { Avito } from './avito';
import { Answer, valid } from './endpoint';
import { OAuthError } from './wire';

const authorizeQuery = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  scope: z.string().min(1),
  state: z.string().optional(),
  redirect_uri: z.string().optional(),
  // Stands in the link that Avito documents, and asks for business accounts only.
  pro_users_flow: z.string().optional(),
});

/** `POST /token`: a form in, an OAuth answer out. */
export function token(avito: Avito, { body, contentType }: Asked): object {
  if (!contentType.startsWith('application/x-www-form-urlencoded'))
    throw new OAuthError(400, 'invalid_request', 'a form is expected: application/x-www-form-urlencoded');
  return avito.tokens.grant((body ?? {}) as Record<string, unknown>);
}

/** `GET /oauth`: the page where a person allows an application her account. Here she allows it at once. */
export function authorize(avito: Avito, { query }: Asked): Answer {
  const { client_id, scope, state, redirect_uri } = valid(authorizeQuery, query);
  if (client_id !== avito.options.clientId) throw new OAuthError(400, 'invalid_client', 'no such application');
  const registered = avito.options.redirectUri ?? redirect_uri;
  if (registered === undefined || !URL.canParse(registered))
    throw new OAuthError(400, 'invalid_request', 'the application has no redirect address');
  const back = new URL(registered);
  back.searchParams.set('code', avito.tokens.authorize(scope));
  if (state !== undefined) back.searchParams.set('state', state);
  return new Answer(302, { location: back.href }, '');
}
