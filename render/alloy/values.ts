import type { ServicePort } from "../../model/network.ts";

/** Number of the user and group `alloy` in the image. */
const ALLOY_USER = 473;

/** What the Helm release of the gateway depends on. Only names of Secrets: their content never enters Helm. */
export interface AlloyChartPlan {
  /** Name of the Helm release; part of the labels its pods are selected by. */
  readonly releaseName: string;
  /** Name of the StatefulSet and of the Service that applications send to. */
  readonly name: string;
  /** Alloy image tag, e.g. `v1.19.2`. */
  readonly imageTag: string;
  readonly replicas: number;
  readonly serviceAccountName: string;
  /** ConfigMap with the gateway's configuration. Its name must be stable, so that a change is a reload. */
  readonly configMap: { readonly name: string; readonly key: string };
  /** Secret with the backend's tokens, and the directory it is mounted at. */
  readonly credentials: { readonly secretName: string; readonly directory: string };
  /** Volume of each replica for telemetry that is not delivered yet. */
  readonly storage: {
    readonly directory: string;
    readonly gibibytes: number;
    /** @default - the cluster's default class */
    readonly storageClassName?: string;
  };
  /** Memory request and limit of the Alloy container. */
  readonly memoryMebibytes: number;
  /** CPU request of the Alloy container, e.g. `250m`; there is no CPU limit. */
  readonly cpu: string;
  readonly ports: readonly ServicePort[];
}

export type AlloyChartValues = ReturnType<typeof alloyChartValues>;

/** Labels of the gateway's pods, as the chart sets them. */
export function alloyPodLabels(releaseName: string): Record<string, string> {
  return { "app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": releaseName };
}

/** Values for the chart `alloy` 1.11.1. tests/unit/alloy/values.test.ts says of each key why it is set. */
export function alloyChartValues(plan: AlloyChartPlan) {
  return {
    fullnameOverride: plan.name,
    crds: { create: false },
    image: { tag: plan.imageTag },
    rbac: { create: false },
    serviceAccount: { create: false, name: plan.serviceAccountName },
    global: { podSecurityContext: { fsGroup: ALLOY_USER, fsGroupChangePolicy: "OnRootMismatch" } },
    alloy: alloyValues(plan),
    configReloader: {
      enabled: true,
      resources: { requests: { cpu: "10m", memory: "50Mi" }, limits: { memory: "100Mi" } },
    },
    controller: controllerValues(plan),
  };
}

function alloyValues(plan: AlloyChartPlan) {
  const memory = `${plan.memoryMebibytes}Mi`;
  return {
    stabilityLevel: "public-preview",
    enableReporting: false,
    storagePath: plan.storage.directory,
    configMap: { create: false, name: plan.configMap.name, key: plan.configMap.key },
    extraPorts: plan.ports.map(({ name, port, protocol }) => ({ name, port, targetPort: port, protocol })),
    mounts: {
      extra: [
        { name: "queue", mountPath: plan.storage.directory },
        // The whole directory: a file mounted by subPath would not follow a rotated token.
        { name: "credentials", mountPath: plan.credentials.directory, readOnly: true },
      ],
    },
    resources: { requests: { cpu: plan.cpu, memory }, limits: { memory } },
    securityContext: {
      runAsUser: ALLOY_USER,
      runAsGroup: ALLOY_USER,
      runAsNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}

function controllerValues(plan: AlloyChartPlan) {
  const labelSelector = { matchLabels: alloyPodLabels(plan.releaseName) };
  return {
    type: "statefulset",
    replicas: plan.replicas,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    terminationGracePeriodSeconds: 120,
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway", labelSelector },
    ],
    // Not a second spread constraint: on nodes without a zone label the scheduler would then ignore both.
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 50, podAffinityTerm: { topologyKey: "topology.kubernetes.io/zone", labelSelector } },
        ],
      },
    },
    volumes: {
      extra: [
        // 0440: readable by the pod's group only.
        { name: "credentials", secret: { secretName: plan.credentials.secretName, defaultMode: 0o440 } },
      ],
    },
    volumeClaimTemplates: [
      {
        metadata: { name: "queue" },
        spec: {
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: `${plan.storage.gibibytes}Gi` } },
          ...(plan.storage.storageClassName === undefined ? {} : { storageClassName: plan.storage.storageClassName }),
        },
      },
    ],
  };
}
