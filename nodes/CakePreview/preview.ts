import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { briefOf, fingerprintOf } from '../../lib/ai/picture/brief';
import type { ResultEvent } from '../../lib/dialogue/types';
import type { Ledger, PicturePermit } from '../../lib/sessions/ledger';
import type { ChatAddress } from '../../lib/sessions/types';
import { openDatabase, type Database } from '../shared/database';
import type { Emitted } from '../shared/perItem';
import { effectIn, resultItem, type EffectItem } from '../shared/result';
import { noteTrouble } from '../shared/troubles';
import { hire, type Artist, type Hired, type ReferencePhoto } from './artist';
import { show, type FromModel } from './show';

type PictureEvent = Extract<ResultEvent, { type: 'picture' }>;

/** Everything that all items of one run share. */
interface Opened {
  database: Database;
  ledger: Ledger;
  hired: Hired;
}

async function open(context: IExecuteFunctions): Promise<Opened> {
  const database = await openDatabase(context);
  if (!database.ledger) {
    throw new NodeOperationError(context.getNode(), 'Без Supabase картинки хранить негде', {
      description: 'Выберите в узле доступ «Supabase»: там лежат картинки и считается их число.',
    });
  }
  return { database, ledger: database.ledger, hired: await hire(context) };
}

/**
 * An effect of Cake Order in, the picture's id for it out; everything else passes through. Where no model can or may draw, the
 * cake is sketched here and the result says why. The same key is never paid for twice: the ledger knows it.
 *
 * The function that it returns throws what the database throws; Cake Order's sweeper then hands the effect out again.
 */
export function previewItem(context: IExecuteFunctions): (item: INodeExecutionData) => Promise<Emitted> {
  let opened: Promise<Opened> | undefined;
  let down = false;

  const play = async (effect: EffectItem<'preview'>): Promise<PictureEvent | null> => {
    const { database, ledger, hired } = await (opened ??= open(context));
    const shop = await database.shopOf(effect.shopVersion);
    if (!shop) throw new NodeOperationError(context.getNode(), 'Меню ещё не опубликовано');
    // What keeps the model from drawing would make the customers of the further items wait as long.
    const { artist, why }: Hired = down ? { artist: null, why: 'down' } : hired;
    const { key, to: chat, round } = effect;
    const brief = briefOf(effect.look, shop);
    const photo = (await artist?.photo(effect.photo)) ?? null;
    const permit = await ledger.beginPicture({
      key,
      chat,
      fingerprint: fingerprintOf({ brief, ...settingsOf(artist), photoHash: photo?.hash ?? null }),
      // Without a model nothing may be drawn; that this very effect is done, or is being drawn, is told all the same.
      perOrder: artist ? shop.preview.perOrder : 0,
      perMonth: artist ? shop.preview.perMonth : 0,
      now: new Date().toISOString(),
    });
    if (permit.do === 'busy') return null;
    if (permit.do === 'done') {
      return { type: 'picture', round, picture: { id: permit.id, model: permit.model, brief: permit.brief } };
    }
    const from = artist ? await fromModel(permit, artist, { brief, photo, chat }) : { why, counted: false };
    if ('why' in from && from.why === 'down' && permit.do === 'draw') down = true;
    if (artist && permit.do === 'month') {
      const limit = `Исчерпан предел: ${shop.preview.perMonth} картинок за месяц.`;
      noteTrouble('pictures', `${limit} Его меняют в «Меню и настройки».`);
    }
    const { why: reason, ...shown } = await show(from, effect, shop);
    const { id } = await ledger.endPicture({ key, chat, brief, bucket: shop.preview.bucket, ...shown });
    const picture = { id, model: shown.model, brief };
    return { type: 'picture', round, picture, ...(reason ? { why: reason } : {}) };
  };

  return async (item) => {
    const effect = effectIn(item, 'preview');
    if (!effect) return [[item]];
    const event = await play(effect);
    return event ? [[resultItem(effect, event)]] : [[]];
  };
}

const settingsOf = (artist: Artist | null) => {
  const { model, size, quality } = artist ?? { model: '', size: '', quality: '' };
  return { model, size, quality };
};

/** Has the model draw if it may. */
async function fromModel(
  permit: PicturePermit,
  artist: Artist,
  { brief, photo, chat }: { brief: string; photo: ReferencePhoto | null; chat: ChatAddress },
): Promise<FromModel> {
  if (permit.do === 'reuse') return { model: permit.model, picture: permit.data, now: false };
  if (permit.do === 'limit' || permit.do === 'month') return { why: permit.do, counted: false };
  if (permit.do !== 'draw') return { why: 'down', counted: true };
  const drawn = await artist.draw(brief, photo, chat);
  return drawn.ok ? { model: artist.model, picture: drawn.picture, now: true } : drawn;
}
