/** An account at OpenAI, or at a server that speaks its API, and the models to ask there. */
export interface ModelServer {
  apiKey: string;
  /** Base address with its version and without a slash at the end. */
  baseUrl: string;
  /** It is not OpenAI itself: it may know none of the shipped models, and it may not draw. */
  elsewhere: boolean;
  /** Yandex AI Studio: the folder, sent as `OpenAI-Project`. */
  project?: string;
  /** The model that reads; absent: those of the shipped workflow. */
  model?: string;
  /** The model that draws; absent: that of the shipped workflow at OpenAI itself, none elsewhere. */
  imageModel?: string;
}

const OPENAI = 'https://api.openai.com/v1';

/**
 * The models that the environment names; null: none, so that in the sandbox they are played and elsewhere switched off.
 *
 * @throws Error naming a setting that makes no sense
 */
export function readModels(env: NodeJS.ProcessEnv): ModelServer | null {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_PROJECT_ID, AI_MODEL, IMAGE_MODEL } = env;
  const others = { OPENAI_BASE_URL, OPENAI_PROJECT_ID, AI_MODEL, IMAGE_MODEL };
  if (!OPENAI_API_KEY) {
    const alone = Object.entries(others).find(([, value]) => value)?.[0];
    if (!alone) return null;
    throw new Error(`${alone} is set: OPENAI_API_KEY must be too. A server of your own takes any word for it.`);
  }
  for (const [name, value] of Object.entries({ OPENAI_API_KEY, ...others })) {
    if (value && !/^[\x21-\x7e]+$/.test(value)) {
      // A key must not be repeated where it may be seen.
      const given = name === 'OPENAI_API_KEY' ? name : `${name}=${value}`;
      throw new Error(`${given}: only Latin letters, figures and signs, and no blank.`);
    }
  }
  const baseUrl = (OPENAI_BASE_URL || OPENAI).replace(/\/+$/, '');
  if (!/^https?:$/.test(URL.canParse(baseUrl) ? new URL(baseUrl).protocol : '')) {
    throw new Error(
      `OPENAI_BASE_URL=${OPENAI_BASE_URL}: an address that begins with https:// or http://, e.g. ${OPENAI}`,
    );
  }
  if (/\/(?:chat\/completions|completions|responses|models|images\/\w+)$/.test(baseUrl)) {
    throw new Error(
      `OPENAI_BASE_URL=${OPENAI_BASE_URL}: only the begin of the address, up to its version, e.g. ${OPENAI}`,
    );
  }
  return {
    apiKey: OPENAI_API_KEY,
    baseUrl,
    elsewhere: baseUrl !== OPENAI,
    ...(OPENAI_PROJECT_ID ? { project: OPENAI_PROJECT_ID } : {}),
    ...(AI_MODEL ? { model: AI_MODEL } : {}),
    ...(IMAGE_MODEL ? { imageModel: IMAGE_MODEL } : {}),
  };
}
