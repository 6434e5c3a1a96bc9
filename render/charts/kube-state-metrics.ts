import { KUBE_STATE_METRICS_NAME, KUBE_STATE_METRICS_PORT } from "../../model/names.ts";
import { KUBE_STATE_METRICS_VERSION } from "../../model/versions.ts";

/** User `nobody` of the image. */
const USER = 65_534;

/**
 * Resources that kube-state-metrics may watch: those of the chart, without Secrets and ConfigMaps. It would list and watch
 * their contents, although its metrics only report that they exist.
 */
const COLLECTORS = [
  "certificatesigningrequests",
  "cronjobs",
  "daemonsets",
  "deployments",
  "endpointslices",
  "horizontalpodautoscalers",
  "ingresses",
  "jobs",
  "leases",
  "limitranges",
  "mutatingwebhookconfigurations",
  "namespaces",
  "networkpolicies",
  "nodes",
  "persistentvolumeclaims",
  "persistentvolumes",
  "poddisruptionbudgets",
  "pods",
  "replicasets",
  "replicationcontrollers",
  "resourcequotas",
  "services",
  "statefulsets",
  "storageclasses",
  "validatingwebhookconfigurations",
  "volumeattachments",
] as const;

/** A metric is named after the kind of object it describes: `kube_pod_info`, `kube_networkpolicy_labels`, `kube_resourcequota`. */
const COLLECTOR_OF: ReadonlyMap<string, string> = new Map(
  COLLECTORS.map((plural) => [plural.replace(/ies$|(?<=ss)es$|s$/, (end) => (end === "ies" ? "y" : "")), plural]),
);

/** Series that the scrape itself creates. */
const OF_THE_SCRAPE = /^(up$|scrape_)/;

/** Inputs of the Helm release of kube-state-metrics. */
export interface KubeStateMetricsPlan {
  /** Name of all its objects, including those without a namespace. */
  readonly name: string;
  /** Exact names of the metrics to keep, including those that a scrape adds (`up`); `all` keeps all that collectors provide. */
  readonly metrics: readonly string[] | "all";
  /** CPU request in millicores. There is no CPU limit: with one, its work queue would grow, and its memory with it. */
  readonly cpuMillicores: number;
  /** Memory request and limit. */
  readonly memoryMebibytes: number;
}

/** Labels of the pods, as the chart sets them. */
export function kubeStateMetricsPodLabels(releaseName: string): Record<string, string> {
  return { "app.kubernetes.io/name": KUBE_STATE_METRICS_NAME, "app.kubernetes.io/instance": releaseName };
}

/**
 * Values for the chart `kube-state-metrics` 8.3.1. All other keys keep the chart's defaults: one pod, no metrics about itself
 * on the Service, and a separate account with a role that the chart derives from `collectors` (`list` and `watch` on these
 * and nothing else).
 * @throws Error for a metric that no collector provides
 */
export function kubeStateMetricsValues(plan: KubeStateMetricsPlan) {
  const memory = `${plan.memoryMebibytes}Mi`;
  const metrics = plan.metrics === "all" ? "all" : distinct(plan.metrics.filter((name) => !OF_THE_SCRAPE.test(name)));
  return {
    // The scrape finds the pods, and NetworkPolicies the flow, by names that are not derived from the release's name.
    fullnameOverride: plan.name,
    // The version that the metrics are tested with, whichever version of the chart installs it.
    image: { tag: `v${KUBE_STATE_METRICS_VERSION}` },
    // Two replicas would report each series twice.
    replicas: 1,
    // Never runs the old and the new pod side by side, for the same reason: sums would double for a while.
    updateStrategy: "Recreate",
    // Scraped under a separate job; the annotation that the chart sets by default would cause a second scrape.
    prometheusScrape: false,
    service: { port: KUBE_STATE_METRICS_PORT },
    collectors: collectorsOf(metrics),
    // Patterns match anywhere unless they are anchored. Metrics that are not kept cost no memory here.
    metricAllowlist: metrics === "all" ? [] : metrics.map((name) => `^${name}$`),
    // Makes the garbage collector work harder before the limit is reached, instead of letting the pod be killed first.
    env: [{ name: "GOMEMLIMIT", value: `${Math.floor(plan.memoryMebibytes * 0.9)}MiB` }],
    resources: { requests: { cpu: `${plan.cpuMillicores}m`, memory }, limits: { memory } },
    // Both satisfy the Pod Security Standard `restricted`. So do the chart's defaults; those of a newer chart might not.
    securityContext: {
      enabled: true,
      runAsUser: USER,
      runAsGroup: USER,
      fsGroup: USER,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containerSecurityContext: {
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
    },
  };
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)].sort();

function collectorsOf(metrics: KubeStateMetricsPlan["metrics"]): string[] {
  if (metrics === "all") return [...COLLECTORS];
  // With an empty list, the chart would leave the choice to kube-state-metrics, which watches Secrets by default.
  if (metrics.length === 0) throw new Error("kube-state-metrics: expected the names of metrics, got none");
  return distinct(
    metrics.map((metric) => {
      const collector = COLLECTOR_OF.get(/^kube_([a-z]+)/.exec(metric)?.[1] ?? "");
      if (collector === undefined) throw new Error(`kube-state-metrics: no allowed collector provides ${metric}`);
      return collector;
    }),
  );
}
