import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { GrafanaCloudClient } from "../../../local/grafana-cloud/test-api/client.ts";
import type { Arrived, Item, TelemetryFilter } from "../../../local/grafana-cloud/core/recorder.ts";
import { printTable } from "../table.ts";
import { until } from "./until.ts";

type AnyItem = Arrived<Item> & { readonly stale?: boolean; readonly value?: number | null };

export interface Expectation {
  readonly title: string;
  readonly filter: TelemetryFilter;
  /** What tells items apart; undefined for an item that is not meant. */
  readonly key?: (item: AnyItem) => string | undefined;
  /** Instead of `key`: what a regular expression finds in the item's name. */
  readonly pattern?: string;
  /** Distinct items that were sent. */
  readonly sent: number;
  readonly isRight: (item: AnyItem) => boolean;
  /** Repetitions that are allowed. @default 0 */
  readonly duplicates?: number;
  /** @default 90000 */
  readonly timeoutMs?: number;
}

interface Row {
  readonly title: string;
  readonly sent: number;
  readonly arrived: number;
  readonly duplicated: number;
  readonly wrong: number;
}

/** Counts what was sent, what arrived, what arrived twice, and what arrived with wrong labels; prints it as a table. */
export class Tally {
  readonly #rows: Row[] = [];

  /** Waits until all has arrived, and a moment for what must not come again. */
  async expect(cloud: GrafanaCloudClient, expectation: Expectation): Promise<void> {
    const { title, filter, sent, isRight, duplicates = 0, timeoutMs = 90_000 } = expectation;
    const keyOf = expectation.key ?? ((item: AnyItem) => new RegExp(expectation.pattern ?? "").exec(item.name)?.[0]);
    const arrivals = async () => {
      const found = new Map<string, AnyItem[]>();
      for (const item of (await cloud.telemetry(filter)) as AnyItem[]) {
        const key = keyOf(item);
        if (key !== undefined) found.set(key, [...(found.get(key) ?? []), item]);
      }
      return found;
    };
    let last = 0;
    await until(`${sent} ${title}`, async () => (last = (await arrivals()).size) >= sent, timeoutMs).catch(
      (error: unknown) => {
        throw new Error(`${title}: ${last} of ${sent} have arrived`, { cause: error });
      },
    );
    await sleep(1_500);
    const all = [...(await arrivals()).values()];
    const items = all.flat();
    const wrong = items.filter((item) => !isRight(item));
    this.#rows.push({ title, sent, arrived: all.length, duplicated: items.length - all.length, wrong: wrong.length });
    assert.equal(all.length, sent, `${title}: distinct items`);
    assert.ok(items.length - all.length <= duplicates, `${title}: ${items.length - all.length} arrived again`);
    assert.deepEqual(wrong.slice(0, 1), [], `${title}: ${wrong.length} with wrong labels, the first of them`);
  }

  print(): void {
    if (this.#rows.length === 0) return;
    printTable(
      "sent, arrived, duplicated, with wrong labels",
      this.#rows.map(({ title, sent, arrived, duplicated, wrong }) => [
        title,
        [sent, arrived, duplicated, wrong].join(", "),
      ]),
    );
  }
}
