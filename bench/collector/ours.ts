import { object } from "../../render/alloy/language/ast.ts";
import type { Block, Reference, Value } from "../../render/alloy/language/ast.ts";
import { collectorPlan, roleValues } from "../../render/collector.ts";
import { CREDENTIALS_DIRECTORY, STORAGE_DIRECTORY, type RoleName } from "../../render/alloy/plan.ts";
import { lateValues } from "../../render/alloy/features/destination.ts";
import { printConfig } from "../../render/alloy/language/print.ts";
import { collectorRoles } from "../../render/alloy/roles/index.ts";
import { collectorInput } from "../../testing/environments.ts";

/** Labels of a target from Kubernetes service discovery. */
export type Labels = Readonly<Record<string, string>>;

export interface Part {
  readonly role: RoleName;
  /** First component of the signal, for example `loki.source.file "pods"`. */
  readonly entry: readonly [component: string, label: string];
  /** Targets that `discovery.kubernetes "pods"` finds. */
  readonly pods: readonly Labels[];
  readonly redaction: boolean;
}

/** Addresses and folders for running the part outside a pod. */
export interface Place {
  readonly sink: string;
  /** Folder that holds credentials/otlp-token. */
  readonly folder: string;
  /** Folder that replaces /var/log/pods. */
  readonly logs: string;
  readonly ports: { readonly grpc: number; readonly http: number };
}

/** Settings that keep the defaults from dropping the load. */
const COLLECTOR = { logs: { pods: { linesPerSecond: 100_000 } } };

/**
 * Returns what a production role runs for one signal: all components reachable from its first one, unchanged, and the
 * environment that its chart sets. Discovery and k8sattributes need a cluster, so the pods are given and k8sattributes is
 * removed.
 */
export function ours(part: Part, place: Place): { text: string; environment: Record<string, string> } {
  const input = collectorInput("prod", { ...COLLECTOR, redaction: part.redaction });
  const plan = collectorPlan(input);
  const known = {
    otlp: { url: `${place.sink}/otlp`, username: "bench" },
    profiles: { url: place.sink, username: "bench" },
  };
  const role = collectorRoles(plan).find(({ name }) => name === part.role);
  if (role === undefined) throw new Error(`production has no role ${part.role}`);
  const chart = roleValues(role, plan, input).alloy.extraEnv;
  return {
    text: placed(printConfig(reachable(replaced(role.blocks, part.pods), part.entry), lateValues(known)), place),
    environment: {
      ...Object.fromEntries(chart.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]]))),
      POD_NAME: "bench",
      K8S_NODE_NAME: "bench",
    },
  };
}

const placed = (text: string, { folder, logs, ports }: Place): string =>
  text
    .replaceAll(STORAGE_DIRECTORY, `${folder}/data`)
    .replaceAll(CREDENTIALS_DIRECTORY, `${folder}/credentials`)
    .replaceAll("/var/log/pods", logs)
    .replaceAll("0.0.0.0:4317", `127.0.0.1:${ports.grpc}`)
    .replaceAll("0.0.0.0:4318", `127.0.0.1:${ports.http}`);

/** Replaces discovery with the given pods, and references to k8sattributes with references to the component after it. */
function replaced(blocks: readonly Block[], pods: readonly Labels[]): Block[] {
  const attributes = blocks.find(({ name }) => name === "otelcol.processor.k8sattributes");
  const [after] =
    attributes === undefined ? [] : referencesOf(attributes.blocks.filter(({ name }) => name === "output"));
  const value = (from: Value): Value => {
    if (Array.isArray(from)) return from.map(value);
    if (from === null || typeof from !== "object" || !("kind" in from)) return from;
    if (from.kind === "call") return { ...from, arguments: from.arguments.map(value) };
    if (from.kind !== "reference") return from;
    if (from.component === "discovery.kubernetes") return from.label === "pods" ? pods.map(object) : [];
    return from.component === attributes?.name && after !== undefined ? after : from;
  };
  const inside = (block: Block): Block => ({
    ...block,
    attributes: Object.fromEntries(Object.entries(block.attributes).map(([name, from]) => [name, value(from)])),
    blocks: block.blocks.map(inside),
  });
  return blocks.map(inside);
}

/** Returns the entry and all blocks that it refers to, directly or indirectly, in their order. */
function reachable(blocks: readonly Block[], [component, label]: Part["entry"]): Block[] {
  const found = new Set<Block>();
  const follow = (name: string, of: string) => {
    for (const block of blocks.filter((candidate) => candidate.name === name && candidate.label === of)) {
      if (found.has(block)) continue;
      found.add(block);
      for (const reference of referencesOf([block])) follow(reference.component, reference.label);
    }
  };
  follow(component, label);
  if (found.size === 0) throw new Error(`the role has no ${component} "${label}"`);
  return blocks.filter((block) => found.has(block));
}

function referencesOf(blocks: readonly Block[]): Reference[] {
  const inValue = (value: Value): Reference[] => {
    if (Array.isArray(value)) return value.flatMap(inValue);
    if (value === null || typeof value !== "object" || !("kind" in value)) return [];
    if (value.kind === "reference") return [value];
    return value.kind === "call" ? value.arguments.flatMap(inValue) : [];
  };
  return blocks.flatMap((block) => [
    ...Object.values(block.attributes).flatMap(inValue),
    ...referencesOf(block.blocks),
  ]);
}
