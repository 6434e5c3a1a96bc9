import { exporters, toBackend } from "../features/exporters.ts";
import type { Feature } from "../features/feature.ts";
import { hostMetrics } from "../features/host-metrics.ts";
import { kubeletMetrics } from "../features/kubernetes-metrics.ts";
import { lokiToOtlp } from "../features/loki.ts";
import { podLogs, RESOURCE_LABELS } from "../features/pod-logs.ts";
import { logResources, resourceAttributesInput } from "../features/resource-attributes.ts";
import { selfMetrics } from "../features/self-metrics.ts";
import type { CollectorPlan } from "../plan.ts";
import { defineRole, type Role } from "./role.ts";
import { scrapedPath } from "./scraped-path.ts";

/** Reads its node's log files, host and kubelet, and sends the data to the backend through a queue on the node's disk. */
export function nodeRole(plan: CollectorPlan): Role {
  const { node } = plan.sizes;
  return defineRole("node", [
    ...lines(plan),
    kubeletMetrics(plan),
    hostMetrics(plan),
    selfMetrics(plan, "node"),
    ...scrapedPath(plan, node.memoryMebibytes),
    ...exporters(plan, { volumeBytes: node.queueMebibytes * 1024 ** 2, whenFull: "block" }, ["metrics", "logs"]),
  ]);
}

/** Has no memory limiter, because refused lines would be lost. A queue that blocks lets them wait in their files. */
function lines(plan: CollectorPlan): readonly Feature[] {
  if (!plan.settings.logs.pods.enabled) return [];
  return [
    podLogs(plan),
    lokiToOtlp("pods", RESOURCE_LABELS, { logs: [resourceAttributesInput("logs")] }),
    logResources(plan, toBackend(plan, "logs")),
  ];
}

/** Whether any data of nodes is collected; otherwise no pods run on the nodes. */
export const needsNode = ({ settings: { logs, metrics } }: Pick<CollectorPlan, "settings">): boolean =>
  logs.pods.enabled || metrics.kubernetes.enabled || metrics.host.enabled;
