import { above, type AlertRule, atLeast, below, gauge, rate, ratio, series, share } from "observability/catalog";
import { apiRequests } from "../metrics/api-server.ts";
import {
  autoscalerMaximum,
  autoscalerMinimum,
  autoscalerReplicas,
  daemonSetDesired,
  daemonSetReady,
  deploymentAvailable,
  deploymentCondition,
  deploymentReplicas,
  jobFailed,
  statefulSetReady,
  statefulSetReplicas,
} from "../metrics/state.ts";

/** Share of requests answered with 5xx; the kubernetes-mixin's error budget alerts start at about this value. */
const API_FAILURES = 0.03;
/** Minimum number of requests in ten minutes for a meaningful share; a quiet cluster makes ten times as many. */
const MINIMUM_API_REQUESTS = 300;
/** Share of the maximum; slightly below 1, because it is the result of a division. */
const MAXED_OUT = 0.99;

const DEPLOYMENT = { by: ["namespace", "deployment"] };
const STATEFUL_SET = { by: ["namespace", "statefulset"] };
const DAEMON_SET = { by: ["namespace", "daemonset"] };
const AUTOSCALER = { by: ["namespace", "horizontalpodautoscaler"] };
const MAXIMUM = gauge(series(autoscalerMaximum), "max", AUTOSCALER);

/** Rules on workloads that keep pods running: whether they have their desired pods, and whether rollouts complete. */
export const workloadRules: readonly AlertRule[] = [
  {
    id: "deployment-under-replicated",
    name: "KubernetesDeploymentUnderReplicated",
    severity: "warning",
    condition: below(
      ratio(
        gauge(series(deploymentAvailable), "sum", DEPLOYMENT),
        gauge(series(deploymentReplicas), "sum", DEPLOYMENT),
      ),
      1,
    ),
    for: "15m",
    summary:
      "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has {{ $value | humanizePercentage }} of its desired pods available",
    description:
      "Pods are missing or not ready: a rollout is stuck, probes fail, or nodes are full. Meanwhile, the remaining pods carry the load.",
    panel: { title: "Available pods, share of desired" },
  },
  {
    id: "stateful-set-incomplete",
    name: "KubernetesStatefulSetUnderReplicated",
    severity: "warning",
    condition: below(
      ratio(
        gauge(series(statefulSetReady), "sum", STATEFUL_SET),
        gauge(series(statefulSetReplicas), "sum", STATEFUL_SET),
      ),
      1,
    ),
    for: "15m",
    summary:
      "Stateful set {{ $labels.namespace }}/{{ $labels.statefulset }} has {{ $value | humanizePercentage }} of its desired pods ready",
    description:
      "A pod is missing or not ready. Pods start in order, so one that does not start holds back those after it. The usual cause is a volume that cannot be attached, or data that the pod cannot read.",
    panel: { title: "Ready pods of stateful sets, share of desired" },
  },
  {
    id: "daemon-set-incomplete",
    name: "KubernetesDaemonSetUnderReplicated",
    severity: "warning",
    condition: below(
      ratio(gauge(series(daemonSetReady), "sum", DAEMON_SET), gauge(series(daemonSetDesired), "sum", DAEMON_SET)),
      1,
    ),
    for: "15m",
    summary:
      "Daemon set {{ $labels.namespace }}/{{ $labels.daemonset }} is ready on {{ $value | humanizePercentage }} of its nodes",
    description:
      "Some nodes lack what it provides: logs and metrics (grafana-alloy-node), network, volumes. Find the node without a ready pod.",
    panel: { title: "Ready pods of daemon sets, share of nodes" },
  },
  {
    id: "rollout-stuck",
    name: "KubernetesRolloutStuck",
    severity: "warning",
    condition: above(
      gauge(series(deploymentCondition, { condition: "Progressing", status: "false" }), "max", DEPLOYMENT),
      0,
    ),
    for: "15m",
    summary: "The rollout of {{ $labels.namespace }}/{{ $labels.deployment }} is stuck",
    description:
      "New pods do not become ready, so the old ones stay. Users notice nothing, but the change that seems to be deployed is not.",
    panel: { title: "Stuck rollouts" },
  },
  {
    id: "job-failed",
    name: "KubernetesJobFailed",
    severity: "warning",
    condition: above(gauge(series(jobFailed, { condition: "true" }), "max", { by: ["namespace", "job_name"] }), 0),
    for: "15m",
    summary: "Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed for good",
    description:
      "It has used up its attempts and is not retried. Backups and migrations run as jobs. The alert resolves when the job is deleted.",
    panel: { title: "Failed jobs" },
  },
  {
    id: "autoscaler-maxed-out",
    name: "KubernetesAutoscalerMaxedOut",
    severity: "warning",
    condition: above(ratio(gauge(series(autoscalerReplicas), "max", AUTOSCALER), MAXIMUM), MAXED_OUT, {
      // An autoscaler whose minimum equals its maximum is always at its maximum.
      unless: [
        {
          value: ratio(gauge(series(autoscalerMinimum), "max", AUTOSCALER), MAXIMUM),
          is: "above",
          threshold: MAXED_OUT,
        },
      ],
    }),
    for: "30m",
    summary:
      "Autoscaler {{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has been at its maximum for 30 minutes",
    description:
      "It cannot add pods for more load. The current pods may be enough, or requests may already be waiting: check the latency and CPU of the service, then raise the maximum or find the source of the load.",
    panel: { title: "Pods of autoscalers, share of maximum" },
  },
  {
    id: "api-server-errors",
    name: "KubernetesApiServerErrors",
    severity: "warning",
    condition: above(
      share(
        rate(series(apiRequests, { code: { matches: "5.." } }), { window: "10m" }),
        rate(series(apiRequests), { window: "10m" }),
      ),
      API_FAILURES,
      { and: [atLeast(MINIMUM_API_REQUESTS, series(apiRequests), { window: "10m" })] },
    ),
    for: "10m",
    summary: "The API server answers {{ $value | humanizePercentage }} of requests with a server error",
    description:
      "Deploys, autoscaling, failover and `kubectl` are affected; running pods keep running. The usual cause is etcd or a webhook that does not answer. This alert works only if `collector.metrics.kubernetes.apiServer` is on.",
    panel: { title: "Failed API requests, share" },
  },
];
