import { VkError } from './errors';
import { groupMethods } from './groups';
import { longPollMethods } from './longPollMethods';
import { messageMethods } from './messages';
import type { Params } from './params';
import { photoMethods } from './photos';
import { sendMethods } from './send';
import type { Vk } from './vk';

/** One call of VK's API. */
export interface MethodCall {
  vk: Vk;
  params: Params;
}

/** A method of VK's API; answers what stands under `response`, throws a `VkError`. */
export type Method = (call: MethodCall) => unknown;

const MOST_USERS = 1000;

const METHODS: Record<string, Method> = {
  ...groupMethods,
  ...longPollMethods,
  ...sendMethods,
  ...messageMethods,
  ...photoMethods,
  'users.get': ({ vk, params }) => {
    const ids = params.numbers('user_ids');
    if (ids.length > MOST_USERS) throw new VkError(113);
    return ids.flatMap((id) => {
      const person = vk.person(id)?.person;
      if (person === undefined) return [];
      const [first_name, ...rest] = person.split(' ');
      return [{ id, first_name, last_name: rest.join(' '), can_access_closed: true, is_closed: false }];
    });
  },
};

/** Does what a call asks; throws a `VkError`. */
export function perform(name: string, call: MethodCall): unknown {
  const { vk, params } = call;
  if (!/^\d+\.\d+$/.test(params.text('v'))) throw new VkError(8, 'v (version) is required');
  if (params.token === '') throw new VkError(5, 'no access_token passed.');
  if (params.token !== vk.token) throw new VkError(5, 'invalid access_token (4).');
  if (!Object.hasOwn(METHODS, name)) throw new VkError(3);
  if (!vk.pace.take()) throw new VkError(6);
  return METHODS[name](call);
}

/** What a call is answered, a refusal included: VK answers all with 200. */
export function answerOf(name: string, call: MethodCall): { response: unknown } | { error: object } {
  try {
    return { response: perform(name, call) };
  } catch (error) {
    const refusal = error instanceof VkError ? error : new VkError(10, (error as Error).message);
    return errorBody(refusal, name, call.params);
  }
}

/** A refusal as VK sends it. */
export function errorBody({ code, message }: VkError, name: string, params: Params): { error: object } {
  const captcha = { captcha_sid: '239633676097', captcha_img: 'https://api.vk.ru/captcha.php?sid=239633676097&s=1' };
  return {
    error: {
      error_code: code,
      error_msg: message,
      request_params: params.echoed(name),
      ...(code === 14 && captcha),
    },
  };
}
