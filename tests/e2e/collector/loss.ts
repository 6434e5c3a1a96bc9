import { setTimeout as sleep } from "node:timers/promises";
import type { GrafanaCloudClient } from "../../../local/grafana-cloud/test-api/client.ts";
import { printTable } from "../table.ts";
import { until } from "./until.ts";

/** What happened to the items sent. */
export interface Fate {
  readonly signal: string;
  readonly sent: number;
  readonly lost: number;
  readonly duplicated: number;
  /** Seconds from the end of the fault until the last item arrived. */
  readonly catchUp: number;
}

/** An exporter's maximum back-off is 30 s: an item that has not arrived after this time is lost. */
const QUIET_MS = 35_000;

/** Counts numbered items until all have arrived or no more arrive. */
export async function fateOf(
  cloud: GrafanaCloudClient,
  title: string,
  signal: "traces" | "logs" | "metrics",
  sent: readonly string[],
  endedAt: number,
): Promise<Fate> {
  const wanted = new Set(sent);
  const pattern = `${sent[0]?.replace(/-\d+$/, "") ?? ""}-\\d+`;
  let last = { arrived: -1, total: -1, at: Date.now() };
  for (;;) {
    const counts = Object.entries(await cloud.telemetryCounts({ signal, pattern })).filter(([name]) =>
      wanted.has(name),
    );
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    if (total !== last.total) last = { arrived: counts.length, total, at: Date.now() };
    const quiet = Date.now() - last.at;
    if (quiet > QUIET_MS || (last.arrived === wanted.size && quiet > 3_000)) break;
    await sleep(250);
  }
  const { arrived, total, at } = last;
  return fate(title, wanted.size, arrived, total, at - endedAt);
}

/** Like `fateOf`, for a small number of items that must be read in full. */
export async function fateOfItems(
  title: string,
  sent: readonly string[],
  endedAt: number,
  arrivals: () => Promise<readonly { readonly name: string; readonly arrivedAt: number }[]>,
): Promise<Fate> {
  const own = async () => (await arrivals()).filter(({ name }) => sent.includes(name));
  const distinct = async () => new Set((await own()).map(({ name }) => name)).size;
  await until(title, async () => (await distinct()) >= sent.length, QUIET_MS).catch(() => undefined);
  const items = await own();
  const last = Math.max(endedAt, ...items.map(({ arrivedAt }) => arrivedAt));
  return fate(title, sent.length, await distinct(), items.length, last - endedAt);
}

const fate = (signal: string, sent: number, arrived: number, total: number, afterMs: number): Fate => ({
  signal,
  sent,
  lost: sent - arrived,
  duplicated: total - arrived,
  catchUp: Math.max(0, Math.round(afterMs / 100) / 10),
});

/** A table of faults that is printed after the suite. */
export class LossTable {
  readonly #rows: (readonly [fault: string, fates: readonly Fate[]])[] = [];

  add(fault: string, fates: readonly Fate[]): void {
    this.#rows.push([fault, fates]);
  }

  print(): void {
    if (this.#rows.length === 0) return;
    const cell = ({ signal, sent, lost, duplicated, catchUp }: Fate) =>
      `${signal}: sent ${sent}, lost ${lost}, duplicated ${duplicated}, caught up after ${catchUp} s`;
    printTable(
      "lost and duplicated data by fault",
      this.#rows.map(([fault, fates]) => [fault, ...fates.map(cell)]),
    );
  }
}
