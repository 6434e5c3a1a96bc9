import { describe } from "mocha";
import { refuses } from "./input.ts";

describe("configuration: the collector's metrics", () => {
  refuses("metrics that are only true", { "collector.metrics": true }, [
    "collector.metrics: expected an object with applications, kubernetes, host, got true",
    "fix: in Pulumi.<stack>.yaml, set observability:collector.metrics to { host: { enabled: false } }",
  ]);
  refuses("a misspelt source of metrics", { "collector.metrics": { application: {} } }, [
    "collector.metrics.application: expected one of applications, kubernetes, host, got an unknown key",
    'fix: did you mean "applications"? Rename it',
  ]);
  refuses("metrics that are switched on by a word", { "collector.metrics": { applications: { enabled: "yes" } } }, [
    'collector.metrics.applications.enabled: expected true or false, got "yes"',
    "fix: pulumi config set --path 'observability:collector.metrics.applications.enabled' false",
  ]);
  refuses(
    "scrape intervals shorter than the scrape timeout",
    {
      "collector.metrics": {
        applications: { interval: "5s" },
        kubernetes: { interval: "9s" },
        host: { interval: "1s" },
      },
    },
    [
      'collector.metrics.applications.interval: expected a Go duration in h, m and s, at least 10s, got "5s"',
      "fix: pulumi config set --path 'observability:collector.metrics.applications.interval' 30s",
      'collector.metrics.kubernetes.interval: expected a Go duration in h, m and s, at least 10s, got "9s"',
      "fix: pulumi config set --path 'observability:collector.metrics.kubernetes.interval' 30s",
      'collector.metrics.host.interval: expected a Go duration in h, m and s, at least 10s, got "1s"',
      "fix: pulumi config set --path 'observability:collector.metrics.host.interval' 30s",
    ],
  );
  refuses("a scrape interval that is a number", { "collector.metrics": { applications: { interval: 30 } } }, [
    "collector.metrics.applications.interval: expected a Go duration in h, m and s, at least 10s, got 30",
    "fix: pulumi config set --path 'observability:collector.metrics.applications.interval' 30s",
  ]);
  refuses("a scrape interval in milliseconds", { "collector.metrics": { host: { interval: "10500ms" } } }, [
    'collector.metrics.host.interval: expected a Go duration in h, m and s, at least 10s, got "10500ms"',
    "fix: pulumi config set --path 'observability:collector.metrics.host.interval' 30s",
  ]);
  refuses(
    "limits of zero samples, labels and targets",
    { "collector.metrics": { applications: { sampleLimit: 0, labelLimit: 0, targetLimit: 0 } } },
    [
      "collector.metrics.applications.sampleLimit: expected a positive whole number, got 0",
      "fix: pulumi config set --path 'observability:collector.metrics.applications.sampleLimit' 40000",
      "collector.metrics.applications.labelLimit: expected a positive whole number, got 0",
      "fix: pulumi config set --path 'observability:collector.metrics.applications.labelLimit' 120",
      "collector.metrics.applications.targetLimit: expected a positive whole number, got 0",
      "fix: pulumi config set --path 'observability:collector.metrics.applications.targetLimit' 4000",
    ],
  );
  refuses(
    "other choices of which metrics to keep",
    { "collector.metrics": { kubernetes: { keep: "some" }, host: { keep: ["up"] } } },
    [
      'collector.metrics.kubernetes.keep: expected catalog or all, got "some"',
      "fix: pulumi config set --path 'observability:collector.metrics.kubernetes.keep' all",
      'collector.metrics.host.keep: expected catalog or all, got ["up"]',
      "fix: pulumi config set --path 'observability:collector.metrics.host.keep' all",
    ],
  );
  refuses("the key of the API server in lower case", { "collector.metrics": { kubernetes: { apiserver: true } } }, [
    "collector.metrics.kubernetes.apiserver: expected one of enabled, interval, keep, apiServer, chart, got an unknown key",
    'fix: did you mean "apiServer"? Rename it',
  ]);
  refuses(
    "a kube-state-metrics chart that is only a path",
    { "collector.metrics": { kubernetes: { chart: "./charts/kube-state-metrics" } } },
    [
      'collector.metrics.kubernetes.chart: expected { repository, version } or { path }, with string values, got "./charts/kube-state-metrics"',
      'fix: in Pulumi.<stack>.yaml, set observability:collector.metrics.kubernetes.chart to { version: "8.3.1" }',
    ],
  );
});

describe("configuration: the collector's logs", () => {
  refuses("events that are only false", { "collector.logs": { events: false } }, [
    "collector.logs.events: expected an object with enabled, got false",
    "fix: in Pulumi.<stack>.yaml, set observability:collector.logs.events to { enabled: false }",
  ]);
  refuses("a misspelt source of logs", { "collector.logs": { event: {} } }, [
    "collector.logs.event: expected one of pods, events, got an unknown key",
    'fix: did you mean "events"? Rename it',
  ]);
  refuses("multiline that is a number", { "collector.logs": { pods: { multiline: 1 } } }, [
    "collector.logs.pods.multiline: expected true or false, got 1",
    "fix: pulumi config set --path 'observability:collector.logs.pods.multiline' true",
  ]);
  refuses("a fraction of a line per second", { "collector.logs": { pods: { linesPerSecond: 1.5 } } }, [
    "collector.logs.pods.linesPerSecond: expected a positive whole number, got 1.5",
    "fix: pulumi config set --path 'observability:collector.logs.pods.linesPerSecond' 4000",
  ]);
});

describe("configuration: the collector's profiles", () => {
  refuses("pull that is a number", { "collector.profiles": { pull: 1 } }, [
    "collector.profiles.pull: expected true or false, got 1",
    "fix: pulumi config set --path 'observability:collector.profiles.pull' false",
  ]);
  refuses("an unknown profile type", { "collector.profiles": { types: ["cpus"] } }, [
    'collector.profiles.types[0]: expected cpu, memory, goroutine, mutex or block, got "cpus"',
    "fix: pulumi config set --path 'observability:collector.profiles.types[0]' cpu",
  ]);
  refuses("an empty list of profile types", { "collector.profiles": { types: [] } }, [
    "collector.profiles.types: expected a list of cpu, memory, goroutine, mutex, block, got []",
    "fix: in Pulumi.<stack>.yaml, set observability:collector.profiles.types to [cpu, memory, goroutine]",
  ]);
  refuses("a single profile type instead of a list", { "collector.profiles": { types: "cpu" } }, [
    'collector.profiles.types: expected a list of cpu, memory, goroutine, mutex, block, got "cpu"',
    "fix: in Pulumi.<stack>.yaml, set observability:collector.profiles.types to [cpu, memory, goroutine]",
  ]);
  refuses("eBPF profiles without namespaces", { "collector.profiles": { ebpf: true } }, [
    "collector.profiles.ebpf: expected an object with namespaces, got true",
    "fix: in Pulumi.<stack>.yaml, set observability:collector.profiles.ebpf to { namespaces: [petrosa-apps] }",
  ]);
  refuses("eBPF profiles of an empty list of namespaces", { "collector.profiles": { ebpf: { namespaces: [] } } }, [
    "collector.profiles.ebpf.namespaces: expected a list of namespaces, got []",
    "fix: in Pulumi.<stack>.yaml, set observability:collector.profiles.ebpf.namespaces to [petrosa-apps]",
  ]);
  refuses("eBPF profiles of a namespace in upper case", { "collector.profiles": { ebpf: { namespaces: ["Risk"] } } }, [
    'collector.profiles.ebpf.namespaces[0]: expected a DNS label (a-z, 0-9, -, at most 63 characters), got "Risk"',
    "fix: pulumi config set --path 'observability:collector.profiles.ebpf.namespaces[0]' petrosa-apps",
  ]);
  refuses(
    "eBPF profiles with a sample rate of zero",
    { "collector.profiles": { ebpf: { namespaces: ["risk"], sampleRate: 0 } } },
    [
      "collector.profiles.ebpf.sampleRate: expected a whole number from 1 to 1000, got 0",
      "fix: pulumi config set --path 'observability:collector.profiles.ebpf.sampleRate' 97",
    ],
  );
});

describe("configuration: redaction", () => {
  refuses("redaction that is a word", { "collector.redaction": "yes" }, [
    'collector.redaction: expected true or false, got "yes"',
    "fix: pulumi config set --path 'observability:collector.redaction' false",
  ]);
  refuses("redaction under another key", { "collector.redact": false }, [
    "collector.redact: expected one of chart, load, outage, replicas, cpuMillicores, memoryMebibytes, queueGibibytes, autoscaling, metrics, logs, traces, profiles, redaction, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:collector.redact'",
  ]);
});
