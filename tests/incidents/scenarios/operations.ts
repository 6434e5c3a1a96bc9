import { collector } from "../../../catalog/collector/index.ts";
import { grafanaCloud } from "../../../catalog/grafana-cloud/index.ts";
import { kubernetes } from "../../../catalog/kubernetes/index.ts";
import { START, STEP_SECONDS } from "../../../testing/synthetic/history.ts";
import { BEGIN, EVER, type Incident } from "../incident.ts";
import { change, expires, gone, logged, silent } from "../timeline.ts";

const DAY = 1_440;
const HOUR = 60;
const zero = () => 0;
const one = () => 1;
const growing = (perMinute: number) => (_: number, minute: number) => perMinute * Math.max(0, minute - BEGIN);

const KUBERNETES_INCIDENTS: readonly Incident[] = [
  {
    name: "a container crashes again and again",
    systems: [kubernetes],
    happenings: [
      change(
        { metric: "kube_pod_container_status_waiting_reason", labels: { reason: "CrashLoopBackOff" } },
        BEGIN,
        EVER,
        {
          value: one,
        },
      ),
    ],
    fires: { KubernetesPodCrashLooping: 12 },
  },
  {
    name: "a container is killed for its memory use",
    systems: [kubernetes],
    happenings: [
      change({ metric: "kube_pod_container_status_restarts_total" }, BEGIN, EVER, {
        perMinute: (_, minute) => (minute === BEGIN ? 1 : 0),
      }),
      change(
        { metric: "kube_pod_container_status_last_terminated_reason", labels: { reason: "OOMKilled" } },
        BEGIN,
        EVER,
        {
          value: one,
        },
      ),
    ],
    fires: { KubernetesContainerOOMKilled: 3 },
  },
  {
    name: "a node is gone, and its pods with it",
    systems: [kubernetes],
    happenings: [
      change(
        { metric: "kube_node_status_condition", labels: { node: "node-2", condition: "Ready", status: "true" } },
        BEGIN,
        EVER,
        {
          value: zero,
        },
      ),
      change({ metric: "kube_deployment_status_replicas_available" }, BEGIN, EVER, { value: zero }),
      change({ metric: "kube_pod_status_phase", labels: { phase: "Pending" } }, BEGIN, EVER, { value: one }),
    ],
    fires: { KubernetesNodeNotReady: 12, KubernetesDeploymentUnderReplicated: 17, KubernetesPodNotRunning: 17 },
    may: ["KubernetesStatefulSetUnderReplicated", "KubernetesDaemonSetUnderReplicated"],
  },
  {
    name: "a volume fills up",
    systems: [kubernetes],
    happenings: [
      change({ metric: "kubelet_volume_stats_available_bytes" }, BEGIN, EVER, {
        value: (usual, minute) => Math.max(0, usual * (1 - (minute - BEGIN) / 90)),
      }),
    ],
    fires: { KubernetesVolumeFillingUp: 93, KubernetesVolumeNearlyFull: 91 },
  },
  {
    name: "the clock of a node drifts",
    systems: [kubernetes],
    happenings: [change({ metric: "node_timex_offset_seconds" }, BEGIN, EVER, { value: growing(0.005) })],
    fires: { KubernetesNodeClockSkew: 25 },
  },
  {
    name: "a kubelet's certificate is not renewed",
    systems: [kubernetes],
    happenings: [
      change({ metric: "kubelet_certificate_manager_client_ttl_seconds" }, BEGIN, EVER, {
        value: (_, minute) => (7 * DAY - (minute - BEGIN)) * STEP_SECONDS,
      }),
    ],
    fires: { KubernetesCertificateExpiring: 18 },
  },
];

const COLLECTOR_INCIDENTS: readonly Incident[] = [
  {
    name: "the backend accepts nothing: the queues fill slowly, and then data is lost",
    systems: [collector],
    minutes: 300,
    happenings: [
      change({ metric: "otelcol_exporter_queue_size" }, BEGIN, EVER, {
        value: (_, minute) => Math.min(1_000, 10 * (minute - BEGIN)),
      }),
      change({ metric: "otelcol_exporter_enqueue_failed_spans_total" }, BEGIN + 100, EVER, { perMinute: () => 50 }),
    ],
    fires: { CollectorQueueFilling: 63, CollectorQueueFull: 98, CollectorDataDropped: 112 },
  },
  {
    name: "the backend refuses the data it is sent",
    systems: [collector],
    happenings: [
      change({ metric: "otelcol_exporter_send_failed_metric_points_total" }, BEGIN, EVER, { perMinute: () => 20 }),
    ],
    fires: { CollectorExportFailed: 12 },
  },
  {
    name: "the collector's token was revoked for one kind of data",
    systems: [collector],
    happenings: [
      logged("collector", "error", "rpc error: code = Unauthenticated desc = invalid token", BEGIN, EVER, 2),
    ],
    fires: { CollectorAuthFailing: 7 },
  },
  {
    name: "a new configuration does not load",
    systems: [collector],
    happenings: [
      change({ metric: "alloy_config_last_load_successful", labels: { role: "gateway" } }, BEGIN, EVER, {
        value: zero,
      }),
    ],
    fires: { CollectorConfigNotLoaded: 6 },
  },
  {
    name: "the collector is gone: alerts on everything else are blind",
    systems: [collector],
    happenings: [silent("collector", BEGIN, EVER)],
    fires: { CollectorTelemetryAbsent: 16 },
  },
  {
    name: "a label has a value per order: metrics triple",
    systems: [collector, grafanaCloud],
    minutes: 2 * DAY,
    happenings: [
      change({ metric: /^(otelcol_receiver_accepted_metric_points_total|prometheus_forward.*)$/ }, 30 * HOUR, EVER, {
        perMinute: (usual) => 3 * usual,
      }),
      change({ metric: /active_series$/ }, 30 * HOUR, EVER, { value: (usual) => 3 * usual }),
    ],
    at: 30 * HOUR,
    fires: { GrafanaCloudSeriesGrowth: 130 },
    may: ["CollectorMetricsGrowth"],
  },
];

const CLOUD_INCIDENTS: readonly Incident[] = [
  {
    name: "the series limit is reached: new series are discarded without an error",
    systems: [grafanaCloud],
    happenings: [change({ metric: /samples_discarded/ }, BEGIN, EVER, { value: () => 40 })],
    fires: { GrafanaCloudSamplesDiscarded: 17 },
  },
  {
    name: "notifications reach no one",
    systems: [grafanaCloud],
    happenings: [
      change({ metric: /^instance_alertmanager_notifications_failed|notifications_failed/ }, BEGIN, EVER, {
        value: () => 0.1,
      }),
    ],
    fires: { GrafanaCloudNotificationsFailing: 12 },
  },
  {
    name: "no one has run `pulumi up` for weeks: the collector's token expires",
    systems: [grafanaCloud],
    minutes: DAY,
    happenings: [expires("collector", START + BEGIN * STEP_SECONDS + 3 * 86_400)],
    fires: { GrafanaCloudTokenNearlyExpired: 2 },
    may: ["GrafanaCloudTokenExpiringSoon"],
  },
  {
    name: "half of a region fails: some targets are silent",
    systems: [kubernetes],
    happenings: [
      gone({ metric: /^kubelet_|^container_/ }, BEGIN, EVER),
      change({ metric: "up", labels: { job: /kubelet|cadvisor/ } }, BEGIN, EVER, { value: zero }),
    ],
    fires: { KubernetesTargetDown: 12 },
  },
];

export const OPERATIONS_INCIDENTS: readonly Incident[] = [
  ...KUBERNETES_INCIDENTS,
  ...COLLECTOR_INCIDENTS,
  ...CLOUD_INCIDENTS,
];
