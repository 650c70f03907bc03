/** Reading free text with a language model, where the rules leave something open. It fills slots and does nothing else. */
import { askModels, type Models } from './ask';
import { check } from './check';
import { merge } from './merge';
import { messagesFor } from './prompt';
import { fieldsFor, jsonSchemaOf } from './schema';
import type { Question, Understanding } from './types';

export type { Models } from './ask';
export type { Question, Understanding, Usage } from './types';

/** What is sent of a text at most: a model costs by the letter. */
const LONGEST = 2000;

/** A reader of free text that asks these models. It never throws: a failure is an answer too. */
export function createUnderstanding(models: Models): (question: Question) => Promise<Understanding> {
  return async (given) => {
    const question = { ...given, text: given.text.slice(0, LONGEST) };
    const fields = fieldsFor(question.hearing.vocabulary, question.faq.length);
    const result = await askModels(models, messagesFor(question), jsonSchemaOf(fields));
    const { asked: model, usage } = result;
    if ('failure' in result) {
      const { failure } = result;
      return { heard: null, why: failure.reason, failure, asked: model, usage };
    }
    return { heard: merge(question.rules, check(result.answer, fields, question)), usage };
  };
}
