import { block } from "../ast.ts";
import type { Block, Reference } from "../ast.ts";
import { allSignalsTo, component, exported } from "../components.ts";
import type { Needs } from "../feature.ts";

/** How the collector proves itself to the Kubernetes API: as its ServiceAccount, or as KUBECONFIG says outside a pod. */
export type KubernetesAuthentication = "serviceAccount" | "kubeConfig";

// No k8s.pod.uid and start time: they add a value per pod to every series and no dashboard or alert reads them.
const METADATA = [
  "k8s.namespace.name",
  "k8s.deployment.name",
  "k8s.statefulset.name",
  "k8s.daemonset.name",
  "k8s.cronjob.name",
  "k8s.job.name",
  "k8s.pod.name",
  "k8s.node.name",
];

/** Adds to every signal which pod, workload, namespace and node it came from. */
export const kubernetesAttributes = {
  ports: [],
  // No namespaces and no replicasets: names of namespace and deployment come with the pod.
  rbac: [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }],
  egress: ["kubernetes-api"],
  input: exported("otelcol.processor.k8sattributes", "default", "input"),
  blocks: (authentication: KubernetesAuthentication, next: Reference): Block[] => [
    component("otelcol.processor.k8sattributes", "default", {
      comment: "Which pod, workload, namespace and node a signal came from.",
      attributes: authentication === "serviceAccount" ? {} : { auth_type: authentication },
      blocks: [
        block("extract", { metadata: METADATA, otel_annotations: true }),
        // What the application says about itself first: its connection may come through a proxy.
        podAssociation({ from: "resource_attribute", name: "k8s.pod.ip" }),
        podAssociation({ from: "resource_attribute", name: "k8s.pod.uid" }),
        podAssociation({ from: "connection" }),
        allSignalsTo(next),
      ],
    }),
  ],
} satisfies Needs & { input: Reference; blocks: unknown };

function podAssociation(source: Record<string, string>): Block {
  return block("pod_association", {}, [block("source", source)]);
}
