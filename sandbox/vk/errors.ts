const MEANINGS: Record<number, string> = {
  1: 'Unknown error occurred',
  3: 'Unknown method passed',
  5: 'User authorization failed',
  6: 'Too many requests per second',
  7: 'Permission to perform this action is denied',
  8: 'Invalid request',
  9: 'Flood control',
  10: 'Internal server error',
  14: 'Captcha needed',
  15: 'Access denied',
  27: 'Group authorization failed',
  28: 'Application authorization failed',
  29: 'Rate limit reached',
  100: 'One of the parameters specified was missing or invalid',
  103: 'Out of limits',
  113: 'Invalid user id',
  118: 'Invalid server',
  121: 'Invalid hash',
  900: "Can't send messages for users from blacklist",
  901: "Can't send messages for users without permission",
  902: "Can't send messages to this user due to their privacy settings",
  909: "Can't edit this message, because it's too old",
  911: 'Keyboard format is invalid',
  912: 'This is a chat bot feature, change this status in settings',
  914: 'Message is too long',
  917: "You don't have access to this chat",
  920: "Can't edit this kind of message",
  924: "Can't delete this message for everybody",
  936: 'Contact not found',
  950: "Can't send message, reply timed out",
  2000: 'Servers number limit is reached',
};

/** A refusal in VK's words: the meaning of the code, and after a colon the detail, https://dev.vk.com/ru/reference/errors. */
export class VkError extends Error {
  constructor(
    readonly code: number,
    detail?: string,
  ) {
    const meaning = MEANINGS[code] ?? 'Error';
    super(detail === undefined ? meaning : `${meaning}: ${detail}`);
  }
}

/** Error 100: a parameter is missing or makes no sense. */
export function badParam(detail: string): VkError {
  return new VkError(100, detail);
}

/** Error 911. */
export function badKeyboard(detail: string): VkError {
  return new VkError(911, detail);
}
