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

/** Share of requests that the API server answers with 5xx; the kubernetes-mixin's error budget alerts begin about there. */
const API_FAILURES = 0.03;
/** Requests in ten minutes below which a share says nothing; a quiet cluster makes ten times as many. */
const MINIMUM_API_REQUESTS = 300;
/** Share of the maximum. A hair below all of it: a division. */
const MAXED_OUT = 0.99;

const DEPLOYMENT = { by: ["namespace", "deployment"] };
const STATEFUL_SET = { by: ["namespace", "statefulset"] };
const DAEMON_SET = { by: ["namespace", "daemonset"] };
const AUTOSCALER = { by: ["namespace", "horizontalpodautoscaler"] };
const MAXIMUM = gauge(series(autoscalerMaximum), "max", AUTOSCALER);

/** What keeps pods running: do they have the pods they want, does a rollout come to its end. */
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
      "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has {{ $value | humanizePercentage }} of its pods",
    description:
      "Pods are missing or not ready: a rollout is stuck, probes fail, or nodes are full. The rest carries the load meanwhile.",
    panel: { title: "Available pods, share of wanted" },
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
      "Stateful set {{ $labels.namespace }}/{{ $labels.statefulset }} has {{ $value | humanizePercentage }} of its pods",
    description:
      "A pod of it is missing or not ready. They start in order, so one that does not come up holds back those after it: usually a volume that cannot be attached, or data it cannot read.",
    panel: { title: "Ready pods of stateful sets, share of wanted" },
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
      "Daemon set {{ $labels.namespace }}/{{ $labels.daemonset }} runs on {{ $value | humanizePercentage }} of its nodes",
    description:
      "Some nodes lack what it gives them: logs and metrics (grafana-alloy-node), network, volumes. Find the node without a ready pod.",
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
    summary: "The rollout of {{ $labels.namespace }}/{{ $labels.deployment }} does not come to its end",
    description:
      "New pods do not become ready, so the old ones stay: users notice nothing, but the change that somebody believes to be out is not.",
    panel: { title: "Rollouts that stand still" },
  },
  {
    id: "job-failed",
    name: "KubernetesJobFailed",
    severity: "warning",
    condition: above(gauge(series(jobFailed, { condition: "true" }), "max", { by: ["namespace", "job_name"] }), 0),
    for: "15m",
    summary: "Job {{ $labels.namespace }}/{{ $labels.job_name }} has failed for good",
    description:
      "It has used up its attempts and is not tried again. Backups and migrations are jobs. The alert ends when the job is deleted.",
    panel: { title: "Failed jobs" },
  },
  {
    id: "autoscaler-maxed-out",
    name: "KubernetesAutoscalerMaxedOut",
    severity: "warning",
    condition: above(ratio(gauge(series(autoscalerReplicas), "max", AUTOSCALER), MAXIMUM), MAXED_OUT, {
      // One that cannot choose is always at its maximum.
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
      "{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} has run as many pods as it may for half an hour",
    description:
      "More load finds no more pods. It may be enough, or requests already wait: look at latency and CPU of the service, then raise the maximum or find what loads it.",
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
      "Deploys, autoscaling, failover and `kubectl` suffer; pods that run go on. etcd or a webhook that does not answer is the usual cause. Only where `collector.metrics.kubernetes.apiServer` is on.",
    panel: { title: "API requests that fail, share" },
  },
];
