import { places } from "./layout.ts";
import type { World } from "./layout.ts";
import type { WorldStatus } from "./world.ts";

/** Flattens a value to one row per leaf: `collector.otlpGrpc  http://…`. */
function flatten(value: unknown, path = ""): readonly (readonly [string, string])[] {
  if (typeof value !== "object" || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, child]) => flatten(child, path === "" ? key : `${path}.${key}`));
}

const table = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join("\n");
};

/** Returns a summary of the world: what exists, where to find it and what to do next. */
export function summary(world: World, status: WorldStatus): string {
  const { controlPlane, grafanaCloud } = status.services;
  const services = table([
    ["Kubernetes API", controlPlane?.url ?? "not running"],
    ["Grafana Cloud stand-in", grafanaCloud?.url ?? "not running"],
    ["stack", `${world.stack}, ${status.resources} resources${pending(status)}`],
  ]);
  const outputs = flatten(status.outputs);
  const sections = [
    services,
    outputs.length === 0 ? "" : `outputs\n${table(outputs)}`,
    `next\n${table(nextSteps(world, status))}`,
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

const pending = ({ pendingOperations }: WorldStatus): string =>
  pendingOperations === 0 ? "" : `, ${pendingOperations} interrupted operations (the next \`make up\` clears them)`;

function nextSteps(world: World, { services, resources }: WorldStatus): readonly (readonly [string, string])[] {
  if (services.controlPlane === undefined || services.grafanaCloud === undefined || resources === 0) {
    return [["make up", "start what is missing and provision the stack"]];
  }
  return [
    [`export KUBECONFIG=${places(world).kubeconfig}`, "then run kubectl get all -A"],
    ["make status", "show this summary again"],
    ["make up", "apply your changes"],
    ["make down", "destroy the stack and stop everything"],
  ];
}
