import { afterEach, beforeEach } from "mocha";

/** In the tests of this block timers run a hundred times faster, so that nobody waits for seconds. */
export function hurry(): void {
  const { setTimeout } = globalThis;
  beforeEach(() => {
    const fast = (body: () => void, milliseconds = 0) => setTimeout(body, milliseconds / 100);
    Object.assign(globalThis, { setTimeout: fast });
  });
  afterEach(() => void Object.assign(globalThis, { setTimeout }));
}
