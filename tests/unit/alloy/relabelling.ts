import type { Block, RawString } from "../../../render/alloy/language/ast.ts";
import type { Role } from "../../../render/alloy/roles/role.ts";
import { find } from "./roles.ts";

export const rulesOf = (role: Role, component: string): readonly Block[] =>
  find(role, component).blocks.filter(({ name }) => name === "rule");

/** Returns a rule with Prometheus' defaults. Ignores a replacement that is an Alloy function, such as the node's name. */
export function ruleOf({ attributes }: Block) {
  const text = (name: string, byDefault: string): string => {
    const value = attributes[name];
    return typeof value === "string" ? value : byDefault;
  };
  const regex = attributes["regex"] as RawString | undefined;
  return {
    labels: (attributes["source_labels"] ?? []) as string[],
    separator: text("separator", ";"),
    regex: new RegExp(`^(?:${regex?.text ?? "(.*)"})$`, "s"),
    action: text("action", "replace"),
    target: text("target_label", ""),
    replacement: text("replacement", "$1"),
  };
}

/** Relabels a target like Prometheus. Returns undefined if the target is dropped. */
export function relabelled(role: Role, component: string, labels: Readonly<Record<string, string>>) {
  const result: Record<string, string> = { ...labels };
  for (const rule of rulesOf(role, component).map(ruleOf)) {
    const value = rule.labels.map((label) => result[label] ?? "").join(rule.separator);
    const matches = rule.regex.test(value);
    if (rule.action === (matches ? "drop" : "keep")) return undefined;
    if (rule.action === "replace" && matches) result[rule.target] = value.replace(rule.regex, rule.replacement);
  }
  return Object.fromEntries(
    Object.entries(result).filter(([name, value]) => value !== "" && !name.startsWith("__meta_")),
  );
}

export const POD = {
  __address__: "10.0.0.7:8080",
  __meta_kubernetes_namespace: "petrosa-apps",
  __meta_kubernetes_pod_name: "tradeengine-7d9c5b8f6d-x2x9z",
  __meta_kubernetes_pod_uid: "0b5e8f4c-1111-4222-8333-000000000000",
  __meta_kubernetes_pod_phase: "Running",
  __meta_kubernetes_pod_container_name: "app",
  __meta_kubernetes_pod_container_id: "containerd://0123456789abcdef",
  __meta_kubernetes_pod_container_init: "false",
  __meta_kubernetes_pod_controller_kind: "ReplicaSet",
  __meta_kubernetes_pod_controller_name: "tradeengine-7d9c5b8f6d",
};
