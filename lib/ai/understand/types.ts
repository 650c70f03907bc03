import type { NoModel, Understood } from '../../dialogue/types';
import type { Heard, Hearing } from '../../dialogue/read/heard/types';
import type { OpenAiFailure } from '../openai/errors';

/** Words that the rules left open, and all that a model is told beside them. */
export interface Question {
  /** The customer's words without phones, e-mails and addresses. */
  text: string;
  hearing: Hearing;
  /** What the rules make of the same text; they are precise, so what they took stands. */
  rules: Heard;
  /** Questions of the shop's FAQ, in its order, in the customer's language. */
  faq: string[];
}

/** What it cost, over all models of the list. */
export interface Usage {
  promptTokens: number;
  completionTokens: number;
  /** Calls that were sent. */
  requests: number;
  /** The model that answered; null: none did. */
  model: string | null;
}

/** `failure`: of the last `asked` model. */
export type Understanding =
  | { heard: Understood; usage: Usage }
  | { heard: null; why: NoModel; failure: OpenAiFailure; asked: string; usage: Usage };
