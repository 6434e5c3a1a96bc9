import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { podLogs, writeLines } from "./lines.ts";
import type { Labels, Part } from "./ours.ts";
import { sendSpans } from "./spans.ts";
import { startTargets } from "./targets.ts";

/** A load for one collector. */
export interface Load {
  /** Pods that discovery finds, for our configuration. The reference receives `targets`. */
  readonly pods: readonly Labels[];
  readonly targets: readonly Labels[];
  /** Runs for some seconds and returns the number of items sent; undefined if only the collector knows it. */
  readonly run: (seconds: number) => Promise<number | undefined>;
  readonly close: () => Promise<void>;
}

export interface Signal {
  /** Name of the counted items. */
  readonly items: string;
  /** File in reference/. */
  readonly reference: string;
  readonly part: Omit<Part, "pods" | "redaction">;
  /** Seconds of load before the first round; `seconds` is the load in each round. */
  readonly warmUp: number;
  readonly seconds: number;
  /** Whether redaction applies. Metrics contain no text to redact. */
  readonly redacted: boolean;
  readonly start: (folder: string, grpcPort: number) => Promise<Load>;
}

const SPANS_PER_SECOND = 5000;
const LINES_PER_SECOND = 4000;
const FILES = 16;
const TARGETS = 50;
const SERIES_PER_TARGET = 2000;
/** Shortest interval that the configuration allows. */
export const SCRAPE_INTERVAL = "10s";

const NAMESPACE = "petrosa-apps";

export const SIGNALS: readonly Signal[] = [
  {
    items: "spans",
    reference: "traces.alloy",
    part: { role: "gateway", entry: ["otelcol.receiver.otlp", "applications"] },
    warmUp: 4,
    seconds: 8,
    redacted: true,
    start: async (_, port) => ({
      pods: [],
      targets: [],
      run: (seconds) => sendSpans(`http://127.0.0.1:${port}`, SPANS_PER_SECOND, seconds),
      close: async () => undefined,
    }),
  },
  {
    items: "log lines",
    reference: "logs.alloy",
    part: { role: "node", entry: ["loki.source.file", "pods"] },
    warmUp: 4,
    seconds: 8,
    redacted: true,
    start: async (folder) => {
      const files = podLogs(join(folder, "logs"), FILES);
      return {
        pods: files.map(({ pod, container, uid }) => ({
          ...podLabels(pod),
          __meta_kubernetes_pod_container_name: container,
          __meta_kubernetes_pod_uid: uid,
        })),
        targets: files.map(({ pod, container, file }) => ({
          ...referenceLabels(pod),
          __path__: file,
          container,
          service_name: pod,
          service_namespace: NAMESPACE,
        })),
        run: (seconds) => writeLines(files, LINES_PER_SECOND, seconds),
        close: async () => undefined,
      };
    },
  },
  {
    items: "samples",
    reference: "metrics.alloy",
    part: { role: "gateway", entry: ["prometheus.scrape", "applications"] },
    warmUp: 12,
    // Covers two scrapes of each target, whatever their offset in the interval.
    seconds: 20,
    redacted: false,
    start: async () => {
      const server = await startTargets(SERIES_PER_TARGET);
      const pods = Array.from({ length: TARGETS }, (_, index) => [`service-${index}`, `/${index}/metrics`] as const);
      return {
        pods: pods.map(([pod, path]) => ({
          ...podLabels(pod),
          __address__: server.address,
          __meta_kubernetes_pod_container_init: "false",
          __meta_kubernetes_pod_phase: "Running",
          __meta_kubernetes_pod_annotation_prometheus_io_scrape: "true",
          __meta_kubernetes_pod_annotation_prometheus_io_path: path,
          __meta_kubernetes_pod_annotation_prometheus_io_interval: SCRAPE_INTERVAL,
        })),
        targets: pods.map(([pod, path]) => ({
          ...referenceLabels(pod),
          __address__: server.address,
          __metrics_path__: path,
        })),
        run: async (seconds) => {
          await setTimeout(seconds * 1000);
          return undefined;
        },
        close: server.close,
      };
    },
  },
];

const podLabels = (pod: string): Labels => ({
  __meta_kubernetes_namespace: NAMESPACE,
  __meta_kubernetes_pod_name: pod,
  __meta_kubernetes_pod_controller_kind: "StatefulSet",
  __meta_kubernetes_pod_controller_name: pod,
});

const referenceLabels = (pod: string): Labels => ({ namespace: NAMESPACE, pod, job: `petrosa/${pod}` });
