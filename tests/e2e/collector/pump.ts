import { setTimeout as sleep } from "node:timers/promises";
import { numbered, sendOtlp } from "./telemetry.ts";
import type { OtlpSignal } from "../../../local/grafana-cloud/write-gateways/otlp-schema.ts";

export interface Pump {
  /** Names of all items that were acknowledged so far. */
  readonly sent: readonly string[];
  /** Answers that asked to try again, and connections that failed. */
  readonly retries: () => number;
  /** Sends no more; settles when what was begun is acknowledged. */
  readonly stop: () => Promise<void>;
}

/**
 * Sends numbered items at a steady rate as an SDK with patience would: what is refused or gets no answer is sent again, the
 * same, until it is taken.
 * @param url read again for each try: a pod that starts again has the same address
 */
export function startPump(
  url: () => string,
  signal: OtlpSignal,
  prefix: string,
  body: (names: readonly string[]) => object,
  { perBatch = 50, everyMs = 250 } = {},
): Pump {
  const sent: string[] = [];
  const state = { stopped: false, retries: 0 };
  const work = (async () => {
    for (let at = 0; !state.stopped; at += perBatch) {
      const names = numbered(prefix, perBatch, at);
      const request = body(names);
      while ((await sendOtlp(url(), signal, request).catch(() => 0)) !== 200) {
        state.retries += 1;
        await sleep(200);
      }
      sent.push(...names);
      await sleep(everyMs);
    }
  })();
  return {
    sent,
    retries: () => state.retries,
    stop: async () => {
      state.stopped = true;
      await work;
    },
  };
}
