import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  defineMetric,
  scopeLabels,
  storedLabel,
  storedName,
  storedSeries,
  type MetricType,
  type Unit,
} from "../../../model/catalog/metrics.ts";

const otlp = (name: string, unit: Unit, type: MetricType) => storedName({ name, unit, type, ingestion: "otlp" });

describe("stored name of a metric", () => {
  const cases: readonly (readonly [string, Unit, MetricType, string])[] = [
    ["http.server.request.duration", "s", "histogram", "http_server_request_duration_seconds"],
    ["http.server.duration", "ms", "histogram", "http_server_duration_milliseconds"],
    ["http.server.active_requests", "{request}", "updowncounter", "http_server_active_requests"],
    ["process.cpu.time", "s", "counter", "process_cpu_time_seconds_total"],
    ["process.cpu.utilization", "1", "gauge", "process_cpu_utilization_ratio"],
    ["process.memory.usage", "By", "updowncounter", "process_memory_usage_bytes"],
    ["target_info", "{target}", "updowncounter", "target_info"],
    ["requests_total", "{request}", "counter", "requests_total"],
    ["requests.total.failed", "{request}", "counter", "requests_failed_total"],
    ["items", "1", "counter", "items_total"],
    ["items", "1", "updowncounter", "items"],
    ["response_time_seconds", "s", "gauge", "response_time_seconds"],
    ["cpu_usage_ratio", "1", "gauge", "cpu_usage_ratio"],
    ["disk__free", "%", "gauge", "disk_free_percent"],
  ];
  for (const [name, unit, type, stored] of cases) {
    it(`of ${type} ${name} in ${unit} is ${stored}`, () => assert.equal(otlp(name, unit, type), stored));
  }

  it("is the exposed name for a scraped metric", () =>
    assert.equal(
      storedName({ name: "orders_total", unit: "{order}", type: "counter", ingestion: "scrape" }),
      "orders_total",
    ));

  it("is a valid Prometheus name that ends in unit and type once, for any OpenTelemetry name", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
    const name = fc.array(fc.oneof(word, fc.constantFrom("seconds", "total", "ratio")), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(name, fc.constantFrom<Unit>("s", "1", "By", "{x}"), (words, unit) => {
        const stored = otlp(words.join("."), unit, "counter");
        assert.match(stored, /^[a-z][a-z0-9_]*_total$|^total$/);
        assert.equal(stored.split("_").filter((token) => token === "total").length, 1);
        assert.equal(otlp(stored, unit, "counter"), stored);
      }),
    );
  });
});

describe("stored series", () => {
  it("are three for a histogram and one for any other metric", () => {
    const metric = { labels: [], ingestion: "otlp", description: "" } as const;
    assert.deepEqual(storedSeries(defineMetric({ ...metric, name: "a.duration", unit: "s", type: "histogram" })), [
      "a_duration_seconds_bucket",
      "a_duration_seconds_count",
      "a_duration_seconds_sum",
    ]);
    assert.deepEqual(storedSeries(defineMetric({ ...metric, name: "a.size", unit: "By", type: "gauge" })), [
      "a_size_bytes",
    ]);
  });
});

describe("stored labels", () => {
  it("have underscores for everything that Prometheus does not accept", () => {
    assert.equal(storedLabel("http.response.status_code"), "http_response_status_code");
    assert.equal(storedLabel("error-type"), "error_type");
  });

  const service = {
    team: "petrosa",
    serviceName: "tradeengine",
    namespace: "petrosa-apps",
    workload: "petrosa-tradeengine",
  };
  it("identify an OTLP service by service.namespace/service.name", () =>
    assert.deepEqual(scopeLabels(service, { ingestion: "otlp" }), { job: "petrosa/tradeengine" }));
  it("identify a scraped application in the same form", () =>
    assert.deepEqual(scopeLabels(service, { ingestion: "scrape" }), { job: "petrosa/petrosa-tradeengine" }));
  it("identify what the collector scrapes without an application by its source", () =>
    assert.deepEqual(
      (["kubelet", "cadvisor", "kube-state-metrics", "api-server", "host", "collector"] as const).map(
        (source) => scopeLabels(service, { ingestion: "scrape", source })["job"],
      ),
      [
        "integrations/kubernetes/kubelet",
        "integrations/kubernetes/cadvisor",
        "integrations/kubernetes/kube-state-metrics",
        "integrations/kubernetes/kube-apiserver",
        "integrations/node_exporter",
        "integrations/alloy",
      ],
    ));
});

describe("defineMetric", () => {
  const definition = { unit: "s", type: "gauge", labels: [], description: "" } as const;
  it("rejects a name that OpenTelemetry does not accept", () =>
    assert.throws(() => defineMetric({ ...definition, name: "a b", ingestion: "otlp" }), {
      message: 'metric "a b": expected an OpenTelemetry name',
    }));
  it("rejects a name that Prometheus does not accept", () =>
    assert.throws(() => defineMetric({ ...definition, name: "a.b", ingestion: "scrape" }), {
      message: 'metric "a.b": expected a Prometheus name',
    }));
  it("rejects a source for a metric that is not scraped", () =>
    assert.throws(() => defineMetric({ ...definition, name: "a.b", ingestion: "otlp", source: "host" }), {
      message: 'metric "a.b": expected no source with ingestion otlp, got host',
    }));
});
