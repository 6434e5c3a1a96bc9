import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  httpServerActiveRequests,
  httpServerRequestDuration,
  processCpuTime,
  processMemoryUsage,
  targetInfo,
} from "../../../catalog/sdk/opentelemetry.ts";
import { series, seriesOf } from "../../../model/catalog/series.ts";
import {
  above,
  age,
  any,
  distinct,
  earlier,
  gauge,
  increase,
  mean,
  rare,
  rate,
  ratio,
  share,
  sum,
  times,
  top,
  type Measure,
} from "../../../model/catalog/measure.ts";
import { defineMetric } from "../../../model/catalog/metrics.ts";
import { comparison, measured } from "../../../render/queries/measure.ts";
import * as promql from "../../../render/queries/promql.ts";
import { reads, syntaxErrors } from "../../../testing/promql.ts";

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
      "divides a gauge by its limit",
      promql.saturation(scope, { used: memory, limit: 1024 }, "5m"),
      'sum by (job, instance) (process_memory_usage_bytes{job="team/shop"}) / 1024',
    ],
    [
      "divides the rate of a counter by its limit",
      promql.worst(promql.saturation(scope, { used: series(processCpuTime), limit: 2 }, "5m")),
      'max by (job) (sum by (job, instance) (rate(process_cpu_time_seconds_total{job="team/shop"}[5m])) / 2)',
    ],
    [
      "detects absence",
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
  const measures: readonly (readonly [string, Measure, string])[] = [
    [
      "counts a counter that appears within the window from zero",
      rare(series(restarts, { pod: "a" }), { by: ["pod"], window: "10m" }),
      'sum by (job, pod) ((restarts_total{JOB,pod="a"} unless restarts_total{JOB,pod="a"} offset 10m) or increase(restarts_total{JOB,pod="a"}[10m]))',
    ],
    ["takes the lowest of a gauge", gauge(series(free), "min"), "min by (job) (free_bytes{HOST})"],
    [
      "takes the highest of a gauge over a window",
      gauge(series(free), "max", { by: ["instance"], window: "5m" }),
      "max by (job, instance) (max_over_time(free_bytes{HOST}[5m]))",
    ],
    [
      "divides a gauge by another one, unless that is 0",
      ratio(gauge(series(free), "sum", { by: ["instance"] }), gauge(series(size), "sum", { by: ["instance"] })),
      "sum by (job, instance) (free_bytes{HOST}) / (sum by (job, instance) (size_bytes{HOST}) > 0)",
    ],
    [
      "divides each part by one whole",
      ratio(gauge(series(free), "sum", { by: ["instance"] }), gauge(series(size), "sum"), []),
      "sum by (job, instance) (free_bytes{HOST}) / on (job) group_left () (sum by (job) (size_bytes{HOST}) > 0)",
    ],
    [
      "counts different values of a label",
      distinct(series(free), "pod"),
      "count by (job) (count by (job, pod) (free_bytes{HOST}))",
    ],
    [
      "returns a share of 0 if the part has never existed",
      share(increase(series(restarts, { pod: "a" }), { window: "1h" }), increase(series(restarts), { window: "1h" })),
      '(TOTAL{JOB,pod="a"}[1h])) or 0 * TOTAL{JOB}[1h]))) / (TOTAL{JOB}[1h])) > 0)',
    ],
    [
      "adds two counters of which one may be missing",
      sum(
        rate(series(restarts, { pod: "a" }), { window: "5m" }),
        rate(series(restarts, { pod: "b" }), { window: "5m" }),
      ),
      'RATE{JOB,pod="a"}[5m])) + RATE{JOB,pod="b"}[5m])) or RATE{JOB,pod="a"}[5m])) or RATE{JOB,pod="b"}[5m]))',
    ],
    [
      "compares with the day before",
      ratio(gauge(series(size), "max"), earlier(gauge(series(size), "max"), "1d")),
      "max by (job) (size_bytes{HOST}) / (max by (job) (size_bytes{HOST} offset 1d) > 0)",
    ],
    ["computes how old a time is", age(series(free)), "min by (job) (timestamp(free_bytes{HOST}) - free_bytes{HOST})"],
    [
      "takes the mean of a histogram",
      mean(requests, { window: "5m" }),
      "sum by (job) (rate(http_server_request_duration_seconds_sum{HTTP}[5m])) / (sum by (job) (rate(http_server_request_duration_seconds_count{HTTP}[5m])) > 0)",
    ],
    [
      "fills in the window of a dashboard",
      top(5, times(rate(requests), 60)),
      "topk(5, sum by (job) (rate(http_server_request_duration_seconds_count{HTTP}[$__rate_interval])) * 60)",
    ],
  ];
  const written = (text: string) =>
    text
      .replaceAll("TOTAL", "sum by (job) (increase(restarts_total")
      .replaceAll("RATE", "sum by (job) (rate(restarts_total")
      .replaceAll("JOB", 'job="integrations/kubernetes/kube-state-metrics"')
      .replaceAll("HOST", 'job="integrations/node_exporter"')
      .replaceAll("HTTP", 'http_route!~"/live",job="team/shop"');
  for (const [name, measure, expected] of measures) {
    it(name, () => {
      const actual = measured(scope, measure);
      assert.equal(actual, written(expected));
      assert.deepEqual(syntaxErrors("promql", actual), []);
    });
  }

  it("reads the series of several services at once", () =>
    assert.equal(
      measured(
        { service: [service, { ...service, workload: "a.b" }] },
        rate(series({ ...restarts, source: "annotations" })),
      ),
      'sum by (job) (rate(restarts_total{job=~"team/a\\\\.b|team/shop"}[$__rate_interval]))',
    ));

  it("matches guards on the labels that both sides have, and on no labels if a guard reads another service", () => {
    const stopped = above(increase(series(restarts), { window: "30m" }), 5, {
      and: [
        {
          value: gauge(series({ ...free, source: "kube-state-metrics" }), "max", { by: ["pod"] }),
          is: "above",
          threshold: 1,
        },
      ],
      unless: [any(seriesOf({ ...service, workload: "other" }, restarts), { window: "30m" })],
    });
    const text = comparison(scope, stopped);
    assert.match(text, /> 5\nand on \(job\) \(max by \(job, pod\).* > 1\)\nunless on \(\) \(sum by .* > 0\)$/);
    assert.deepEqual(syntaxErrors("promql", text), []);
  });

  it("returns a failure ratio of 0 if nothing has ever failed, and no value without requests", () =>
    assert.equal(
      promql.failureRatio(scope, { all: requests, failed }, "5m"),
      `(${promql.rate(scope, failed, "5m")} or 0 * ${promql.rate(scope, requests, "5m")}) / (${promql.rate(scope, requests, "5m")} > 0)`,
    ));

  it("rejects what the metric's type does not have", () => {
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

  it("refuses to aggregate by a label that the metric does not declare", () =>
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
