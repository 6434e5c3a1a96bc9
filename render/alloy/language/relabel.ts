import { block, raw } from "./ast.ts";
import type { Block, Value } from "./ast.ts";

/*
 * Rules of discovery.relabel and prometheus.relabel. Regular expressions match the whole value; a rule whose expression does
 * not match changes nothing.
 */

export const podLabel = (name: string): string => `__meta_kubernetes_pod_${name}`;

/** Kubernetes' service discovery replaces everything but letters, digits and `_` in the names of annotations. */
export const annotation = (of: "pod" | "service" | "namespace", name: string): string =>
  `__meta_kubernetes_${of}_annotation_${name.replace(/[^a-zA-Z0-9_]/g, "_")}`;

/** What an application calls itself in its other signals, as an annotation of its pods; OpenTelemetry's operator reads it, too. */
export const SERVICE_NAME_ANNOTATION = "resource.opentelemetry.io/service.name";

/** Keeps what matches. Several labels are joined by `;`. */
export const keep = (labels: readonly string[], regex: string): Block =>
  block("rule", { source_labels: labels, regex: raw(regex), action: "keep" });

export const drop = (labels: readonly string[], regex: string): Block =>
  block("rule", { source_labels: labels, regex: raw(regex), action: "drop" });

/** Sets a label from others. `replacement` may use groups of the expression. */
export const copy = (labels: readonly string[], regex: string, target: string, replacement = "$1"): Block =>
  block("rule", {
    source_labels: labels,
    regex: raw(regex),
    target_label: target,
    ...(replacement === "$1" ? {} : { replacement }),
  });

/** Another port of the target's address, from a label that has one. */
export const port = (label: string): Block =>
  copy(["__address__", label], String.raw`(\[[^\]]+\]|[^:]+)(?::\d+)?;(\d+)`, "__address__", "$1:$2");

/** Sets a label to the labels joined. */
export const join = (labels: readonly string[], separator: string, target: string): Block =>
  block("rule", { source_labels: labels, separator, target_label: target });

/** Sets a label to a value. */
export const set = (target: string, replacement: Value): Block => block("rule", { target_label: target, replacement });

/** Any of some texts, as an expression. */
export const anyText = (texts: readonly string[]): string =>
  texts.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");

/** Label for use between rules; it never leaves the collector. */
const WORKLOAD = "__workload";

/** The workload a pod belongs to: Deployment, StatefulSet, DaemonSet or Job; a pod of its own by its name. */
export const workloadRules = (target = WORKLOAD): readonly Block[] => {
  const controller = [podLabel("controller_kind"), podLabel("controller_name")];
  return [
    copy([podLabel("name")], "(.+)", target),
    copy(controller, "[^;]+;(.+)", target),
    // A ReplicaSet is named after its Deployment.
    copy(controller, "ReplicaSet;(.+)-[a-z0-9]+", target),
  ];
};

/** The team of an application namespace. */
export const teamRules = (
  applications: readonly { readonly namespace: string; readonly team: string }[],
  target: string,
): readonly Block[] =>
  applications.map(({ namespace, team }) =>
    copy(["__meta_kubernetes_namespace"], anyText([namespace]), target, team.replaceAll("$", "$$$$")),
  );
