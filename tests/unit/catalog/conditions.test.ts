import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { collector } from "../../../catalog/collector/index.ts";
import { configHash, droppedLines, goHeap, goMemoryLimit } from "../../../catalog/collector/metrics.ts";
import { nodeInfo } from "../../../catalog/kubernetes/metrics/state.ts";
import { type Service } from "../../../model/catalog/service.ts";
import { type AlertRule } from "../../../model/catalog/alert-rule.ts";
import { series, type Series } from "../../../model/catalog/series.ts";
import { defaultThresholds } from "../../../model/catalog/rules.ts";
import { above, distinct, gauge, increase, rare, ratio } from "../../../model/catalog/measure.ts";
import { defineSystem } from "../../../model/catalog/define-system.ts";

const [service] = collector.services;
assert.ok(service);
const found = service.alerts.find(({ id }) => id === "memory-high");
assert.ok(found);
const rule: AlertRule = found;

const changed = (change: Partial<Service>) => () =>
  defineSystem({ ...collector, services: [{ ...service, ...change }] });
const withRule = (change: Partial<AlertRule>) => changed({ alerts: [{ ...rule, ...change }] });

const by = { by: ["role", "instance"] };
const memory = (part: Series, whole: Series = series(goMemoryLimit)) =>
  above(ratio(gauge(part, "sum", by), gauge(whole, "sum", by)), 1);
const dropped = (events: readonly Series[]) =>
  above(
    events.map((one) => rare(one, { by: ["role"], window: "10m" })),
    0,
  );

describe("rules on what a service reports about itself", () => {
  it("have a threshold that configuration may override", () => {
    const thresholds = defaultThresholds([collector]);
    assert.equal(thresholds["collector-queue-filling"], 0.5);
    assert.equal(thresholds["collector-data-refused"], 0);
    assert.equal(Object.keys(thresholds).length, service.alerts.length - 1); // an absence has none
  });

  it("count counters and compare gauges", () => {
    const summary = "Something is wrong";
    assert.throws(
      withRule({ summary, condition: dropped([series(goHeap)]) }),
      /memory-high\.condition: expected a counter, got gauge go_memstats_heap_inuse_bytes/,
    );
    assert.throws(
      withRule({ summary, condition: memory(series(droppedLines)) }),
      /memory-high\.condition: expected a gauge, got counter loki_process_dropped_lines_total/,
    );
    assert.throws(
      withRule({ summary, condition: dropped([]) }),
      /condition\.values: expected at least one measure, got none/,
    );
  });

  it("distinguish alerts only by labels their metrics have", () => {
    const values = gauge(series(goHeap), "max", { by: ["role", "instance", "pod"] });
    assert.throws(
      withRule({ condition: above(values, 1) }),
      /condition: expected a label of go_memstats_heap_inuse_bytes, got pod/,
    );
    const different = above(distinct(series(configHash), "md5", ["role", "instance"]), 1);
    assert.throws(withRule({ condition: different }), /condition: expected a label of alloy_config_hash, got md5/);
  });

  it("divide only values with the same labels, source and service", () => {
    const heap = gauge(series(goHeap), "sum", by);
    assert.throws(
      withRule({ condition: above(ratio(heap, gauge(series(goMemoryLimit), "sum", { by: ["role"] }), ["pod"]), 1) }),
      /condition: expected two sides with the same labels \(pod\), got role, instance; role/,
    );
    assert.throws(
      changed({
        metrics: [...service.metrics, nodeInfo],
        alerts: [{ ...rule, condition: above(ratio(gauge(series(goHeap), "sum"), gauge(series(nodeInfo), "sum")), 1) }],
      }),
      /expected two sides from the same source and service, got go_memstats_heap_inuse_bytes from collector, kube_node_info from kube-state-metrics/,
    );
  });

  it("require a window for an increase", () =>
    assert.throws(
      withRule({ condition: above(increase(series(droppedLines), { by: ["role", "instance"] }), 0) }),
      /increase of loki_process_dropped_lines_total: expected a window of at least 4m, four exports of a metric, got none/,
    ));

  it("wait until a series that returns after a gap no longer counts as new", () =>
    assert.throws(
      withRule({ summary: "Lines are lost", for: "5m", condition: dropped([series(droppedLines)]) }),
      /memory-high\.for: expected at least the window of rare events, got 5m/,
    ));

  it("use only labels of the alert in their summary", () =>
    assert.throws(
      withRule({ summary: "{{ $labels.pod }} is full" }),
      /memory-high\.summary: expected labels of the alert: job, role, instance, got pod/,
    ));

  it("have a panel that can be drawn", () => {
    const condition = { kind: "absence", heartbeat: service.heartbeat, window: "10m" } as const;
    assert.throws(
      withRule({ summary: "It is gone", condition }),
      /memory-high\.panel: expected a panel of the service's dashboard, got a panel with its own title/,
    );
    assert.throws(
      withRule({ panel: { sameAs: "queue-filling" } }),
      /memory-high\.panel: expected a rule whose panel has a title: , got queue-filling/,
    );
  });
});

describe("the version of a service", () => {
  it("is a label of its heartbeat", () =>
    assert.throws(
      changed({ version: "service.version" }),
      /version: expected a label of alloy_build_info, got service.version/,
    ));
});
