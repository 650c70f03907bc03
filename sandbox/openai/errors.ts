/** A refusal in OpenAI's shape: `{error: {message, type, param, code}}`. */
export class OpenAiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string | null,
    message: string,
    readonly param: string | null = null,
    readonly type = 'invalid_request_error',
  ) {
    super(message);
  }

  /** The body of the answer. */
  get body(): object {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** Codes that come without a fault of the request, as clients have met them: status, type, message. */
const KNOWN: Record<string, [number, string, string]> = {
  invalid_api_key: [401, 'invalid_request_error', 'Incorrect API key provided.'],
  unsupported_country_region_territory: [403, 'request_forbidden', 'Country, region, or territory not supported'],
  model_not_found: [404, 'invalid_request_error', 'The model does not exist or you do not have access to it.'],
  moderation_blocked: [
    400,
    'image_generation_user_error',
    'Your request was rejected by the safety system. If you believe this is an error, contact us at help.openai.com.',
  ],
  content_policy_violation: [
    400,
    'invalid_request_error',
    'Your request was rejected as a result of our safety system. Your prompt may contain text that is not allowed.',
  ],
  billing_hard_limit_reached: [400, 'invalid_request_error', 'Billing hard limit has been reached'],
  insufficient_quota: [
    429,
    'insufficient_quota',
    'You exceeded your current quota, please check your plan and billing details.',
  ],
  credit_balance_exhausted: [429, 'insufficient_quota', 'Your credit balance is exhausted.'],
  rate_limit_exceeded: [429, 'requests', 'Rate limit reached on requests per min (RPM). Please try again in 1s.'],
  slow_down: [429, 'requests', 'The rate of your requests has grown too fast. Please slow down.'],
};

/** What a bare status says, where no code is known. */
const BY_STATUS: Record<number, [string | null, string, string]> = {
  400: [null, 'invalid_request_error', 'Bad request.'],
  401: ['invalid_api_key', KNOWN.invalid_api_key[1], KNOWN.invalid_api_key[2]],
  403: [null, 'invalid_request_error', 'Your organization must be verified to use this model.'],
  404: ['model_not_found', KNOWN.model_not_found[1], KNOWN.model_not_found[2]],
  429: ['rate_limit_exceeded', KNOWN.rate_limit_exceeded[1], KNOWN.rate_limit_exceeded[2]],
  503: [null, 'server_error', 'The engine is currently overloaded, please try again later.'],
};
const SERVER_ERROR = 'The server had an error while processing your request. Sorry about that!';

/** The refusal that a code, a status, or both stand for; neither: a failure of the server's own. */
export function refusalOf(code: string | undefined, status: number | undefined): OpenAiError {
  if (code !== undefined) {
    const [usual, type, message] = KNOWN[code] ?? [400, 'invalid_request_error', `Refused: ${code}.`];
    return new OpenAiError(status ?? usual, code, message, null, (status ?? usual) >= 500 ? 'server_error' : type);
  }
  const answered = status ?? 500;
  const otherwise: [null, string, string] =
    answered >= 500 ? [null, 'server_error', SERVER_ERROR] : [null, 'invalid_request_error', `Error ${answered}.`];
  const [usual, type, message] = BY_STATUS[answered] ?? otherwise;
  return new OpenAiError(answered, usual, message, null, type);
}

/** `'a', 'b', and 'c'`. */
export function list(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  if (quoted.length < 3) return quoted.join(' and ');
  return `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
}

/** A value that is not among those that are known. */
export const invalidValue = (param: string, value: string, supported: readonly string[]): OpenAiError =>
  new OpenAiError(400, 'invalid_value', `Invalid value: '${value}'. Supported values are: ${list(supported)}.`, param);

/** A parameter that there is, but not here. */
export const unknownParameter = (param: string): OpenAiError =>
  new OpenAiError(400, 'unknown_parameter', `Unknown parameter: '${param}'.`, param);
