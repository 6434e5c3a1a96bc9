import { ALLOY_HTTP_PORT, COLLECTOR_NAME } from "../../model/names.ts";
import type { PodSize } from "../../model/collector/sizing.ts";
import { CREDENTIALS_DIRECTORY, STORAGE_DIRECTORY } from "../alloy/plan.ts";
import { SERVICE_NAME_ANNOTATION } from "../alloy/language/relabel.ts";
import type { Role } from "../alloy/roles/role.ts";

/** Id of the user and group `alloy` in the image. */
const ALLOY_USER = 473;
/**
 * Go's garbage collector runs when the heap has grown ninefold, not twofold. Measured in bench/collector: a third less CPU per
 * span, for 200 MiB that the pod has anyway. Near the memory limit it runs more often; that limit is below the share at which
 * the memory limiter refuses data (features/memory-limiter.ts).
 */
const GO_GARBAGE_PERCENT = 800;
const GO_MEMORY_SHARE = 0.65;

/** How a role's pods run, and where their queue is. */
export type Workload =
  | {
      readonly kind: "statefulset";
      readonly replicas: number;
      /** Volume of each replica for undelivered telemetry. */
      readonly queueGibibytes: number;
      /** @default none */
      readonly autoscaling?: { readonly maxReplicas: number; readonly cpuPercent: number };
    }
  | {
      readonly kind: "daemonset";
      /** Directory on the node for positions and queue; without one, they are deleted with the pod. */
      readonly stateDirectory?: string;
    };

/** Inputs of a role's Helm release. It contains only the names of Secrets: their content never enters Helm. */
export interface AlloyChartPlan {
  readonly role: Pick<Role, "name" | "ports" | "hostPaths">;
  /** Name of the release, the workload, the Service, the ServiceAccount and the ConfigMap. */
  readonly name: string;
  /** Alloy image tag, e.g. `v1.19.2`. */
  readonly imageTag: string;
  /** Key in the ConfigMap, whose name must be stable so that a change is a reload. */
  readonly configKey: string;
  /** Secret with the backend's tokens. @default - no tokens */
  readonly secretName?: string;
  readonly size: PodSize;
  readonly workload: Workload;
}

export type AlloyChartValues = ReturnType<typeof alloyChartValues>;

/** Labels of a role's pods, as the chart sets them. */
export function alloyPodLabels(releaseName: string): Record<string, string> {
  return { "app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": releaseName };
}

/** Values for the chart `alloy` 1.11.1. tests/unit/alloy/values.test.ts explains why each key is set. */
export function alloyChartValues(plan: AlloyChartPlan) {
  return {
    fullnameOverride: plan.name,
    crds: { create: false },
    image: { tag: plan.imageTag },
    rbac: { create: false },
    serviceAccount: { create: false, name: plan.name },
    global: { podSecurityContext: podSecurity(plan) },
    service: { enabled: plan.workload.kind === "statefulset" },
    alloy: alloyValues(plan),
    configReloader: {
      enabled: true,
      resources: { requests: { cpu: "10m", memory: "50Mi" }, limits: { memory: "100Mi" } },
    },
    controller: {
      // The log lines of all roles belong to one service, just as their metrics belong to one job.
      podAnnotations: { [SERVICE_NAME_ANNOTATION]: COLLECTOR_NAME },
      ...(plan.workload.kind === "statefulset" ? statefulSet(plan, plan.workload) : daemonSet(plan, plan.workload)),
    },
  };
}

const podSecurity = ({ workload }: AlloyChartPlan) =>
  workload.kind === "statefulset" ? { fsGroup: ALLOY_USER, fsGroupChangePolicy: "OnRootMismatch" } : {};

function alloyValues(plan: AlloyChartPlan) {
  const { role, size } = plan;
  const memory = `${size.memoryMebibytes}Mi`;
  return {
    stabilityLevel: "public-preview",
    enableReporting: false,
    storagePath: STORAGE_DIRECTORY,
    clustering: role.name === "gateway" ? { enabled: true, name: role.name } : { enabled: false },
    configMap: { create: false, name: plan.name, key: plan.configKey },
    extraPorts: role.ports.map(({ name, port, protocol }) => ({ name, port, targetPort: port, protocol })),
    extraEnv: [
      { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
      { name: "GOGC", value: String(GO_GARBAGE_PERCENT) },
      { name: "GOMEMLIMIT", value: `${Math.floor(size.memoryMebibytes * GO_MEMORY_SHARE)}MiB` },
    ],
    mounts: {
      extra: [
        { name: "queue", mountPath: STORAGE_DIRECTORY },
        // Mounts the whole directory: a file mounted by subPath would not follow a rotated token.
        ...(plan.secretName === undefined
          ? []
          : [{ name: "credentials", mountPath: CREDENTIALS_DIRECTORY, readOnly: true }]),
        ...role.hostPaths.map(({ name, mountPath, writable = false }) => ({
          name,
          mountPath,
          readOnly: !writable,
          mountPropagation: "HostToContainer",
        })),
        ...(role.name === "profiler" ? [{ name: "symbols", mountPath: "/tmp" }] : []),
      ],
    },
    resources: { requests: { cpu: `${size.cpuMillicores}m`, memory }, limits: { memory } },
    securityContext: containerSecurity(plan),
    // Restarts only a process that answers nothing for five minutes: a bad configuration or a full queue is no reason to restart.
    livenessProbe: {
      httpGet: { path: "/-/ready", port: ALLOY_HTTP_PORT },
      initialDelaySeconds: 60,
      periodSeconds: 30,
      timeoutSeconds: 5,
      failureThreshold: 10,
    },
  };
}

/** Capabilities that the kernel requires of a profiler; from Alloy's reference of pyroscope.ebpf. */
const PROFILER_CAPABILITIES = [
  "BPF",
  "CHECKPOINT_RESTORE",
  "DAC_READ_SEARCH",
  "PERFMON",
  "SYSLOG",
  "SYS_PTRACE",
  "SYS_RESOURCE",
];

/** Gateway and sampler meet the Pod Security Standard `restricted`. Log files belong to root, so the node role runs as root. */
function containerSecurity({ role, workload }: AlloyChartPlan) {
  const root = workload.kind === "daemonset";
  const user = root ? 0 : ALLOY_USER;
  return {
    runAsUser: user,
    runAsGroup: user,
    runAsNonRoot: !root,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"], ...(role.name === "profiler" ? { add: PROFILER_CAPABILITIES } : {}) },
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** Time to hand over data in flight; queued data stays on disk. */
const GRACE_SECONDS = 120;

// 0440: readable by the pod's group only.
const credentialsVolume = ({ secretName }: AlloyChartPlan) =>
  secretName === undefined ? [] : [{ name: "credentials", secret: { secretName, defaultMode: 0o440 } }];

function statefulSet(
  plan: AlloyChartPlan,
  { replicas, queueGibibytes, autoscaling }: Workload & { kind: "statefulset" },
) {
  const labelSelector = { matchLabels: alloyPodLabels(plan.name) };
  return {
    type: "statefulset",
    replicas,
    ...(autoscaling === undefined ? {} : { autoscaling: horizontal(replicas, autoscaling) }),
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    terminationGracePeriodSeconds: GRACE_SECONDS,
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway", labelSelector },
    ],
    // Not a second spread constraint: on nodes without a zone label, the scheduler would then ignore both.
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 50, podAffinityTerm: { topologyKey: "topology.kubernetes.io/zone", labelSelector } },
        ],
      },
    },
    volumes: { extra: credentialsVolume(plan) },
    volumeClaimTemplates: [
      {
        metadata: { name: "queue" },
        spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: `${queueGibibytes}Gi` } } },
      },
    ],
  };
}

/** Scales down slowly: each removed pod leaves its targets to the others, and its queue on its volume. */
const horizontal = (minReplicas: number, { maxReplicas, cpuPercent }: { maxReplicas: number; cpuPercent: number }) => ({
  horizontal: {
    enabled: true,
    minReplicas,
    maxReplicas,
    targetCPUUtilizationPercentage: cpuPercent,
    targetMemoryUtilizationPercentage: 0,
    scaleDown: { stabilizationWindowSeconds: 3600 },
  },
});

function daemonSet(plan: AlloyChartPlan, { stateDirectory }: Workload & { kind: "daemonset" }) {
  const { role } = plan;
  return {
    type: "daemonset",
    hostPID: role.name === "profiler",
    terminationGracePeriodSeconds: GRACE_SECONDS,
    // Every node has logs, whatever its taints.
    tolerations: [{ operator: "Exists" }],
    volumes: {
      extra: [
        ...credentialsVolume(plan),
        stateDirectory === undefined
          ? { name: "queue", emptyDir: { sizeLimit: "512Mi" } }
          : { name: "queue", hostPath: { path: stateDirectory, type: "DirectoryOrCreate" } },
        ...role.hostPaths.map(({ name, path }) => ({ name, hostPath: { path, type: "Directory" } })),
        ...(role.name === "profiler" ? [{ name: "symbols", emptyDir: { sizeLimit: "1Gi" } }] : []),
      ],
    },
  };
}
