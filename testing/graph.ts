import { settingsOf } from "../startup/stack-file.ts";
import { deploy, mapSecrets } from "./harness.ts";
import type { Registered } from "./registrations.ts";

/** Returns an environment's resource graph as committed: one sorted file for each component, with secrets redacted. */
export async function goldenFiles(environment: string): Promise<Record<string, string>> {
  const { resources } = await deploy(settingsOf(environment), { stack: environment });
  return graphFiles(resources, `golden/${environment}`);
}

/** Returns a graph as files in a folder. */
export function graphFiles(resources: readonly Registered[], folder: string): Record<string, string> {
  const byComponent = Object.groupBy(resources.filter(isChild), ({ parent }) => shortName(parent));
  const files = Object.entries(byComponent).map(([component, children = []]) => {
    const graph = Object.fromEntries(children.map(entry).sort(([a], [b]) => (a < b ? -1 : 1)));
    return [`${folder}/${component}.json`, `${JSON.stringify(sorted(graph), undefined, 2)}\n`];
  });
  return Object.fromEntries(files) as Record<string, string>;
}

const isChild = ({ type }: Registered): boolean => type !== "pulumi:pulumi:Stack";

/** `observability:index:AlloyCollector` becomes `AlloyCollector`; resources without a component belong to `stack`. */
const shortName = (parent: string): string =>
  parent.startsWith("observability:") ? (parent.split(":").at(-1) ?? "") : "stack";

function entry({ type, name, inputs }: Registered): [string, unknown] {
  return [`${type} ${name}`, readable(mapSecrets(inputs, () => "[secret]"))];
}

/** Splits text into lines, so that a diff shows the changed line. Dashboards are committed in `rendered/` instead. */
function readable(value: unknown, key = ""): unknown {
  if (key === "configJson") return "[see rendered/dashboards]";
  if (/\.(prometheus|loki)\.yaml$/.test(key)) return "[see rendered/alerts]";
  if (typeof value === "string" && value.includes("\n")) return value.trimEnd().split("\n");
  if (Array.isArray(value)) return value.map((item) => readable(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, readable(item, name)]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
