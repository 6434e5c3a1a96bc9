import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { GrafanaCloudClient } from "../../../local/grafana-cloud/test-api/client.ts";
import type { Arrived, PointItem } from "../../../local/grafana-cloud/core/recorder.ts";
import { moveTo } from "./pods.ts";
import { podAddress } from "./run.ts";
import type { RunningAlloy } from "./run.ts";
import { SPANS_PER_TRACE, trace } from "./shop-trace.ts";
import type { Trace } from "./shop-trace.ts";
import { sendOtlp } from "./telemetry.ts";
import { until } from "./until.ts";
import { GATEWAY, SAMPLER } from "./world.ts";
import type { CollectorWorld } from "./world.ts";

/** Two gateways and two samplers. Each pod has the same address every time it starts. */
export class TwoSamplers {
  readonly world: CollectorWorld;
  readonly cloud: GrafanaCloudClient;
  readonly gateways: RunningAlloy[] = [];
  readonly samplers: RunningAlloy[] = [];
  readonly #gatewayAddresses = [podAddress(), podAddress()];
  readonly #samplerAddresses: readonly string[];

  constructor(world: CollectorWorld, samplerAddresses: readonly string[]) {
    this.world = world;
    this.cloud = world.environment.cloud;
    this.#samplerAddresses = samplerAddresses;
  }

  async startSampler(index: 0 | 1): Promise<void> {
    const address = this.#samplerAddresses[index] ?? "";
    const pod = `statefulset.kubernetes.io/pod-name=${SAMPLER.name}-${index}`;
    await until(`the address of sampler ${index}`, () => moveTo(this.world.plane.api, "observability", pod, address));
    this.samplers[index] = await this.world.run({ ...SAMPLER, index }, { address });
  }

  async startGateway(index: 0 | 1): Promise<void> {
    const hosts = { "grafana-alloy-cluster": this.#gatewayAddresses };
    const address = this.#gatewayAddresses[index] ?? "";
    this.gateways[index] = await this.world.run({ ...GATEWAY, index }, { hosts, address });
  }

  /** Waits until both gateways distribute traces to this many samplers. */
  async spreadOver(count: number): Promise<void> {
    await until(`${count} samplers known to the gateways`, async () => {
      const known = await Promise.all(this.gateways.map((one) => ownMetric(one, "loadbalancer_num_backends")));
      return known.every((one) => one === count);
    });
  }

  /** Sends new traces, each service's half to a different gateway, and retries if refused. Returns when each was sent. */
  async send(count: number, perSecond: number, kind?: Parameters<typeof trace>[0]): Promise<Map<Trace, number>> {
    const sentAt = new Map<Trace, number>();
    for (const began = Date.now(); sentAt.size < count;) {
      const one = trace(kind);
      sentAt.set(one, Date.now());
      await Promise.all(one.requests.map((request, index) => this.#taken(index, request)));
      await sleep(Math.max(0, began + (sentAt.size / perSecond) * 1000 - Date.now()));
    }
    return sentAt;
  }

  #taken(index: number, request: object): Promise<boolean> {
    return until("a gateway to accept spans", async () => {
      const url = this.gateways[index]?.url("otlp-http") ?? "";
      return (await sendOtlp(url, "traces", request)) === 200;
    });
  }

  /** Returns the traces that have arrived once no more spans arrive for some time. */
  async arrivals(traces: Iterable<Trace>, quietMs: number): Promise<Arrivals> {
    const wanted = new Set([...traces].map(({ id }) => id));
    const spans = async () =>
      (await this.cloud.telemetry({ signal: "traces" })).filter(({ traceId }) => wanted.has(traceId));
    let found = await spans();
    for (let since = Date.now(); Date.now() - since < quietMs; await sleep(500)) {
      const now = await spans();
      if (now.length !== found.length) since = Date.now();
      found = now;
    }
    const counts = new Map([...wanted].map((id) => [id, new Set<string>()]));
    for (const { traceId, spanId } of found) counts.get(traceId)?.add(spanId);
    const of = (is: (count: number) => boolean) =>
      new Set([...counts].filter(([, ids]) => is(ids.size)).map(([id]) => id));
    return {
      whole: of((count) => count === SPANS_PER_TRACE),
      partial: of((count) => count > 0 && count < SPANS_PER_TRACE),
      duplicated: found.length - [...counts.values()].reduce((sum, ids) => sum + ids.size, 0),
    };
  }

  /** Returns the latest point of each series of a counter. */
  async counters(name: string): Promise<readonly Point[]> {
    const series = new Map<string, Point>();
    for (const point of await this.cloud.telemetry({ signal: "metrics" })) {
      if (point.name === name && !point.stale)
        series.set(JSON.stringify([point.resource["service.name"], point.attributes]), point);
    }
    return [...series.values()];
  }
}

type Point = Arrived<PointItem>;

/** Ids of traces, and the number of duplicate spans. */
export interface Arrivals {
  readonly whole: ReadonlySet<string>;
  readonly partial: ReadonlySet<string>;
  readonly duplicated: number;
}

/** Returns the sum of a metric's series on Alloy's own `/metrics`, with any prefix and suffix. */
export async function ownMetric(alloy: RunningAlloy | undefined, name: string, labels = ""): Promise<number> {
  assert.ok(alloy);
  const lines = [
    ...(await alloy.get("/metrics")).text.matchAll(new RegExp(`^\\w*${name}(?:_total)?\\{(.*)\\} (\\S+)$`, "gm")),
  ];
  const meant = lines.filter(([, text = ""]) => text.includes(labels));
  return meant.reduce((sum, [, , value]) => sum + Number(value), 0);
}

/** Sums points by the value of an attribute. */
export function sums(points: readonly Point[], attribute: string): Record<string, number> {
  const found: Record<string, number> = {};
  for (const { attributes, value } of points) {
    const key = attributes[attribute] as string;
    found[key] = (found[key] ?? 0) + Number(value);
  }
  return found;
}

export const total = (points: readonly Point[]): number => points.reduce((sum, { value }) => sum + Number(value), 0);
