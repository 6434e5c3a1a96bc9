import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import { panelSeries } from "../../../model/catalog/problems/board.ts";
import { type System } from "../../../model/catalog/system.ts";
import { series } from "../../../model/catalog/series.ts";
import { rulesOf } from "../../../model/catalog/rules.ts";
import { conditionSeries } from "../../../model/catalog/problems/condition.ts";
import { defineSystem } from "../../../model/catalog/define-system.ts";
import { keepLists } from "../../../model/catalog/keep-lists.ts";
import { defineMetric, type Metric } from "../../../model/catalog/metrics.ts";
import { reads } from "../../../testing/promql.ts";

const all = Object.values(systems);
const lists = keepLists(all);

/** Every metric that a system reads, including those of other systems. */
const metricsRead = ({ services, boards = [] }: System): readonly Metric[] => [
  ...services.flatMap((service) => [
    service.heartbeat.metric,
    ...rulesOf(service).flatMap(({ condition }) => conditionSeries(condition).map(({ metric }) => metric)),
  ]),
  ...boards
    .flatMap(({ rows }) => rows.flatMap(({ panels }) => panels.flatMap(panelSeries)))
    .map(({ metric }) => metric),
];

const items = ["spans", "metric_points", "log_records"];
/** Expressions of the 14 alerts of Alloy 1.19.2 (operations/alloy-mixin/rendered/alerts), without their thresholds. */
const MIXIN: readonly string[] = [
  "stddev by (cluster, namespace, job, cluster_name) (sum without (state) (cluster_node_peers))",
  "sum without (state) (cluster_node_peers) != on (cluster, namespace, job, cluster_name) group_left count by (cluster, namespace, job, cluster_name) (cluster_node_info)",
  "cluster_node_gossip_health_score",
  'sum by (cluster, namespace, job, cluster_name) (rate(cluster_node_gossip_received_events_total{event="node_conflict"}[2m]))',
  'sum by (cluster, namespace, job, instance, cluster_name) (cluster_node_peers{state="terminating"})',
  'count without (sha256) (max by (cluster, namespace, sha256, job, cluster_name) (alloy_config_hash{cluster_name!=""} and on(cluster, namespace, job, cluster_name) cluster_node_info))',
  "sum by (cluster, namespace, job, component_path, component_id) (rate(alloy_component_evaluation_slow_seconds[10m]))",
  'sum by (cluster, namespace, job) (alloy_component_controller_running_components{health_type!="healthy"})',
  ...items.flatMap((item) => [
    `rate(otelcol_receiver_refused_${item}_total{}[1m]) / (rate(otelcol_receiver_refused_${item}_total{}[1m]) + rate(otelcol_receiver_accepted_${item}_total{}[1m]))`,
    `rate(otelcol_exporter_send_failed_${item}_total{}[1m]) / (rate(otelcol_exporter_send_failed_${item}_total{}[1m]) + rate(otelcol_exporter_sent_${item}_total{}[1m]))`,
  ]),
];

describe("keep-lists", () => {
  it("are sorted, name each series once, and have names that need no escaping in a regular expression", () => {
    for (const names of Object.values(lists)) {
      assert.deepEqual(names, [...new Set(names)].sort());
      for (const name of names) assert.match(name, /^[a-zA-Z0-9_:]+$/);
    }
  });

  it("keep `up` of every source, which shows that a scrape failed", () =>
    assert.deepEqual(
      Object.entries(lists).filter(([, names]) => !names.includes("up")),
      [],
    ));

  it("keep what the 14 alerts of the Alloy mixin read", () => {
    const read = MIXIN.flatMap((expression) => reads(expression).metrics.map(({ name }) => name));
    assert.equal(MIXIN.length, 14);
    assert.equal(new Set(read).size, 19);
    assert.deepEqual(
      read.filter((name) => !lists.collector.includes(name)),
      [],
    );
  });

  it("keep nothing that neither a rule nor a dashboard reads: each series costs money", () => {
    const read = new Set(all.flatMap(metricsRead).map(({ name }) => name));
    const kept = all.flatMap((system) => system.services).flatMap(({ metrics }) => metrics);
    const unread = kept.filter(
      ({ source, name }) => source !== undefined && source !== "annotations" && !read.has(name),
    );
    assert.deepEqual(
      unread.map(({ name }) => name),
      [],
    );
  });

  it("keep all three series of a histogram", () =>
    assert.deepEqual(
      lists.kubelet.filter((name) => name.startsWith("kubelet_pod_start_")),
      [
        "kubelet_pod_start_duration_seconds_bucket",
        "kubelet_pod_start_duration_seconds_count",
        "kubelet_pod_start_duration_seconds_sum",
      ],
    ));

  it("are empty for a source that nothing reads, and omit what applications expose themselves", () => {
    const [service] = tradeengine.services;
    assert.ok(service);
    const orders = defineMetric({
      name: "orders_total",
      unit: "{order}",
      type: "counter",
      labels: [],
      ingestion: "scrape",
      description: "Orders.",
    });
    const shop = {
      ...service,
      id: "shop",
      metrics: [...service.metrics, orders],
      inFlight: series(orders),
      alerts: [],
    };
    const lone = defineSystem({ id: "shop", title: "Shop", services: [shop] });
    assert.deepEqual(keepLists([lone, tradeengine]), {
      kubelet: [],
      cadvisor: [],
      "kube-state-metrics": [],
      "api-server": [],
      host: [],
      collector: [],
    });
  });
});
