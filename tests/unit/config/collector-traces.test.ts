import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { accepted, refuses } from "./input.ts";

describe("configuration: the collector's sampling", () => {
  refuses("sampling that is only a kind", { "collector.traces": { sampling: "tail" } }, [
    'collector.traces.sampling: expected sampling of kind none, probabilistic or tail, got "tail"',
    "fix: in Pulumi.<stack>.yaml, set observability:collector.traces.sampling to { kind: probabilistic, percent: 10 }",
  ]);
  refuses("sampling without a kind", { "collector.traces": { sampling: { percent: 10 } } }, [
    "collector.traces.sampling.kind: expected one of none, probabilistic, tail, got nothing",
    "fix: pulumi config set --path 'observability:collector.traces.sampling.kind' none",
  ]);
  refuses("sampling of an unknown kind", { "collector.traces": { sampling: { kind: "head", percent: 10 } } }, [
    'collector.traces.sampling.kind: expected one of none, probabilistic, tail, got "head"',
    "fix: pulumi config set --path 'observability:collector.traces.sampling.kind' none",
  ]);
  refuses(
    "sampling of kind none with a percentage",
    { "collector.traces": { sampling: { kind: "none", percent: 10 } } },
    [
      "collector.traces.sampling.percent: expected kind, got an unknown key",
      "fix: remove it: pulumi config rm --path 'observability:collector.traces.sampling.percent'",
    ],
  );
  refuses(
    "probabilistic sampling without a percentage",
    { "collector.traces": { sampling: { kind: "probabilistic" } } },
    [
      "collector.traces.sampling.percent: expected a number above 0 and below 100, got nothing",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.percent' 10",
    ],
  );
  refuses(
    "probabilistic sampling that keeps everything",
    { "collector.traces": { sampling: { kind: "probabilistic", percent: 100 } } },
    [
      "collector.traces.sampling.percent: expected a number above 0 and below 100, got 100",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.percent' 10",
    ],
  );
  refuses(
    "probabilistic sampling that keeps nothing",
    { "collector.traces": { sampling: { kind: "probabilistic", percent: 0 } } },
    [
      "collector.traces.sampling.percent: expected a number above 0 and below 100, got 0",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.percent' 10",
    ],
  );
  refuses("tail sampling without a trace rate", { "collector.traces": { sampling: { kind: "tail", percent: 10 } } }, [
    "collector.traces.sampling.tracesPerSecond: expected a positive number, got nothing",
    "fix: pulumi config set --path 'observability:collector.traces.sampling.tracesPerSecond' 200",
  ]);
  refuses(
    "tail sampling with 100 percent, zero traces and zero replicas",
    { "collector.traces": { sampling: { kind: "tail", percent: 100, tracesPerSecond: 0, replicas: 0 } } },
    [
      "collector.traces.sampling.tracesPerSecond: expected a positive number, got 0",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.tracesPerSecond' 200",
      "collector.traces.sampling.replicas: expected a whole number from 1 to 20, got 0",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.replicas' 3",
      "collector.traces.sampling.percent: expected a number above 0 and below 100, got 100",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.percent' 10",
    ],
  );
  refuses(
    "tail sampling with numbers and milliseconds as durations",
    {
      "collector.traces": {
        sampling: { kind: "tail", percent: 10, tracesPerSecond: 100, decisionWait: 10, keepSlowerThan: "500ms" },
      },
    },
    [
      "collector.traces.sampling.decisionWait: expected a Go duration in h, m and s, longer than 0, got 10",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.decisionWait' 15s",
      'collector.traces.sampling.keepSlowerThan: expected a Go duration in h, m and s, longer than 0, got "500ms"',
      "fix: pulumi config set --path 'observability:collector.traces.sampling.keepSlowerThan' 1s",
    ],
  );
  refuses(
    "tail sampling with a misspelt key",
    { "collector.traces": { sampling: { kind: "tail", percent: 10, tracesPerSecond: 100, keepError: true } } },
    [
      "collector.traces.sampling.keepError: expected one of kind, decisionWait, tracesPerSecond, replicas, keepErrors, keepSlowerThan, percent, got an unknown key",
      'fix: did you mean "keepErrors"? Rename it',
    ],
  );
});

describe("configuration: the collector's metrics from traces", () => {
  refuses("span metrics that are switched on by a word", { "collector.traces": { spanMetrics: "on" } }, [
    'collector.traces.spanMetrics: expected true or false, got "on"',
    "fix: pulumi config set --path 'observability:collector.traces.spanMetrics' true",
  ]);
  refuses("a limit of zero series", { "collector.traces": { seriesLimit: 0 } }, [
    "collector.traces.seriesLimit: expected a positive whole number, got 0",
    "fix: pulumi config set --path 'observability:collector.traces.seriesLimit' 40000",
  ]);
  refuses(
    "a service graph in several pods, each of which sees only part of a trace",
    { "collector.traces": { serviceGraph: true } },
    [
      "collector.traces.serviceGraph: expected false, unless there is one gateway pod or sampling of kind tail, whose pods see whole traces, got true",
      "fix: pulumi config set --path 'observability:collector.traces.serviceGraph' false",
    ],
  );
  refuses(
    "a service graph in one pod that may be scaled up",
    {
      "collector.replicas": 1,
      "collector.autoscaling": { maxReplicas: 3 },
      "collector.traces": { serviceGraph: true },
    },
    [
      "collector.traces.serviceGraph: expected false, unless there is one gateway pod or sampling of kind tail, whose pods see whole traces, got true",
      "fix: pulumi config set --path 'observability:collector.traces.serviceGraph' false",
    ],
  );
  refuses(
    "a service graph with probabilistic sampling",
    { "collector.traces": { serviceGraph: true, sampling: { kind: "probabilistic", percent: 10 } } },
    [
      "collector.traces.serviceGraph: expected false, unless there is one gateway pod or sampling of kind tail, whose pods see whole traces, got true",
      "fix: pulumi config set --path 'observability:collector.traces.serviceGraph' false",
    ],
  );
});

describe("configuration: the service graph", () => {
  const serviceGraph = { "collector.traces": { serviceGraph: true } };
  const traces = (changes: Readonly<Record<string, unknown>>) => accepted(changes).collector.traces;

  it("accepts it in one gateway pod", () => {
    assert.equal(traces({ ...serviceGraph, "collector.replicas": 1 }).serviceGraph, true);
    assert.equal(traces({ ...serviceGraph, "collector.load": { nodes: 1 } }).serviceGraph, true);
  });

  it("accepts it with tail sampling", () => {
    const sampling = { kind: "tail", tracesPerSecond: 100, percent: 10 };
    assert.deepEqual(traces({ "collector.traces": { serviceGraph: true, spanMetrics: true, sampling } }), {
      sampling: { ...sampling, decisionWait: { text: "10s", seconds: 10 }, replicas: 2, keepErrors: true },
      spanMetrics: true,
      serviceGraph: true,
      seriesLimit: 20_000,
    });
  });
});
