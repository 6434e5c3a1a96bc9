/** One thing to time. */
export interface Variant {
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** Seconds of each round, by the variant's name. */
export type Figures = ReadonlyMap<string, readonly number[]>;

/** Runs all variants in turn in each round, so that a slower machine affects all of them. The first round does not count. */
export async function measure(variants: readonly Variant[], rounds: number): Promise<Figures> {
  const figures = new Map<string, number[]>(variants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run } of variants) {
      const began = performance.now();
      await run();
      if (round > 0) figures.get(name)?.push((performance.now() - began) / 1000);
    }
  }
  return figures;
}
