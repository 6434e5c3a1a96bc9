import { setTimeout } from "node:timers/promises";

/** Calls `act` at a steady rate. A late call does not delay later ones. */
export async function steadily(perSecond: number, seconds: number, act: (index: number) => void): Promise<void> {
  const began = performance.now();
  for (let index = 0; index < perSecond * seconds; index++) {
    const wait = began + (index * 1000) / perSecond - performance.now();
    if (wait > 1) await setTimeout(wait);
    act(index);
  }
}
