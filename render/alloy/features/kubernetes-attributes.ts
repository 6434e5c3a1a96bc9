import { block } from "../language/ast.ts";
import type { Block, Reference } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import { read } from "./feature.ts";
import type { Feature } from "./feature.ts";

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

export const kubernetesAttributesInput: Reference = exported("otelcol.processor.k8sattributes", "default", "input");

/** Adds to every signal which pod, workload, namespace and node it came from. */
export const kubernetesAttributes = (next: Outputs): Feature => ({
  // No namespaces and no replicasets: names of namespace and deployment come with the pod.
  rbac: [read("", "pods")],
  egress: ["kubernetes-api"],
  blocks: [
    component("otelcol.processor.k8sattributes", "default", {
      comment: "Which pod, workload, namespace and node a signal came from.",
      blocks: [
        block("extract", { metadata: METADATA, otel_annotations: true }),
        // What the application says about itself first: its connection may come through a proxy.
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
