/** Every subset of `players` as a bit mask, the empty one first; bit i stands for player i. */
export function subsets(players: number): number[] {
  return Array.from({ length: 2 ** players }, (_, mask) => mask);
}

function size(mask: number): number {
  let count = 0;
  for (let rest = mask; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

/**
 * Exact Shapley values of a game given by its value on every subset (indexed by bit mask).
 * Their sum is `values[all] - values[0]`.
 * @see Shapley, A value for n-person games, 1953
 */
export function shapley(values: readonly number[], players: number): number[] {
  return Array.from({ length: players }, (_, player) => {
    const bit = 1 << player;
    return subsets(players)
      .filter((mask) => (mask & bit) === 0)
      .reduce((sum, mask) => {
        const weight = (factorial(size(mask)) * factorial(players - size(mask) - 1)) / factorial(players);
        return sum + weight * ((values[mask | bit] ?? 0) - (values[mask] ?? 0));
      }, 0);
  });
}
