import { PLATFORM_TEAM } from "../../../model/names.ts";
import { block, object, raw, seconds } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { component, exported } from "../language/components.ts";
import { read } from "./feature.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";
import {
  annotation,
  copy,
  drop,
  join,
  podLabel,
  SERVICE_NAME_ANNOTATION,
  set,
  teamRules,
  workloadRules,
} from "../language/relabel.ts";
import { discovered, nodeName, onThisNode, relabel, relabelled } from "./discovery.ts";
import { logsReceiver } from "./loki.ts";

/** Annotation of pods and namespaces: "false" excludes their logs. */
const LOGS_ANNOTATION = "observability/logs";
/** Burst size: lines of this many seconds can arrive at once. */
const BURST_SECONDS = 10;

/** Follows the log files of all containers on this node from their beginning, and remembers its position. */
export function podLogs(plan: CollectorPlan): Feature {
  return {
    rbac: [read("", "pods", "namespaces")],
    egress: ["kubernetes-api"],
    hostPaths: [{ name: "pod-logs", path: "/var/log/pods", mountPath: "/var/log/pods" }],
    blocks: [
      onThisNode("pods", "pod", "Finds pods on this node.", [block("attach_metadata", { namespace: true })]),
      relabel(
        "pod_logs",
        discovered("pods"),
        targetRules(plan),
        "Sets the log file of each container and the attributes of its lines.",
      ),
      component("loki.source.file", "pods", {
        comment: "Reads each file from its beginning, and continues where it stopped.",
        attributes: { targets: relabelled("pod_logs"), forward_to: [exported("loki.process", "pods", "receiver")] },
        blocks: [block("file_match", { enabled: true, sync_period: seconds(5) })],
      }),
      component("loki.process", "pods", {
        comment: "Extracts the level and trace id of lines. A namespace that floods loses only its own lines.",
        attributes: { forward_to: [logsReceiver("pods")] },
        blocks: stages(plan.settings.logs.pods),
      }),
    ],
  };
}

const targetRules = (plan: CollectorPlan): Block[] => [
  drop([annotation("pod", LOGS_ANNOTATION)], "false"),
  drop([annotation("namespace", LOGS_ANNOTATION), annotation("pod", LOGS_ANNOTATION)], "false;(?:[^t].*)?"),
  copy([podLabel("uid"), podLabel("container_name")], "([^;]+);([^;]+)", "__path__", "/var/log/pods/*$1/$2/*.log"),
  // The files of a static pod, which the kubelet runs on its own, are under the hash of its manifest.
  copy(
    [annotation("pod", "kubernetes.io/config.mirror"), podLabel("container_name")],
    "([^;]+);([^;]+)",
    "__path__",
    "/var/log/pods/*$1/$2/*.log",
  ),
  copy(["__meta_kubernetes_namespace"], "(.+)", "k8s.namespace.name"),
  copy([podLabel("name")], "(.+)", "k8s.pod.name"),
  copy([podLabel("container_name")], "(.+)", "k8s.container.name"),
  set("k8s.node.name", nodeName),
  ...workloadRules("service.name"),
  ...Object.entries(WORKLOAD_ATTRIBUTES).map(([kind, attribute]) =>
    copy([podLabel("controller_kind"), "service.name"], `${kind};(.+)`, attribute),
  ),
  // The application's name in its other signals.
  copy([annotation("pod", SERVICE_NAME_ANNOTATION)], "(.+)", "service.name"),
  ...teamRules([{ namespace: plan.namespace, team: PLATFORM_TEAM }, ...plan.applications], "service.namespace"),
  join(["k8s.namespace.name", "k8s.pod.name", "k8s.container.name"], ".", "service.instance.id"),
];

const WORKLOAD_ATTRIBUTES = {
  ReplicaSet: "k8s.deployment.name",
  StatefulSet: "k8s.statefulset.name",
  DaemonSet: "k8s.daemonset.name",
  Job: "k8s.job.name",
} as const;

/** Labels that become resource attributes. All others stay with the line. */
export const RESOURCE_LABELS: readonly string[] = [
  "k8s.namespace.name",
  "k8s.pod.name",
  "k8s.container.name",
  "k8s.node.name",
  ...Object.values(WORKLOAD_ATTRIBUTES),
  "service.name",
  "service.namespace",
  "service.instance.id",
];

/** Names that loggers use for the level and trace (JMESPath). */
const JSON_FIELDS = {
  level: "level || severity || levelname || lvl",
  trace_id: "trace_id || traceId || traceID || otelTraceID",
  span_id: "span_id || spanId || spanID || otelSpanID",
};

const stages = ({ linesPerSecond, multiline }: CollectorPlan["settings"]["logs"]["pods"]): Block[] => [
  block("stage.cri"),
  block("stage.limit", {
    rate: linesPerSecond,
    burst: linesPerSecond * BURST_SECONDS,
    drop: true,
    by_label_name: "k8s.namespace.name",
    max_distinct_labels: 10_000,
  }),
  // While a line waits up to a second for its continuation, it is only in memory: docs/durability.md.
  ...(multiline ? [block("stage.multiline", { firstline: raw(String.raw`^\S`), max_wait_time: seconds(1) })] : []),
  block("stage.json", { expressions: object(JSON_FIELDS) }),
  block("stage.regex", { expression: raw(String.raw`trace_?[iI][dD]["'=:\s]+(?P<trace_id>[0-9a-f]{32})`) }),
  block("stage.labels", { values: object({ level: "", trace_id: "", span_id: "" }) }),
  block("stage.label_drop", { values: ["filename", "flags", "stream"] }),
];
