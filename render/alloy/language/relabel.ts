import { block, raw } from "./ast.ts";
import type { Block, Value } from "./ast.ts";

/*
 * Rules for discovery.relabel and prometheus.relabel. Regular expressions match the whole value. A rule whose expression does
 * not match changes nothing.
 */

export const podLabel = (name: string): string => `__meta_kubernetes_pod_${name}`;

/** Returns the label of an annotation. Service discovery replaces everything except letters, digits and `_` in its name. */
export const annotation = (of: "pod" | "service" | "namespace", name: string): string =>
  `__meta_kubernetes_${of}_annotation_${name.replace(/[^a-zA-Z0-9_]/g, "_")}`;

/** Pod annotation with the application's name in its other signals. The OpenTelemetry operator reads it too. */
export const SERVICE_NAME_ANNOTATION = "resource.opentelemetry.io/service.name";

/** Keeps matching targets or series. Several labels are joined by `;`. */
export const keep = (labels: readonly string[], regex: string): Block =>
  block("rule", { source_labels: labels, regex: raw(regex), action: "keep" });

export const drop = (labels: readonly string[], regex: string): Block =>
  block("rule", { source_labels: labels, regex: raw(regex), action: "drop" });

/** Sets a label from others. `replacement` can use groups of the expression. */
export const copy = (labels: readonly string[], regex: string, target: string, replacement = "$1"): Block =>
  block("rule", {
    source_labels: labels,
    regex: raw(regex),
    target_label: target,
    ...(replacement === "$1" ? {} : { replacement }),
  });

/** Replaces the port of the target's address if the label has one. */
export const port = (label: string): Block =>
  copy(["__address__", label], String.raw`(\[[^\]]+\]|[^:]+)(?::\d+)?;(\d+)`, "__address__", "$1:$2");

/** Sets a label to the joined values of other labels. */
export const join = (labels: readonly string[], separator: string, target: string): Block =>
  block("rule", { source_labels: labels, separator, target_label: target });

/** Sets a label to a value. */
export const set = (target: string, replacement: Value): Block => block("rule", { target_label: target, replacement });

/** Returns an expression that matches any of the texts. */
export const anyText = (texts: readonly string[]): string =>
  texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");

/** Temporary label between rules; it never leaves the collector. */
const WORKLOAD = "__workload";

/** Sets the pod's workload: its Deployment, StatefulSet, DaemonSet or Job; for a standalone pod, its own name. */
export const workloadRules = (target = WORKLOAD): readonly Block[] => {
  const controller = [podLabel("controller_kind"), podLabel("controller_name")];
  return [
    copy([podLabel("name")], "(.+)", target),
    copy(controller, "[^;]+;(.+)", target),
    // The name of a ReplicaSet begins with that of its Deployment.
    copy(controller, "ReplicaSet;(.+)-[a-z0-9]+", target),
  ];
};

/** Sets the team of an application namespace. */
export const teamRules = (
  applications: readonly { readonly namespace: string; readonly team: string }[],
  target: string,
): readonly Block[] =>
  applications.map(({ namespace, team }) =>
    copy(["__meta_kubernetes_namespace"], anyText([namespace]), target, team.replaceAll("$", "$$$$")),
  );
