import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Understanding, Usage } from '../../lib/ai/understand';
import { hear, vocabularyOf } from '../../lib/dialogue/read/heard';
import type { NoModel, Understood } from '../../lib/dialogue/types';
import type { Shop } from '../../lib/order/types';
import type { Ledger } from '../../lib/sessions/ledger';
import { openDatabase, type Database } from '../shared/database';
import { hostOf, modelIn, modelsIn, openOpenAi } from '../shared/openai';
import type { Emitted } from '../shared/perItem';
import { effectIn, resultItem, type EffectItem } from '../shared/result';
import { noteTrouble, PATIENCE } from '../shared/troubles';

/** What becomes of an effect, as it is also kept under its key. */
interface Answer {
  heard: Understood | null;
  why?: NoModel;
}

/** Everything that all items of one run share. */
interface Opened {
  database: Database;
  ledger: Ledger;
  host: string;
  ask(effect: EffectItem<'understand'>, shop: Shop): Promise<Understanding>;
}

const SECOND = 1000;
/** After 60 seconds the ledger takes a call for lost, and another execution may ask again. */
const LONGEST_MS = 50 * SECOND;
const NOTHING_USED: Usage = { promptTokens: 0, completionTokens: 0, requests: 0, model: null };

async function open(context: IExecuteFunctions): Promise<Opened> {
  const database = await openDatabase(context);
  const { ledger } = database;
  if (!ledger) {
    throw new NodeOperationError(context.getNode(), 'Без Supabase модель спрашивать нельзя', {
      description: 'Выберите в узле доступ «Supabase»: там считаются обращения к модели.',
    });
  }
  const models = [
    modelIn(context.getNodeParameter('model', 0)),
    ...modelsIn(context.getNodeParameter('fallback', 0, {})),
  ].filter((id, place, all) => id !== '' && all.indexOf(id) === place);
  if (models.length === 0) {
    throw new NodeOperationError(context.getNode(), 'Не выбрана модель', {
      description: 'Выберите модель в поле Model, например gpt-4o-mini.',
    });
  }
  const timeLimitMs = Math.min((context.getNodeParameter('timeLimit', 0) as number) * SECOND, LONGEST_MS);
  const client = await openOpenAi(context, timeLimitMs);
  // Loaded only where a model is asked.
  const { createUnderstanding } = await import('../../lib/ai/understand');
  const understand = createUnderstanding({ client, models, timeLimitMs });
  const ask: Opened['ask'] = ({ text, language, now, expecting }, shop) => {
    const hearing = { language, now, zone: shop.zone, expecting, vocabulary: vocabularyOf(shop.menu) };
    const faq = shop.faq.map(({ question }) => question[language] ?? question.ru);
    return understand({ text, hearing, rules: hear(text, hearing), faq });
  };
  return { database, ledger, host: hostOf(client), ask };
}

/**
 * Understand: an effect of Cake Order in, the result for it out; everything else passes through. A model that cannot answer
 * stops nothing: the result then says why, and the conversation goes on by the rules. The same key is never paid for twice.
 */
export function understandItem(
  context: IExecuteFunctions,
): (item: INodeExecutionData, index: number) => Promise<Emitted> {
  let opened: Promise<Opened> | undefined;
  let isDown: NoModel | undefined;

  const answer = async (effect: EffectItem<'understand'>): Promise<Answer | null> => {
    const { database, ledger, host, ask } = await (opened ??= open(context));
    const shop = await database.shopOf(effect.shopVersion);
    if (!shop) return { heard: null, why: 'off' };
    const { key, to: chat } = effect;
    const perMonth = shop.ai.callsPerMonth;
    const permit = await ledger.beginCall({ key, chat, perMonth, now: new Date().toISOString() });
    if (!permit.go) {
      if (permit.why === 'busy') return null;
      if (permit.why === 'done') return permit.answer as Answer;
      noteTrouble('openai', `Исчерпан предел: ${perMonth} обращений за месяц. Его меняют в «Меню и настройки».`);
      return { heard: null, why: 'month' };
    }
    const end = async (result: Answer, usage: Usage): Promise<Answer> => {
      try {
        await ledger.endCall({ key, ...usage, answer: result });
      } catch (error) {
        // The answer is there and paid for. Unrecorded it still counts, and the key is only asked for again if it gets lost.
        context.logger.warn(`Cake Understanding: the end of a call was not recorded: ${(error as Error).message}`);
      }
      return result;
    };
    // What has just kept all models from answering would make the customers of the other items wait as long.
    if (isDown) return end({ heard: null, why: isDown }, NOTHING_USED);
    const understanding = await ask(effect, shop);
    const { heard, usage } = understanding;
    if (heard) {
      noteTrouble('openai', null);
      return end({ heard }, usage);
    }
    const { why, failure, asked } = understanding;
    if (why !== 'refused') {
      isDown = why;
      const detail = `${failure.says} (${asked}, ${host}). ${failure.advice}`;
      noteTrouble('openai', detail, failure.retryable ? PATIENCE : 1);
    }
    return end({ heard: null, why }, usage);
  };

  return async (item) => {
    const effect = effectIn(item, 'understand');
    if (!effect) return [[item]];
    const result = await answer(effect);
    return result ? [[resultItem(effect, { type: 'understood', round: effect.round, ...result })]] : [[]];
  };
}
