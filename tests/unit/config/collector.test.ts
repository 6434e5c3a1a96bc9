import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { accepted, refuses } from "./input.ts";

describe("configuration: collector", () => {
  refuses("a collector that is a list", { collector: [] }, [
    "collector: expected an object with collector settings, got []",
    "fix: in Pulumi.<stack>.yaml, set observability:collector to { replicas: 2 }",
  ]);
  refuses("zero replicas", { "collector.replicas": 0 }, [
    "collector.replicas: expected a whole number from 1 to 50, got 0",
    "fix: pulumi config set --path 'observability:collector.replicas' 2",
  ]);
  refuses("a number of replicas in quotes", { "collector.replicas": "3" }, [
    'collector.replicas: expected a whole number from 1 to 50, got "3"',
    "fix: pulumi config set --path 'observability:collector.replicas' 2",
  ]);
  refuses("a fraction of a replica", { "collector.replicas": 2.5 }, [
    "collector.replicas: expected a whole number from 1 to 50, got 2.5",
    "fix: pulumi config set --path 'observability:collector.replicas' 2",
  ]);
  refuses("a Kubernetes quantity", { "collector.cpu": "250m" }, [
    "collector.cpu: expected one of chart, load, outage, replicas, cpuMillicores, memoryMebibytes, queueGibibytes, autoscaling, metrics, logs, traces, profiles, redaction, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:collector.cpu'",
  ]);
  refuses("too little memory for the pipeline", { "collector.memoryMebibytes": 100 }, [
    "collector.memoryMebibytes: expected a whole number of MiB from 256 to 65536, got 100",
    "fix: pulumi config set --path 'observability:collector.memoryMebibytes' 1024",
  ]);
  refuses("more memory than a node has", { "collector.memoryMebibytes": 100000 }, [
    "collector.memoryMebibytes: expected a whole number of MiB from 256 to 65536, got 100000",
    "fix: pulumi config set --path 'observability:collector.memoryMebibytes' 1024",
  ]);
  refuses("a negative queue size", { "collector.queueGibibytes": -1 }, [
    "collector.queueGibibytes: expected a whole number of GiB from 1 to 1024, got -1",
    "fix: pulumi config set --path 'observability:collector.queueGibibytes' 10",
  ]);
  refuses("a chart that is only a path", { "collector.chart": "./charts/alloy" }, [
    'collector.chart: expected { repository, version } or { path }, with string values, got "./charts/alloy"',
    'fix: in Pulumi.<stack>.yaml, set observability:collector.chart to { version: "1.11.1" }',
  ]);
  refuses("a chart with a path and a version", { "collector.chart": { path: "./charts/alloy", version: "1.11.1" } }, [
    'collector.chart: expected { repository, version } or { path }, with string values, got {"path":"./charts/alloy","version":"1.11.1"}',
    'fix: in Pulumi.<stack>.yaml, set observability:collector.chart to { version: "1.11.1" }',
  ]);
  refuses("a chart version that YAML reads as a number", { "collector.chart": { version: 1.11 } }, [
    "collector.chart.version: expected a chart version, got 1.11",
    "fix: pulumi config set --path 'observability:collector.chart.version' 1.11.1",
  ]);
  refuses("a chart path that is a number", { "collector.chart": { path: 3 } }, [
    'collector.chart: expected { repository, version } or { path }, with string values, got {"path":3}',
    'fix: in Pulumi.<stack>.yaml, set observability:collector.chart to { version: "1.11.1" }',
  ]);
  refuses("a chart in an OCI registry", { "collector.chart": { repository: "oci://ghcr.io/grafana" } }, [
    'collector.chart.repository: expected an http(s) URL, got "oci://ghcr.io/grafana"',
    "fix: pulumi config set --path 'observability:collector.chart.repository' https://grafana.github.io/helm-charts",
  ]);
  refuses("a misspelt key of the chart", { "collector.chart": { versoin: "1.11.1" } }, [
    "collector.chart.versoin: expected one of repository, version, path, got an unknown key",
    'fix: did you mean "version"? Rename it',
  ]);
});

describe("configuration: the collector's load", () => {
  refuses("a misspelt preset", { "collector.load": "smal" }, [
    'collector.load: expected small, medium, large, or an object with nodes and rates, got "smal"',
    "fix: pulumi config set --path 'observability:collector.load' medium",
  ]);
  refuses("a load that is only a number", { "collector.load": 3 }, [
    "collector.load: expected small, medium, large, or an object with nodes and rates, got 3",
    "fix: pulumi config set --path 'observability:collector.load' medium",
  ]);
  refuses("a list of presets", { "collector.load": ["small"] }, [
    'collector.load: expected small, medium, large, or an object with nodes and rates, got ["small"]',
    "fix: pulumi config set --path 'observability:collector.load' medium",
  ]);
  refuses("zero nodes", { "collector.load": { nodes: 0 } }, [
    "collector.load.nodes: expected a whole number from 1 to 5000, got 0",
    "fix: pulumi config set --path 'observability:collector.load.nodes' 12",
  ]);
  refuses("a number of nodes in quotes", { "collector.load": { nodes: "3" } }, [
    'collector.load.nodes: expected a whole number from 1 to 5000, got "3"',
    "fix: pulumi config set --path 'observability:collector.load.nodes' 12",
  ]);
  refuses("a misspelt rate", { "collector.load": { spansPerSeconds: 3 } }, [
    "collector.load.spansPerSeconds: expected one of nodes, series, logMebibytesPerSecond, spansPerSecond, profilesPerSecond, got an unknown key",
    'fix: did you mean "spansPerSecond"? Rename it',
  ]);
  refuses("a negative rate", { "collector.load": { spansPerSecond: -1 } }, [
    "collector.load.spansPerSecond: expected a non-negative number of spans per second, got -1",
    "fix: pulumi config set --path 'observability:collector.load.spansPerSecond' 2000",
  ]);
  refuses("an outage in days", { "collector.outage": "2d" }, [
    'collector.outage: expected a Go duration in h, m and s, longer than 0, got "2d"',
    "fix: pulumi config set --path 'observability:collector.outage' 4h",
  ]);
  refuses("an outage of zero seconds", { "collector.outage": "0s" }, [
    'collector.outage: expected a Go duration in h, m and s, longer than 0, got "0s"',
    "fix: pulumi config set --path 'observability:collector.outage' 4h",
  ]);
});

describe("configuration: the collector's autoscaling", () => {
  refuses("autoscaling that is only true", { "collector.autoscaling": true }, [
    "collector.autoscaling: expected an object with maxReplicas, got true",
    "fix: in Pulumi.<stack>.yaml, set observability:collector.autoscaling to { maxReplicas: 6 }",
  ]);
  refuses("autoscaling without maxReplicas", { "collector.autoscaling": {} }, [
    "collector.autoscaling.maxReplicas: expected a whole number from 2 to 50, got nothing",
    "fix: pulumi config set --path 'observability:collector.autoscaling.maxReplicas' 6",
  ]);
  refuses("autoscaling to one pod", { "collector.autoscaling": { maxReplicas: 1 } }, [
    "collector.autoscaling.maxReplicas: expected a whole number from 2 to 50, got 1",
    "fix: pulumi config set --path 'observability:collector.autoscaling.maxReplicas' 6",
  ]);
  refuses("autoscaling at full CPU utilization", { "collector.autoscaling": { maxReplicas: 3, cpuPercent: 100 } }, [
    "collector.autoscaling.cpuPercent: expected a whole number from 10 to 95, got 100",
    "fix: pulumi config set --path 'observability:collector.autoscaling.cpuPercent' 70",
  ]);
  refuses("autoscaling with minReplicas", { "collector.autoscaling": { minReplicas: 2, maxReplicas: 3 } }, [
    "collector.autoscaling.minReplicas: expected one of maxReplicas, cpuPercent, got an unknown key",
    'fix: did you mean "maxReplicas"? Rename it',
  ]);
  refuses(
    "maxReplicas below the configured replicas",
    { "collector.replicas": 3, "collector.autoscaling": { maxReplicas: 2 } },
    [
      "collector.autoscaling.maxReplicas: expected at least 3, the minimum number of gateway pods, got 2",
      "fix: pulumi config set --path 'observability:collector.autoscaling.maxReplicas' 4",
    ],
  );
  refuses(
    "maxReplicas below the replicas derived from the load",
    { "collector.load": "large", "collector.autoscaling": { maxReplicas: 2 } },
    [
      "collector.autoscaling.maxReplicas: expected at least 3, the minimum number of gateway pods, got 2",
      "fix: pulumi config set --path 'observability:collector.autoscaling.maxReplicas' 4",
    ],
  );
});

describe("configuration: the outage", () => {
  refuses(
    "an outage that no volume can hold at the expected load",
    { "collector.load": "large", "collector.outage": "24h" },
    [
      'collector.outage: expected at most 139m, the longest outage that volumes of 1024 GiB hold at the expected load, got "24h"',
      "fix: pulumi config set --path 'observability:collector.outage' 139m",
    ],
  );

  it("accepts an outage longer than the queue lasts if the volume size is configured", () => {
    const chosen = { "collector.load": "large", "collector.outage": "24h", "collector.queueGibibytes": 10 };
    assert.equal(accepted(chosen).collector.queueGibibytes, 10);
  });
});
