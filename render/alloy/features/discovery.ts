import { block, call } from "../language/ast.ts";
import type { Block, Reference, Value } from "../language/ast.ts";
import { component, exported } from "../language/components.ts";

/** Name of the pod's node; the chart sets it. */
export const nodeName = call("sys.env", "K8S_NODE_NAME");
/** Name of the pod; render/charts/alloy.ts sets it. */
export const podName = call("sys.env", "POD_NAME");

export const discovered = (label: string): Reference => exported("discovery.kubernetes", label, "targets");
export const relabelled = (label: string): Reference => exported("discovery.relabel", label, "output");

/** Finds objects of some namespaces. At least one is required, because an empty list would mean all namespaces. */
export const inNamespaces = (
  label: string,
  role: "pod" | "endpointslice",
  namespaces: readonly string[],
  comment: string,
): Block =>
  component("discovery.kubernetes", label, {
    comment,
    attributes: { role },
    blocks: [block("namespaces", { names: [...new Set(namespaces)].sort() })],
  });

/** Finds only objects of this node, so that no pod watches the whole cluster. */
export const onThisNode = (label: string, role: "pod" | "node", comment: string, more: readonly Block[] = []): Block =>
  component("discovery.kubernetes", label, {
    comment,
    attributes: { role },
    blocks: [
      block("selectors", {
        role,
        field: call("string.format", `${role === "node" ? "metadata.name" : "spec.nodeName"}=%s`, nodeName),
      }),
      ...more,
    ],
  });

export const relabel = (label: string, targets: Value, rules: readonly Block[], comment: string): Block =>
  component("discovery.relabel", label, { comment, attributes: { targets }, blocks: rules });

const TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";
const CLUSTER_AUTHORITY = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";

/** Authenticates to the API server and kubelets with the ServiceAccount's token. Never use it for applications. */
export const asServiceAccount = {
  attributes: { scheme: "https", bearer_token_file: TOKEN_FILE },
  /** @param verify false for kubelets, because most clusters give them self-signed certificates */
  tls: (verify: boolean): Block =>
    block("tls_config", verify ? { ca_file: CLUSTER_AUTHORITY } : { insecure_skip_verify: true }),
} as const;
