import { describe } from "mocha";
import { refuses } from "./input.ts";

describe("configuration: the collector's metrics", () => {
  refuses("that are on", { "collector.metrics": true }, [
    "collector.metrics: expected an object with applications, kubernetes, host, got true",
    "fix: write in Pulumi.<stack>.yaml below observability:collector.metrics: { host: { enabled: false } }",
  ]);
  refuses("of a misspelt source", { "collector.metrics": { application: {} } }, [
    "collector.metrics.application: expected one of applications, kubernetes, host, got an unknown key",
    'fix: did you mean "applications"? Rename it',
  ]);
  refuses("that are on in words", { "collector.metrics": { applications: { enabled: "yes" } } }, [
    'collector.metrics.applications.enabled: expected true or false, got "yes"',
    "fix: pulumi config set --path 'observability:collector.metrics.applications.enabled' false",
  ]);
  refuses(
    "scraped more often than a target has to answer",
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
  refuses("scraped at a number", { "collector.metrics": { applications: { interval: 30 } } }, [
    "collector.metrics.applications.interval: expected a Go duration in h, m and s, at least 10s, got 30",
    "fix: pulumi config set --path 'observability:collector.metrics.applications.interval' 30s",
  ]);
  refuses("scraped at fractions of a second", { "collector.metrics": { host: { interval: "10500ms" } } }, [
    'collector.metrics.host.interval: expected a Go duration in h, m and s, at least 10s, got "10500ms"',
    "fix: pulumi config set --path 'observability:collector.metrics.host.interval' 30s",
  ]);
  refuses(
    "without samples, labels and targets",
    { "collector.metrics": { applications: { sampleLimit: 0, labelLimit: 0, targetLimit: 0 } } },
    [
      "collector.metrics.applications.sampleLimit: expected a whole number from 1, got 0",
      "fix: pulumi config set --path 'observability:collector.metrics.applications.sampleLimit' 40000",
      "collector.metrics.applications.labelLimit: expected a whole number from 1, got 0",
      "fix: pulumi config set --path 'observability:collector.metrics.applications.labelLimit' 120",
      "collector.metrics.applications.targetLimit: expected a whole number from 1, got 0",
      "fix: pulumi config set --path 'observability:collector.metrics.applications.targetLimit' 4000",
    ],
  );
  refuses("of which some are kept", { "collector.metrics": { kubernetes: { keep: "some" }, host: { keep: ["up"] } } }, [
    'collector.metrics.kubernetes.keep: expected catalog or all, got "some"',
    "fix: pulumi config set --path 'observability:collector.metrics.kubernetes.keep' all",
    'collector.metrics.host.keep: expected catalog or all, got ["up"]',
    "fix: pulumi config set --path 'observability:collector.metrics.host.keep' all",
  ]);
  refuses("of an API server in lower case", { "collector.metrics": { kubernetes: { apiserver: true } } }, [
    "collector.metrics.kubernetes.apiserver: expected one of enabled, interval, keep, apiServer, chart, got an unknown key",
    'fix: did you mean "apiServer"? Rename it',
  ]);
  refuses(
    "of a chart that is a path",
    { "collector.metrics": { kubernetes: { chart: "./charts/kube-state-metrics" } } },
    [
      'collector.metrics.kubernetes.chart: expected { repository, version } or { path }, each a text, got "./charts/kube-state-metrics"',
      'fix: write in Pulumi.<stack>.yaml below observability:collector.metrics.kubernetes.chart: { version: "8.3.1" }',
    ],
  );
});

describe("configuration: the collector's logs", () => {
  refuses("that are off in short", { "collector.logs": { events: false } }, [
    "collector.logs.events: expected an object with enabled, got false",
    "fix: write in Pulumi.<stack>.yaml below observability:collector.logs.events: { enabled: false }",
  ]);
  refuses("of a misspelt source", { "collector.logs": { event: {} } }, [
    "collector.logs.event: expected one of pods, events, got an unknown key",
    'fix: did you mean "events"? Rename it',
  ]);
  refuses("joined by a number", { "collector.logs": { pods: { multiline: 1 } } }, [
    "collector.logs.pods.multiline: expected true or false, got 1",
    "fix: pulumi config set --path 'observability:collector.logs.pods.multiline' true",
  ]);
  refuses("at a part of a line per second", { "collector.logs": { pods: { linesPerSecond: 1.5 } } }, [
    "collector.logs.pods.linesPerSecond: expected a whole number from 1, got 1.5",
    "fix: pulumi config set --path 'observability:collector.logs.pods.linesPerSecond' 4000",
  ]);
});

describe("configuration: the collector's profiles", () => {
  refuses("that are pulled by a number", { "collector.profiles": { pull: 1 } }, [
    "collector.profiles.pull: expected true or false, got 1",
    "fix: pulumi config set --path 'observability:collector.profiles.pull' false",
  ]);
  refuses("of an unknown type", { "collector.profiles": { types: ["cpus"] } }, [
    'collector.profiles.types[0]: expected cpu, memory, goroutine, mutex or block, got "cpus"',
    "fix: pulumi config set --path 'observability:collector.profiles.types[0]' cpu",
  ]);
  refuses("of no type", { "collector.profiles": { types: [] } }, [
    "collector.profiles.types: expected a list of cpu, memory, goroutine, mutex, block, got []",
    "fix: write in Pulumi.<stack>.yaml below observability:collector.profiles.types: [cpu, memory, goroutine]",
  ]);
  refuses("of a type that is no list", { "collector.profiles": { types: "cpu" } }, [
    'collector.profiles.types: expected a list of cpu, memory, goroutine, mutex, block, got "cpu"',
    "fix: write in Pulumi.<stack>.yaml below observability:collector.profiles.types: [cpu, memory, goroutine]",
  ]);
  refuses("of the kernel everywhere", { "collector.profiles": { ebpf: true } }, [
    "collector.profiles.ebpf: expected an object with namespaces, got true",
    "fix: write in Pulumi.<stack>.yaml below observability:collector.profiles.ebpf: { namespaces: [petrosa-apps] }",
  ]);
  refuses("of the kernel nowhere", { "collector.profiles": { ebpf: { namespaces: [] } } }, [
    "collector.profiles.ebpf.namespaces: expected a list of namespaces, got []",
    "fix: write in Pulumi.<stack>.yaml below observability:collector.profiles.ebpf.namespaces: [petrosa-apps]",
  ]);
  refuses("of the kernel in a namespace in upper case", { "collector.profiles": { ebpf: { namespaces: ["Risk"] } } }, [
    'collector.profiles.ebpf.namespaces[0]: expected a DNS label (a-z, 0-9, -, at most 63 characters), got "Risk"',
    "fix: pulumi config set --path 'observability:collector.profiles.ebpf.namespaces[0]' petrosa-apps",
  ]);
  refuses(
    "of the kernel without samples",
    { "collector.profiles": { ebpf: { namespaces: ["risk"], sampleRate: 0 } } },
    [
      "collector.profiles.ebpf.sampleRate: expected a whole number from 1 to 1000, got 0",
      "fix: pulumi config set --path 'observability:collector.profiles.ebpf.sampleRate' 97",
    ],
  );
});

describe("configuration: redaction", () => {
  refuses("in words", { "collector.redaction": "yes" }, [
    'collector.redaction: expected true or false, got "yes"',
    "fix: pulumi config set --path 'observability:collector.redaction' false",
  ]);
  refuses("under another name", { "collector.redact": false }, [
    "collector.redact: expected one of chart, load, outage, replicas, cpuMillicores, memoryMebibytes, queueGibibytes, autoscaling, metrics, logs, traces, profiles, redaction, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:collector.redact'",
  ]);
});
