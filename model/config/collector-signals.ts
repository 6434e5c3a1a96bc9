import { z } from "zod";
import { KUBE_STATE_METRICS_CHART_VERSION } from "../versions.ts";
import { helmChart } from "./chart.ts";
import { sampling } from "./collector-sampling.ts";
import { DNS_LABEL_EXPECTED, dnsLabel, duration, field } from "./field.ts";

const enabled = (byDefault: boolean, description: string) =>
  field(z.boolean().default(byDefault), { description, expected: "true or false", example: String(!byDefault) });

/** A target has ten seconds to answer. */
const SHORTEST_INTERVAL_SECONDS = 10;

const interval = (byDefault: string) =>
  field(duration(SHORTEST_INTERVAL_SECONDS).prefault(byDefault), {
    description: "Time between two scrapes.",
    expected: `a Go duration in h, m and s, at least ${SHORTEST_INTERVAL_SECONDS}s`,
    example: "30s",
  });

const limit = (byDefault: number, description: string) =>
  field(z.int().min(1).default(byDefault), {
    description,
    expected: "a whole number from 1",
    example: String(byDefault * 2),
  });

const keep = field(z.enum(["catalog", "all"]).default("catalog"), {
  description: "Keep the metrics that the catalog declares, which its boards and rules read, or all of them.",
  expected: "catalog or all",
  example: "all",
});

const group = <S extends z.ZodRawShape>(shape: S, description: string, example: string) =>
  field(z.strictObject(shape).prefault({} as never), {
    description,
    expected: `an object with ${Object.keys(shape).join(", ")}`,
    example,
  });

export const metrics = group(
  {
    applications: group(
      {
        enabled: enabled(
          true,
          "Scrape pods and Services that are annotated with `prometheus.io/scrape: 'true'` (and `/port`, `/path`, `/scheme`, `/interval`).",
        ),
        interval: interval("60s"),
        sampleLimit: limit(20_000, "Samples of one target; a scrape with more fails, and an alert says so."),
        labelLimit: limit(60, "Labels of one sample; a scrape with more fails."),
        targetLimit: limit(2_000, "Targets at most; with more none is scraped."),
      },
      "Metrics of the application namespaces, from their `/metrics`.",
      "{ interval: 30s }",
    ),
    kubernetes: group(
      {
        enabled: enabled(true, "Collect kubelet, cAdvisor and kube-state-metrics, which is deployed for it."),
        interval: interval("60s"),
        keep,
        apiServer: enabled(false, "Scrape the API server, too."),
        chart: helmChart(
          "kube-state-metrics",
          "https://prometheus-community.github.io/helm-charts",
          KUBE_STATE_METRICS_CHART_VERSION,
        ),
      },
      "Metrics of Kubernetes itself.",
      "{ keep: all }",
    ),
    host: group(
      {
        enabled: enabled(true, "Collect CPU, memory, disks and file systems of each node."),
        interval: interval("60s"),
        keep,
      },
      "Metrics of the nodes.",
      "{ enabled: false }",
    ),
  },
  "What is scraped.",
  "{ host: { enabled: false } }",
);

export const logs = group(
  {
    pods: group(
      {
        enabled: enabled(
          true,
          "Read the log files of all containers. A pod or namespace with the annotation `observability/logs: 'false'` is left out.",
        ),
        linesPerSecond: limit(
          2_000,
          "Lines of one namespace on one node; what is above (for longer than 10 s) is dropped, and an alert says so.",
        ),
        multiline: field(z.boolean().default(false), {
          description:
            "Join indented lines, such as those of a stack trace, to the line before them. A line then waits for the next one in memory, for a second at most, and is lost with the process.",
          expected: "true or false",
          example: "true",
        }),
      },
      "Logs of containers.",
      "{ linesPerSecond: 5000 }",
    ),
    events: group(
      { enabled: enabled(true, "Keep Kubernetes events as log lines, once per cluster.") },
      "Kubernetes events.",
      "{ enabled: false }",
    ),
  },
  "What is read as logs.",
  "{ events: { enabled: false } }",
);

export const traces = group(
  {
    sampling,
    spanMetrics: enabled(
      false,
      "Make request, error and duration metrics (`traces.span.metrics.*`) of all spans, before sampling.",
    ),
    serviceGraph: enabled(
      false,
      "Make metrics of which service calls which (`traces_service_graph_*`), in one gateway pod or with sampling of kind `tail`. Application Observability of Grafana Cloud makes them itself.",
    ),
    seriesLimit: limit(20_000, "Series that either of the two may make per gateway pod."),
  },
  "What becomes of traces.",
  "{ sampling: { kind: probabilistic, percent: 10 } }",
);

const profileType = field(z.enum(["cpu", "memory", "goroutine", "mutex", "block"]), {
  description: "Kind of profile.",
  expected: "cpu, memory, goroutine, mutex or block",
  example: "cpu",
});

export const profiles = group(
  {
    pull: enabled(
      true,
      "Scrape pprof endpoints of pods with the annotation `profiles.grafana.com/scrape: 'true'` (and `/port`, `/path`, `/scheme`).",
    ),
    types: field(z.array(profileType).min(1).default(["cpu", "memory"]), {
      description: "Profiles that are pulled.",
      expected: "a list of cpu, memory, goroutine, mutex, block",
      example: "[cpu, memory, goroutine]",
    }),
    ebpf: field(
      z
        .strictObject({
          namespaces: field(
            z
              .array(
                field(dnsLabel(), { description: "Namespace.", expected: DNS_LABEL_EXPECTED, example: "petrosa-apps" }),
              )
              .min(1),
            {
              description: "Namespaces whose processes are profiled.",
              expected: "a list of namespaces",
              example: "[petrosa-apps]",
            },
          ),
          sampleRate: field(z.int().min(1).max(1000).default(19), {
            description: "Samples per second and CPU.",
            expected: "a whole number from 1 to 1000",
            example: "97",
          }),
        })
        .optional(),
      {
        description:
          "CPU profiles of compiled and interpreted programs without their help. Runs a privileged pod on each node. Default: off.",
        expected: "an object with namespaces",
        example: "{ namespaces: [petrosa-apps] }",
      },
    ),
  },
  "What is profiled beside what applications push.",
  "{ pull: false }",
);

export const redaction = field(z.boolean().default(true), {
  description:
    "Replace credentials, e-mail addresses and card numbers in log lines and span attributes before they leave the cluster.",
  expected: "true or false",
  example: "false",
});
