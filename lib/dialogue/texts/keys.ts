import type { ru } from './ru';

/** A text's name. Russian is the master; every other language has exactly these. */
export type TextKey = keyof typeof ru;
