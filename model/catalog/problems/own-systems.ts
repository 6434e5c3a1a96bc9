import { type System } from "../system.ts";
import { rulesOf } from "../rules.ts";
import { shown, type Problem } from "../../problem.ts";
import { ruleUid, serviceBoardUid } from "../uids.ts";

export type Systems = Readonly<Record<string, System>>;

export type OwnSystems = { readonly systems: Systems } | { readonly problems: readonly Problem[] };

/** Built-in systems, and the names that built-in dashboards, folders, rule groups and alerts have. */
export interface BuiltIn {
  readonly systems: Systems;
  readonly names: readonly string[];
}

/**
 * Validates the export `systems` of a directory of systems, together with the built-in systems.
 * @param file the index of that directory, as named in problems
 */
export function ownSystems(exported: unknown, builtIn: BuiltIn, file: string): OwnSystems {
  if (typeof exported !== "object" || exported === null || Array.isArray(exported)) return { problems: [none(file)] };
  const entries = Object.entries(exported as Record<string, unknown>);
  const systems = Object.fromEntries(entries.filter((entry): entry is [string, System] => isDefined(entry[1])));
  const problems = [
    ...entries.flatMap(([name, value]) => (isDefined(value) ? [] : [undefinedSystem(`${file} systems.${name}`)])),
    ...Object.entries(systems).flatMap(([name, { id }]) =>
      nameProblems(`${file} systems.${name}`, name, id, builtIn.systems),
    ),
    ...clashes(systems, builtIn, file),
  ];
  return problems.length > 0 ? { problems } : { systems };
}

/** True for the result of `defineSystem`: validated and frozen. */
function isDefined(value: unknown): value is System {
  if (typeof value !== "object" || value === null || !Object.isFrozen(value)) return false;
  return "id" in value && typeof value.id === "string" && "services" in value && Array.isArray(value.services);
}

const none = (file: string): Problem => ({
  path: "catalog.directory",
  expected: `an export named "systems" in ${file}: an object with systems by name`,
  got: "none",
  fix: "add export const systems = { shop }; create shop with defineSystem",
});

const undefinedSystem = (path: string): Problem => ({
  path,
  expected: "a system created by defineSystem",
  got: "something else",
  fix: 'import { defineSystem } from "observability/catalog", and wrap the system in defineSystem(…)',
});

function nameProblems(path: string, name: string, id: string, builtIn: Systems): readonly Problem[] {
  if (Object.hasOwn(builtIn, name)) {
    const got = `${shown(name)}, which is a built-in system`;
    return [{ path, expected: "a unique name", got, fix: "choose another name and id" }];
  }
  if (name === id) return [];
  return [
    { path, expected: "the id of the system as its name", got: `the system ${shown(id)}`, fix: `rename it to ${id}` },
  ];
}

/** Something whose name must be unique among its kind, and where it is defined. */
interface Named {
  readonly path: string;
  readonly name: string;
}

/** Names that occur twice in the catalog: one of the two dashboards, rules or runbooks would be lost. */
function clashes(systems: Systems, builtIn: BuiltIn, file: string): readonly Problem[] {
  const taken = builtIn.names.map((name) => ({ path: TAKEN, name }));
  // Systems with the same name are already reported.
  const own = Object.entries(systems).filter(([name]) => !Object.hasOwn(builtIn.systems, name));
  const places = [
    ...Object.entries(builtIn.systems).map(([name, system]) => ({ path: `systems.${name}`, system })),
    ...own.map(([name, system]) => ({ path: `${file} systems.${name}`, system })),
  ];
  const services = places.flatMap(({ path, system }) =>
    system.services.map((service) => ({ path: `${path}.services.${service.id}`, name: service.id, service })),
  );
  const distinct = [...firstOfEach(services).values()];
  const rules = distinct.flatMap(({ path, service }) =>
    rulesOf(service).map((rule) => ({ path: `${path}.alerts.${rule.id}`, name: ruleUid(service, rule), rule })),
  );
  const alerts = [...firstOfEach(rules).values()].map(({ path, rule }) => ({ path: `${path}.name`, name: rule.name }));
  // Folders and dashboards share one namespace of uids.
  const boards = [
    ...places.map(({ path, system }) => ({ path, name: system.id })),
    ...distinct.map(({ path, name }) => ({ path, name: serviceBoardUid({ id: name }) })),
    ...places.flatMap(({ path, system }) =>
      (system.boards ?? []).map(({ id }) => ({ path: `${path}.boards.${id}`, name: id })),
    ),
  ];
  return [
    ...repeated([...taken, ...services], "an id that no other service has"),
    ...repeated([...taken, ...boards], "a uid that no other dashboard or folder has"),
    ...repeated(rules, "a uid that no other alert has, <service id>-<alert id>"),
    ...repeated([...taken, ...alerts], "a name that no other alert has"),
  ];
}

/** Path of names that belong to no system. */
const TAKEN = "the built-in catalog";

/** The first of each name. */
function firstOfEach<T extends Named>(all: readonly T[]): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const one of all) if (!found.has(one.name)) found.set(one.name, one);
  return found;
}

function repeated(all: readonly Named[], expected: string): readonly Problem[] {
  const first = firstOfEach(all);
  return all.flatMap((one) => {
    const other = first.get(one.name);
    if (other === undefined || other === one) return [];
    return [
      { path: one.path, expected, got: `${shown(one.name)}, which is also used in ${other.path}`, fix: "rename it" },
    ];
  });
}
