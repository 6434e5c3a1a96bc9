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
  /** Returns the key that identifies an item; undefined for items to ignore. */
  readonly key?: (item: AnyItem) => string | undefined;
  /** Alternative to `key`: a regular expression for the item's name. */
  readonly pattern?: string;
  /** Number of distinct items sent. */
  readonly sent: number;
  readonly isRight: (item: AnyItem) => boolean;
  /** Number of duplicates allowed. @default 0 */
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

/** Counts items that were sent, arrived, were duplicated or had wrong labels, and prints a table. */
export class Tally {
  readonly #rows: Row[] = [];

  /** Waits until all items have arrived, and a moment longer to detect duplicates. */
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
        throw new Error(`${title}: only ${last} of ${sent} arrived`, { cause: error });
      },
    );
    await sleep(1_500);
    const all = [...(await arrivals()).values()];
    const items = all.flat();
    const wrong = items.filter((item) => !isRight(item));
    this.#rows.push({ title, sent, arrived: all.length, duplicated: items.length - all.length, wrong: wrong.length });
    assert.equal(all.length, sent, `${title}: distinct items`);
    assert.ok(items.length - all.length <= duplicates, `${title}: ${items.length - all.length} duplicates`);
    assert.deepEqual(wrong.slice(0, 1), [], `${title}: ${wrong.length} with wrong labels; the first one is shown`);
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
