import { block } from "../language/ast.ts";
import type { Block, Reference } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import { read } from "./feature.ts";
import type { Feature } from "./feature.ts";

// Excludes k8s.pod.uid and the start time: they add a value per pod to every series, and no dashboard or alert uses them.
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

export const kubernetesAttributesInput: Reference = exported("otelcol.processor.k8sattributes", "default", "input");

/** Adds the pod, workload, namespace and node to every signal. */
export const kubernetesAttributes = (next: Outputs): Feature => ({
  // Namespaces and replicasets are not needed: the names of the namespace and the deployment come with the pod.
  rbac: [read("", "pods")],
  egress: ["kubernetes-api"],
  blocks: [
    component("otelcol.processor.k8sattributes", "default", {
      comment: "Adds the pod, workload, namespace and node that a signal came from.",
      blocks: [
        block("extract", { metadata: METADATA, otel_annotations: true }),
        // The application's own attributes come first, because its connection can come through a proxy.
        podAssociation({ from: "resource_attribute", name: "k8s.pod.ip" }),
        podAssociation({ from: "resource_attribute", name: "k8s.pod.uid" }),
        podAssociation({ from: "connection" }),
        outputTo(next),
      ],
    }),
  ],
});

function podAssociation(source: Record<string, string>): Block {
  return block("pod_association", {}, [block("source", source)]);
}
