import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  httpServerActiveRequests,
  httpServerRequestDuration,
  processCpuTime,
  processMemoryUsage,
  targetInfo,
} from "../../../catalog/opentelemetry.ts";
import { series } from "../../../model/catalog.ts";
import { defineMetric } from "../../../model/metrics.ts";
import * as promql from "../../../render/promql.ts";
import { reads, syntaxErrors } from "./analyse.ts";

const service = { team: "team", serviceName: "shop", namespace: "apps", workload: "shop" };
const scope = { service };
const requests = series(httpServerRequestDuration, { "http.route": { notMatches: "/live" } });
const failed = series(httpServerRequestDuration, { "http.response.status_code": { matches: "5.." } });
const memory = series(processMemoryUsage);

describe("PromQL", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      "selects a service's series, conditions sorted by label",
      promql.selector({ service, filter: { instance: { matches: "$instance" } } }, requests, "bucket"),
      'http_server_request_duration_seconds_bucket{http_route!~"/live",instance=~"$instance",job="team/shop"}',
    ],
    [
      "counts a histogram's events per second",
      promql.rate(scope, failed, "5m", ["http.route"]),
      'sum by (job, http_route) (rate(http_server_request_duration_seconds_count{http_response_status_code=~"5..",job="team/shop"}[5m]))',
    ],
    [
      "keeps `le` under a quantile",
      promql.quantile(0.95, scope, series(httpServerRequestDuration), "5m"),
      'histogram_quantile(0.95, sum by (job, le) (rate(http_server_request_duration_seconds_bucket{job="team/shop"}[5m])))',
    ],
    [
      "sums a gauge by instance",
      promql.total(scope, series(httpServerActiveRequests), ["instance"]),
      'sum by (job, instance) (http_server_active_requests{job="team/shop"})',
    ],
    [
      "relates a gauge to its limit",
      promql.saturation(scope, { used: memory, limit: 1024 }, "5m"),
      'sum by (job, instance) (process_memory_usage_bytes{job="team/shop"}) / 1024',
    ],
    [
      "relates the rate of a counter to its limit",
      promql.worst(promql.saturation(scope, { used: series(processCpuTime), limit: 2 }, "5m")),
      'max by (job) (sum by (job, instance) (rate(process_cpu_time_seconds_total{job="team/shop"}[5m])) / 2)',
    ],
    [
      "sees absence",
      promql.absent(scope, series(targetInfo), "10m"),
      'absent_over_time(target_info{job="team/shop"}[10m])',
    ],
  ];
  for (const [name, actual, expected] of cases) {
    it(name, () => {
      assert.equal(actual, expected);
      assert.deepEqual(syntaxErrors("promql", actual), []);
    });
  }

  const restarts = defineMetric({
    name: "restarts_total",
    unit: "{restart}",
    type: "counter",
    labels: ["pod"],
    ingestion: "scrape",
    source: "kube-state-metrics",
    description: "",
  });
  const free = defineMetric({ ...restarts, name: "free_bytes", unit: "By", type: "gauge", source: "host" });
  const size = defineMetric({ ...free, name: "size_bytes" });
  const watches: readonly (readonly [string, string, string])[] = [
    [
      "counts a counter that appears within the window from zero",
      promql.events(scope, series(restarts, { pod: "a" }), "10m", ["pod"]),
      'sum by (job, pod) ((restarts_total{job="integrations/kubernetes/kube-state-metrics",pod="a"} unless restarts_total{job="integrations/kubernetes/kube-state-metrics",pod="a"} offset 10m) or increase(restarts_total{job="integrations/kubernetes/kube-state-metrics",pod="a"}[10m]))',
    ],
    [
      "takes the lowest of a gauge",
      promql.extreme(scope, { kind: "gauge", gauge: series(free), by: [], is: "below", threshold: 0 }),
      'min by (job) (free_bytes{job="integrations/node_exporter"})',
    ],
    [
      "takes the highest of a gauge over a window",
      promql.extreme(scope, {
        kind: "gauge",
        gauge: series(free),
        by: ["instance"],
        is: "above",
        window: "5m",
        threshold: 0,
      }),
      'max by (job, instance) (max_over_time(free_bytes{job="integrations/node_exporter"}[5m]))',
    ],
    [
      "relates a gauge to another one, wherever that is not 0",
      promql.share(scope, {
        kind: "ratio",
        part: series(free),
        whole: series(size),
        by: ["instance"],
        is: "below",
        threshold: 0,
      }),
      'sum by (job, instance) (free_bytes{job="integrations/node_exporter"}) / (sum by (job, instance) (size_bytes{job="integrations/node_exporter"}) > 0)',
    ],
    [
      "relates each part to one whole",
      promql.share(scope, {
        kind: "ratio",
        part: series(free),
        whole: series(size),
        by: ["instance"],
        of: [],
        is: "below",
        threshold: 0,
      }),
      'sum by (job, instance) (free_bytes{job="integrations/node_exporter"}) / on (job) group_left () (sum by (job) (size_bytes{job="integrations/node_exporter"}) > 0)',
    ],
    [
      "counts different values of a label",
      promql.distinct(scope, { kind: "distinct", series: series(free), label: "pod", by: [], threshold: 1 }),
      'count by (job) (count by (job, pod) (free_bytes{job="integrations/node_exporter"}))',
    ],
  ];
  for (const [name, actual, expected] of watches) {
    it(name, () => {
      assert.equal(actual, expected);
      assert.deepEqual(syntaxErrors("promql", actual), []);
    });
  }

  it("gives a failure ratio of 0 where nothing has ever failed", () =>
    assert.equal(
      promql.failureRatio(scope, { all: requests, failed, by: "http.route" }, "5m"),
      `(${promql.rate(scope, failed, "5m")} or 0 * ${promql.rate(scope, requests, "5m")}) / ${promql.rate(scope, requests, "5m")}`,
    ));

  it("refuses what the metric's type does not have", () => {
    assert.throws(() => promql.rate(scope, memory, "5m"), {
      message: 'metric "process.memory.usage" is a updowncounter: only counters and histograms have a rate',
    });
    assert.throws(() => promql.selector(scope, memory, "bucket"), {
      message: 'metric "process.memory.usage" is a updowncounter: it has no bucket',
    });
    assert.throws(() => promql.selector(scope, requests), {
      message: 'metric "http.server.request.duration" is a histogram: name a part of it',
    });
  });

  it("refuses to aggregate by a label the metric does not declare", () =>
    assert.throws(() => promql.total(scope, memory, ["pod"]), {
      message: 'metric "process.memory.usage" declares no label "pod"',
    }));

  it("escapes any label value into one well-formed string", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        const text = promql.selector(scope, series(targetInfo, { "service.version": value }));
        assert.deepEqual(syntaxErrors("promql", text), []);
        assert.deepEqual(reads(text).metrics, [{ name: "target_info", labels: ["job", "service_version"] }]);
      }),
    );
  });
});
