import type { Fault } from '../api/faults';
import type { Misbehaviour, Worded } from '../api/misbehave';
import { VkError } from './errors';
import { errorBody } from './methods';
import type { Params } from './params';

/** How VK fails at a method that was asked for with these parameters. */
export function misbehaviourOf(name: string, params: Params): Misbehaviour {
  const refusal = (error: VkError, status = 200): Worded => ({ status, body: errorBody(error, name, params) });
  return {
    rateLimit: () => refusal(new VkError(6)),
    error: (fault: Fault) => {
      // A status without a code is the web server's failure, and no answer of the API's.
      if (fault.code === undefined && fault.status !== undefined)
        return { status: fault.status, body: `<html><body><h1>${fault.status}</h1></body></html>` };
      const code = Number(fault.code ?? 10);
      return refusal(Number.isInteger(code) ? new VkError(code) : new VkError(10, String(fault.code)), fault.status);
    },
  };
}
