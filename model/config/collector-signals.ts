import { z } from "zod";
import { KUBE_STATE_METRICS_CHART_VERSION } from "../versions.ts";
import { helmChart } from "./chart.ts";
import { sampling } from "./collector-sampling.ts";
import { DNS_LABEL_EXPECTED, dnsLabel, duration, field } from "./field.ts";

const enabled = (byDefault: boolean, description: string) =>
  field(z.boolean().default(byDefault), { description, expected: "true or false", example: String(!byDefault) });

/** A target has ten seconds to answer, so scrapes cannot be closer together. */
const SHORTEST_INTERVAL_SECONDS = 10;

const interval = (byDefault: string) =>
  field(duration(SHORTEST_INTERVAL_SECONDS).prefault(byDefault), {
    description: "Scrape interval.",
    expected: `a Go duration in h, m and s, at least ${SHORTEST_INTERVAL_SECONDS}s`,
    example: "30s",
  });

const limit = (byDefault: number, description: string) =>
  field(z.int().min(1).default(byDefault), {
    description,
    expected: "a positive whole number",
    example: String(byDefault * 2),
  });

const keep = field(z.enum(["catalog", "all"]).default("catalog"), {
  description:
    "Which metrics to keep: `catalog` keeps those that the catalog declares for its dashboards and rules, `all` keeps every metric.",
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
          "Scrape pods and Services with the annotation `prometheus.io/scrape: 'true'` (further annotations: `/port`, `/path`, `/scheme`, `/interval`).",
        ),
        interval: interval("60s"),
        sampleLimit: limit(
          20_000,
          "Maximum number of samples per target. A scrape with more fails, and an alert reports it.",
        ),
        labelLimit: limit(60, "Maximum number of labels per sample. A scrape with more fails."),
        targetLimit: limit(2_000, "Maximum number of targets. If there are more, none is scraped."),
      },
      "Metrics that are scraped from the application namespaces.",
      "{ interval: 30s }",
    ),
    kubernetes: group(
      {
        enabled: enabled(
          true,
          "Collect metrics of the kubelet, cAdvisor and kube-state-metrics, which the program then deploys.",
        ),
        interval: interval("60s"),
        keep,
        apiServer: enabled(false, "Scrape the API server as well."),
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
        enabled: enabled(true, "Collect CPU, memory, disk and file system metrics of each node."),
        interval: interval("60s"),
        keep,
      },
      "Metrics of the nodes.",
      "{ enabled: false }",
    ),
  },
  "Metrics to scrape.",
  "{ host: { enabled: false } }",
);

export const logs = group(
  {
    pods: group(
      {
        enabled: enabled(
          true,
          "Read the log files of all containers, except those of pods and namespaces with the annotation `observability/logs: 'false'`.",
        ),
        linesPerSecond: limit(
          2_000,
          "Log lines per second that one namespace may write on one node. If it writes more for longer than 10 s, the excess is dropped and an alert reports it.",
        ),
        multiline: field(z.boolean().default(false), {
          description:
            "Join indented lines, such as those of a stack trace, to the line before them. Each line then waits in memory for the next one, for up to one second, and is lost if the process dies.",
          expected: "true or false",
          example: "true",
        }),
      },
      "Logs of containers.",
      "{ linesPerSecond: 5000 }",
    ),
    events: group(
      { enabled: enabled(true, "Collect Kubernetes events as log lines, once per cluster.") },
      "Kubernetes events.",
      "{ enabled: false }",
    ),
  },
  "Logs to collect.",
  "{ events: { enabled: false } }",
);

export const traces = group(
  {
    sampling,
    spanMetrics: enabled(
      false,
      "Generate request, error and duration metrics (`traces.span.metrics.*`) from all spans, before sampling.",
    ),
    serviceGraph: enabled(
      false,
      "Generate service graph metrics (`traces_service_graph_*`), which show which service calls which. Requires a single gateway pod or sampling of kind `tail`. Application Observability in Grafana Cloud generates these metrics itself.",
    ),
    seriesLimit: limit(
      20_000,
      "Maximum number of series that span metrics and the service graph may each generate per gateway pod.",
    ),
  },
  "Sampling of traces, and metrics generated from them.",
  "{ sampling: { kind: probabilistic, percent: 10 } }",
);

const profileType = field(z.enum(["cpu", "memory", "goroutine", "mutex", "block"]), {
  description: "Profile type.",
  expected: "cpu, memory, goroutine, mutex or block",
  example: "cpu",
});

export const profiles = group(
  {
    pull: enabled(
      true,
      "Scrape the pprof endpoints of pods with the annotation `profiles.grafana.com/scrape: 'true'` (further annotations: `/port`, `/path`, `/scheme`).",
    ),
    types: field(z.array(profileType).min(1).default(["cpu", "memory"]), {
      description: "Profile types to pull.",
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
            description: "Samples per second per CPU.",
            expected: "a whole number from 1 to 1000",
            example: "97",
          }),
        })
        .optional(),
      {
        description:
          "Collect CPU profiles of compiled and interpreted programs without changing them. Runs a privileged pod on each node. Default: off.",
        expected: "an object with namespaces",
        example: "{ namespaces: [petrosa-apps] }",
      },
    ),
  },
  "Profiles to collect in addition to those that applications push.",
  "{ pull: false }",
);

export const redaction = field(z.boolean().default(true), {
  description:
    "Replace credentials, e-mail addresses and card numbers in log lines and span attributes before they leave the cluster.",
  expected: "true or false",
  example: "false",
});
