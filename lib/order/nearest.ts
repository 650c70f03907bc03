/** How many letters differ between two words: changed, missing, extra or swapped with the neighbour. */
export function distance(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  let before: number[] = [];
  let row = right.map((_, index) => index + 1);
  row.unshift(0);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const changed = row[j - 1] + (left[i - 1] === right[j - 1] ? 0 : 1);
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, changed);
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) {
        next[j] = Math.min(next[j], before[j - 2] + 1);
      }
    }
    before = row;
    row = next;
  }
  return row[right.length];
}

/** The candidate that was probably meant, or null when none is near: a third of the letters may differ. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  const asked = plain(word.slice(0, 60));
  const rated = candidates.map((candidate) => ({ candidate, far: distance(asked, plain(candidate)) }));
  rated.sort((one, other) => one.far - other.far);
  return rated.length > 0 && rated[0].far <= Math.max(1, Math.floor(asked.length / 3)) ? rated[0].candidate : null;
}
