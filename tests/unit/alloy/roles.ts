import assert from "node:assert/strict";
import type { Block, Reference, Value } from "../../../render/alloy/language/ast.ts";
import { collectorPlan } from "../../../render/collector.ts";
import type { CollectorPlan, RoleName } from "../../../render/alloy/plan.ts";
import type { Role } from "../../../render/alloy/roles/role.ts";
import { collectorRoles } from "../../../render/alloy/roles/index.ts";
import { collectorInput, withChanges } from "../../../testing/environments.ts";
import type { RawSettings } from "../../../startup/stack-file.ts";

/** Settings of the collector by path, for example `traces.spanMetrics`. */
type Changes = Readonly<Record<string, unknown>>;

/** Returns the plan of prod's collector with only these settings. */
export const planWith = (changes: Changes = {}): CollectorPlan => planOf(withChanges({}, changes));

export const planOf = (collector: RawSettings): CollectorPlan => collectorPlan(collectorInput("prod", collector));

/** Returns the role with these settings. Fails if it does not exist. */
export function roleWith(name: RoleName, changes: Changes = {}): Role {
  const role = collectorRoles(planWith(changes)).find((one) => one.name === name);
  assert.ok(role, `no ${name}`);
  return role;
}

export const titleOf = ({ name, label }: Block): string => (label === undefined ? name : `${name} ${label}`);

/** Returns the block at this path: a component's title, then inner blocks, as in `prometheus.scrape self > clustering`. */
export function find({ blocks }: Pick<Role, "blocks">, path: string): Block {
  const [title = "", ...inner] = path.split(" > ");
  const component = blocks.find((block) => titleOf(block) === title);
  assert.ok(component, `no ${title}`);
  return inner.reduce((block, name) => {
    const found = block.blocks.find((candidate) => candidate.name === name);
    assert.ok(found, `no ${name} in ${block.name}`);
    return found;
  }, component);
}

export const has = ({ blocks }: Pick<Role, "blocks">, title: string): boolean =>
  blocks.some((block) => titleOf(block) === title);

export const componentsNamed = ({ blocks }: Pick<Role, "blocks">, name: string): readonly Block[] =>
  blocks.filter((block) => block.name === name);

export type Signal = "metrics" | "logs" | "traces" | "profiles";

/** Signals of each source component. */
const SOURCES: Readonly<Record<string, readonly Signal[]>> = {
  "otelcol.receiver.otlp": ["metrics", "logs", "traces"],
  "prometheus.scrape": ["metrics"],
  "loki.source.file": ["logs"],
  "loki.source.kubernetes_events": ["logs"],
  "pyroscope.receive_http": ["profiles"],
  "pyroscope.scrape": ["profiles"],
  "pyroscope.ebpf": ["profiles"],
};

/** Returns every path of a signal through a role, from its source to the last component, as titles. */
export function waysOf(role: Role, signal: Signal): readonly (readonly string[])[] {
  return role.blocks
    .filter((block) => SOURCES[block.name]?.includes(signal) && nextOf(block, signal).length > 0)
    .flatMap((source) => waysFrom(role, source, signal));
}

function waysFrom(role: Role, block: Block, signal: Signal): (readonly string[])[] {
  const next = nextOf(block, signal);
  if (next.length === 0) return [[titleOf(block)]];
  return next.flatMap(([reference, becomes]) =>
    waysFrom(role, find(role, `${reference.component} ${reference.label}`), becomes).map((way) => [
      titleOf(block),
      ...way,
    ]),
  );
}

/** Returns the next components and the signal that they receive: connectors turn traces into metrics. */
function nextOf(block: Block, signal: Signal): (readonly [Reference, Signal])[] {
  const becomes = block.name.startsWith("otelcol.connector.") ? "metrics" : signal;
  const output = block.blocks.find(({ name }) => name === "output")?.attributes[becomes];
  return [...referencesIn(block.attributes["forward_to"]), ...referencesIn(output)].map((next) => [next, becomes]);
}

const referencesIn = (value: Value | undefined): Reference[] =>
  (Array.isArray(value) ? (value as Value[]) : []).filter(
    (item): item is Reference =>
      typeof item === "object" && item !== null && "kind" in item && item.kind === "reference",
  );
