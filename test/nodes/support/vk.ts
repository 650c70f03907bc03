import nock from 'nock';

/** VK played call by call, for what the sandbox's VK never does. */
export const HOST = 'https://api.vk.test';
export const TOKEN = 'vk1.a.community-key-that-nobody-may-see';
export const GROUP = 1;
/** The credential as its fields are; the number is written as owners write it. */
export const vkApi = { accessToken: TOKEN, groupId: 'club1', baseUrl: `${HOST}/`, apiVersion: '5.199' };

/** One call that VK got. */
export interface VkCall {
  method: string;
  params: Record<string, string>;
  authorization?: string;
}

/** What VK says: a body, a status with a body, or a connection that is cut. A function is asked with the form. */
type Said = object | [status: number, body: string] | 'cut';
type Answer = Said | ((params: Record<string, string>) => Said);

/** A refusal in VK's form. */
export const error = (error_code: number, error_msg = 'words of VK'): object => ({
  error: { error_code, error_msg, request_params: [{ key: 'v', value: '5.199' }] },
});

const said = (answer: Answer, params: Record<string, string>): Said =>
  typeof answer === 'function' ? answer(params) : answer;

/**
 * Plays VK: each method with its answers in order, the last one for good. A method without one is error 3, as at VK.
 *
 * @returns the calls so far, growing
 */
export function playVk(answers: Record<string, Answer | Answer[]>): VkCall[] {
  const calls: VkCall[] = [];
  const left = new Map(Object.entries(answers).map(([method, list]) => [method, isList(list) ? [...list] : [list]]));
  nock(HOST)
    .persist()
    .post(/^\/method\//)
    .reply(function (uri, body, done) {
      const method = uri.replace('/method/', '');
      const params =
        typeof body === 'string' ? Object.fromEntries(new URLSearchParams(body)) : (body as VkCall['params']);
      calls.push({ method, params, authorization: [this.req.headers.authorization].flat()[0] });
      const list = left.get(method) ?? [error(3, 'Unknown method passed')];
      const answer = said(list.length > 1 ? list.shift()! : list[0], params);
      if (answer === 'cut') return done(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), [0, '']);
      if (Array.isArray(answer)) return done(null, answer as [number, string]);
      done(null, [200, JSON.stringify(answer), { 'content-type': 'application/json' }]);
    });
  return calls;
}

/** A list of answers, and not one answer with its status. */
function isList(answer: Answer | Answer[]): answer is Answer[] {
  return Array.isArray(answer) && typeof answer[0] !== 'number';
}

/** The calls of one method. */
export const callsOf = (calls: VkCall[], method: string): VkCall['params'][] =>
  calls.filter((call) => call.method === method).map(({ params }) => params);

/** Loopback stays open: the database is there. */
export function closeTheNet(): void {
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
}

/** Everything as it was. */
export function openTheNet(): void {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
}

/** A picture that is one: a PNG of one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Plays the host that takes pictures; gives the bodies that it got. */
export function playUpload(...answers: (object | [number, string])[]): string[] {
  const bodies: string[] = [];
  nock('https://pu.vk.test')
    .persist()
    .post('/upload')
    .reply((_uri, body) => {
      bodies.push(String(body));
      const answer = answers.length > 1 ? answers.shift()! : answers[0];
      return Array.isArray(answer) ? (answer as [number, string]) : [200, JSON.stringify(answer)];
    });
  return bodies;
}

/** VK's answers for a picture that it takes. */
export const TAKES_PICTURES = {
  'photos.getMessagesUploadServer': {
    response: { upload_url: 'https://pu.vk.test/upload', album_id: -64, group_id: 1 },
  },
  'photos.saveMessagesPhoto': { response: [{ owner_id: -1, id: 77, access_key: 'k', sizes: [] }] },
};
export const TAKEN = { server: 5, photo: '[{"photo":"x"}]', hash: 'h' };
