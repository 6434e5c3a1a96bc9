import { type System } from "../system.ts";
import { rulesOf } from "../rules.ts";
import { shown, type Problem } from "../../problem.ts";
import { ruleUid, serviceBoardUid } from "../uids.ts";

export type Systems = Readonly<Record<string, System>>;

export type OwnSystems = { readonly systems: Systems } | { readonly problems: readonly Problem[] };

/** What comes with the program: systems, and names that boards, folders, rule groups and alerts of its own have. */
export interface BuiltIn {
  readonly systems: Systems;
  readonly names: readonly string[];
}

/**
 * Checks what a directory of systems exports as `systems`, beside what comes with the program.
 * @param file the index of that directory, as problems name it
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

/** What `defineSystem` made: checked, and frozen. */
function isDefined(value: unknown): value is System {
  if (typeof value !== "object" || value === null || !Object.isFrozen(value)) return false;
  return "id" in value && typeof value.id === "string" && "services" in value && Array.isArray(value.services);
}

const none = (file: string): Problem => ({
  path: "catalog.directory",
  expected: `an export "systems" of ${file}: an object with systems by name`,
  got: "none",
  fix: "export const systems = { shop }; with shop made by defineSystem",
});

const undefinedSystem = (path: string): Problem => ({
  path,
  expected: "a system made by defineSystem",
  got: "something else",
  fix: 'import { defineSystem } from "observability/catalog", and put defineSystem(…) around it',
});

function nameProblems(path: string, name: string, id: string, builtIn: Systems): readonly Problem[] {
  if (Object.hasOwn(builtIn, name)) {
    const got = `${shown(name)}, which comes with this program`;
    return [{ path, expected: "a name of its own", got, fix: "choose another name and id" }];
  }
  if (name === id) return [];
  return [{ path, expected: "the id of the system as its name", got: `the system ${shown(id)}`, fix: `name it ${id}` }];
}

/** Something with a name that nothing else of its kind may have, and where it stands. */
interface Named {
  readonly path: string;
  readonly name: string;
}

/** What is called like something else in the catalog: one of two boards, rules or runbooks would be lost. */
function clashes(systems: Systems, builtIn: BuiltIn, file: string): readonly Problem[] {
  const taken = builtIn.names.map((name) => ({ path: TAKEN, name }));
  // Told already: systems that are called the same.
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
  // Folders and boards share one namespace of uids.
  const boards = [
    ...places.map(({ path, system }) => ({ path, name: system.id })),
    ...distinct.map(({ path, name }) => ({ path, name: serviceBoardUid({ id: name }) })),
    ...places.flatMap(({ path, system }) =>
      (system.boards ?? []).map(({ id }) => ({ path: `${path}.boards.${id}`, name: id })),
    ),
  ];
  return [
    ...repeated([...taken, ...services], "the id of no other service"),
    ...repeated([...taken, ...boards], "the uid of no other board or folder"),
    ...repeated(rules, "the uid of no other alert, <service id>-<alert id>"),
    ...repeated([...taken, ...alerts], "the name of no other alert"),
  ];
}

/** Where names stand that are no system's. */
const TAKEN = "what comes with this program";

/** By name. */
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
    return [{ path: one.path, expected, got: `${shown(one.name)} again, as in ${other.path}`, fix: "rename it" }];
  });
}
