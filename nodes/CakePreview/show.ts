import { drawSketch } from '../../lib/ai/picture/sketch';
import { withStrip } from '../../lib/ai/picture/strip';
import type { NoModel } from '../../lib/dialogue/types';
import type { Shop } from '../../lib/order/types';
import type { PictureResult } from '../../lib/sessions/ledger';
import type { EffectItem } from '../shared/result';

/** What a model has to show: a picture (`now`: it was drawn for this effect), or why there is none and whether it counts. */
export type FromModel = { model: string; picture: Buffer; now: boolean } | { why: NoModel; counted: boolean };

/** What the customer is shown, as the ledger keeps it. `why`: it is a sketch, because of that. */
export type Shown = Pick<PictureResult, 'model' | 'drawn' | 'shown' | 'mimeType' | 'counted'> & { why?: NoModel };

/** Puts the strip under the model's picture, or draws a sketch where there is none. */
export async function show(from: FromModel, effect: EffectItem<'preview'>, shop: Shop): Promise<Shown> {
  const { look, inscription, language } = effect;
  const caption = { inscription, language };
  if ('why' in from) {
    const shown = await drawSketch(look, shop, caption);
    return { model: null, drawn: null, shown, mimeType: 'image/png', counted: from.counted, why: from.why };
  }
  const { model, picture, now } = from;
  try {
    const shown = await withStrip(picture, caption);
    return { model, drawn: now ? picture : null, shown, mimeType: 'image/jpeg', counted: now };
  } catch {
    // It is paid for, and cannot be shown.
    return show({ why: 'down', counted: now }, effect, shop);
  }
}
