import { z } from 'zod';
import type { AiSettings, FaqEntry, PreviewSettings } from '../types';
import * as field from './fields';
import type { ListName } from './report';
import { expects, fieldsOf, shown } from './sentences';

/** What the bot does beside the questions of an order: answers, free words, pictures. What is not written is as it was before. */

const MOST_QUESTIONS = 50;

export const FAQ: ListName = {
  title: 'Частые вопросы',
  item: 'Частый вопрос',
  least: 0,
  most: { lines: MOST_QUESTIONS, why: 'из большего числа нужный ответ трудно выбрать' },
};

/** Blank is as good as absent. */
const blankIsNone = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);

const said = (most: number, label: string, missing: string) =>
  z.preprocess(blankIsNone, field.perLanguage(most, label, 'm', missing));

export const faqEntry = fieldsOf(
  {
    question: said(200, 'вопрос', 'вопроса нет; впишите его (question) или уберите строку'),
    // What Avito takes as one message.
    answer: said(1000, 'ответ', 'ответа нет; впишите его (answer) или уберите вопрос'),
  },
  'пустая строка',
).transform((line): FaqEntry => ({ question: line.question, answer: line.answer }));

export const ai = fieldsOf(
  {
    understanding: field.yesNo('понимание свободного текста (understanding)', 'n').nullish(),
    calls_per_month: field.whole('обращения к модели в месяц (calls_per_month)', 'p', 0, 1_000_000).nullish(),
  },
  'настройки модели не указаны',
)
  .nullish()
  .transform((line): AiSettings => ({
    understanding: line?.understanding ?? true,
    callsPerMonth: line?.calls_per_month ?? 2000,
  }));

/** What Supabase Storage takes as a name, less what would have to be escaped in an address. */
const BUCKET = /^[A-Za-z0-9][\w.-]{0,99}$/;

const bucket = (label: string) =>
  z.string({ error: expects(label, 'n', 'имя в кавычках') }).transform((value, context) => {
    const name = value.trim();
    if (name === '') return null;
    if (!BUCKET.test(name)) {
      const wanted = 'имя из латинских букв, цифр, точек, дефисов и подчёркиваний, например "cake-pictures"';
      context.addIssue({ code: 'custom', message: `${label} — указано ${shown(value)}, нужно ${wanted}` });
    }
    return name;
  });

/** Off unless it is written: a menu that was published before pictures existed shows none. */
export const preview = fieldsOf(
  {
    enabled: field.yesNo('показывать эскиз торта (enabled)', 'n').nullish(),
    style: field.maybeWords('стиль (style)', 'm', 300).nullish(),
    per_order: field.whole('картинки на один заказ (per_order)', 'p', 0, 20).nullish(),
    per_month: field.whole('картинки в месяц (per_month)', 'p', 0, 100_000).nullish(),
    bucket: bucket('хранилище картинок (bucket)').nullish(),
  },
  'настройки эскиза не указаны',
)
  .nullish()
  .transform((line): PreviewSettings => ({
    enabled: line?.enabled ?? false,
    style: line?.style ?? '',
    perOrder: line?.per_order ?? 3,
    perMonth: line?.per_month ?? 200,
    bucket: line?.bucket ?? null,
  }));
