import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { accepted, refuses } from "./input.ts";

describe("configuration: the collector's sampling", () => {
  refuses("that is its kind", { "collector.traces": { sampling: "tail" } }, [
    'collector.traces.sampling: expected sampling of kind none, probabilistic or tail, got "tail"',
    "fix: write in Pulumi.<stack>.yaml below observability:collector.traces.sampling: { kind: probabilistic, percent: 10 }",
  ]);
  refuses("without a kind", { "collector.traces": { sampling: { percent: 10 } } }, [
    "collector.traces.sampling.kind: expected one of none, probabilistic, tail, got nothing",
    "fix: pulumi config set --path 'observability:collector.traces.sampling.kind' none",
  ]);
  refuses("of an unknown kind", { "collector.traces": { sampling: { kind: "head", percent: 10 } } }, [
    'collector.traces.sampling.kind: expected one of none, probabilistic, tail, got "head"',
    "fix: pulumi config set --path 'observability:collector.traces.sampling.kind' none",
  ]);
  refuses("of no kind with a share", { "collector.traces": { sampling: { kind: "none", percent: 10 } } }, [
    "collector.traces.sampling.percent: expected kind, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:collector.traces.sampling.percent'",
  ]);
  refuses("without a share", { "collector.traces": { sampling: { kind: "probabilistic" } } }, [
    "collector.traces.sampling.percent: expected a number above 0 and below 100, got nothing",
    "fix: pulumi config set --path 'observability:collector.traces.sampling.percent' 10",
  ]);
  refuses("that keeps everything", { "collector.traces": { sampling: { kind: "probabilistic", percent: 100 } } }, [
    "collector.traces.sampling.percent: expected a number above 0 and below 100, got 100",
    "fix: pulumi config set --path 'observability:collector.traces.sampling.percent' 10",
  ]);
  refuses("that keeps nothing", { "collector.traces": { sampling: { kind: "probabilistic", percent: 0 } } }, [
    "collector.traces.sampling.percent: expected a number above 0 and below 100, got 0",
    "fix: pulumi config set --path 'observability:collector.traces.sampling.percent' 10",
  ]);
  refuses("of whole traces without their rate", { "collector.traces": { sampling: { kind: "tail", percent: 10 } } }, [
    "collector.traces.sampling.tracesPerSecond: expected a number above 0, got nothing",
    "fix: pulumi config set --path 'observability:collector.traces.sampling.tracesPerSecond' 200",
  ]);
  refuses(
    "of whole traces that keeps everything, of none, by nobody",
    { "collector.traces": { sampling: { kind: "tail", percent: 100, tracesPerSecond: 0, replicas: 0 } } },
    [
      "collector.traces.sampling.tracesPerSecond: expected a number above 0, got 0",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.tracesPerSecond' 200",
      "collector.traces.sampling.replicas: expected a whole number from 1 to 20, got 0",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.replicas' 3",
      "collector.traces.sampling.percent: expected a number above 0 and below 100, got 100",
      "fix: pulumi config set --path 'observability:collector.traces.sampling.percent' 10",
    ],
  );
  refuses(
    "of whole traces in milliseconds",
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
    "of whole traces with a misspelt member",
    { "collector.traces": { sampling: { kind: "tail", percent: 10, tracesPerSecond: 100, keepError: true } } },
    [
      "collector.traces.sampling.keepError: expected one of kind, decisionWait, tracesPerSecond, replicas, keepErrors, keepSlowerThan, percent, got an unknown key",
      'fix: did you mean "keepErrors"? Rename it',
    ],
  );
});

describe("configuration: the collector's metrics of traces", () => {
  refuses("that are on in words", { "collector.traces": { spanMetrics: "on" } }, [
    'collector.traces.spanMetrics: expected true or false, got "on"',
    "fix: pulumi config set --path 'observability:collector.traces.spanMetrics' true",
  ]);
  refuses("without series", { "collector.traces": { seriesLimit: 0 } }, [
    "collector.traces.seriesLimit: expected a whole number from 1, got 0",
    "fix: pulumi config set --path 'observability:collector.traces.seriesLimit' 40000",
  ]);
  refuses("of edges that several pods see in part", { "collector.traces": { serviceGraph: true } }, [
    "collector.traces.serviceGraph: expected false, one gateway pod, or sampling of kind tail, whose pods see whole traces, got true",
    "fix: pulumi config set --path 'observability:collector.traces.serviceGraph' false",
  ]);
  refuses(
    "of edges in one pod that may become several",
    {
      "collector.replicas": 1,
      "collector.autoscaling": { maxReplicas: 3 },
      "collector.traces": { serviceGraph: true },
    },
    [
      "collector.traces.serviceGraph: expected false, one gateway pod, or sampling of kind tail, whose pods see whole traces, got true",
      "fix: pulumi config set --path 'observability:collector.traces.serviceGraph' false",
    ],
  );
  refuses(
    "of edges with a share of traces",
    { "collector.traces": { serviceGraph: true, sampling: { kind: "probabilistic", percent: 10 } } },
    [
      "collector.traces.serviceGraph: expected false, one gateway pod, or sampling of kind tail, whose pods see whole traces, got true",
      "fix: pulumi config set --path 'observability:collector.traces.serviceGraph' false",
    ],
  );
});

describe("configuration: traces that are counted", () => {
  const serviceGraph = { "collector.traces": { serviceGraph: true } };
  const traces = (changes: Readonly<Record<string, unknown>>) => accepted(changes).collector.traces;

  it("are edges, too, in one gateway pod", () => {
    assert.equal(traces({ ...serviceGraph, "collector.replicas": 1 }).serviceGraph, true);
    assert.equal(traces({ ...serviceGraph, "collector.load": { nodes: 1 } }).serviceGraph, true);
  });

  it("are edges, too, in samplers", () => {
    const sampling = { kind: "tail", tracesPerSecond: 100, percent: 10 };
    assert.deepEqual(traces({ "collector.traces": { serviceGraph: true, spanMetrics: true, sampling } }), {
      sampling: { ...sampling, decisionWait: { text: "10s", seconds: 10 }, replicas: 2, keepErrors: true },
      spanMetrics: true,
      serviceGraph: true,
      seriesLimit: 20_000,
    });
  });
});
