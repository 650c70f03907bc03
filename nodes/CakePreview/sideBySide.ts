/**
 * Starts work on all items, at most so many at once, and gives their promises in the order of the items. One that fails stops
 * none of the others, and may be awaited later.
 */
export function sideBySide<In, Out>(items: In[], atOnce: number, work: (item: In) => Promise<Out>): Promise<Out>[] {
  const lanes: Promise<unknown>[] = Array.from({ length: atOnce }, () => Promise.resolve());
  return items.map((item, index) => {
    const done = lanes[index % atOnce].then(() => work(item));
    lanes[index % atOnce] = done.catch(() => undefined);
    return done;
  });
}
