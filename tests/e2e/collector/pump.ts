import { setTimeout as sleep } from "node:timers/promises";
import { numbered, sendOtlp } from "./telemetry.ts";
import type { OtlpSignal } from "../../../local/grafana-cloud/write-gateways/otlp-schema.ts";

export interface Pump {
  /** Names of all items acknowledged so far. */
  readonly sent: readonly string[];
  /** Number of retryable responses and failed connections. */
  readonly retries: () => number;
  /** Stops sending. Resolves when all items already sent are acknowledged. */
  readonly stop: () => Promise<void>;
}

/**
 * Sends numbered items at a steady rate, like a patient SDK: it resends rejected and unanswered requests unchanged until they
 * are accepted.
 * @param url evaluated for each attempt, because a restarted pod has the same address
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
