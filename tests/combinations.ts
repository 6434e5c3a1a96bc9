import { withChanges } from "../testing/environments.ts";
import { type RawSettings } from "../startup/stack-file.ts";

/** Settings by their path below `collector`. */
type Changes = Readonly<Record<string, unknown>>;

/** What can be chosen in the collector, the most of it first and the least of it last. */
const CHOICES = {
  load: { large: { load: "large" }, small: {} },
  applications: { on: {}, off: { "metrics.applications.enabled": false } },
  kubernetes: {
    all: { "metrics.kubernetes.keep": "all" },
    catalog: {},
    off: { "metrics.kubernetes.enabled": false },
  },
  apiServer: { on: { "metrics.kubernetes.apiServer": true }, off: {} },
  host: { all: { "metrics.host.keep": "all" }, catalog: {}, off: { "metrics.host.enabled": false } },
  podLogs: { multiline: { "logs.pods.multiline": true }, on: {}, off: { "logs.pods.enabled": false } },
  events: { on: {}, off: { "logs.events.enabled": false } },
  sampling: {
    tail: { "traces.sampling": { kind: "tail", tracesPerSecond: 100, keepSlowerThan: "1s", percent: 10 } },
    probabilistic: { "traces.sampling": { kind: "probabilistic", percent: 10 } },
    none: {},
  },
  spanMetrics: { on: { "traces.spanMetrics": true }, off: {} },
  serviceGraph: { on: { "traces.serviceGraph": true }, off: {} },
  pull: { on: {}, off: { "profiles.pull": false } },
  ebpf: { on: { "profiles.ebpf": { namespaces: ["petrosa-apps"] } }, off: {} },
  redaction: { on: {}, off: { redaction: false } },
  autoscaling: { on: { autoscaling: { maxReplicas: 20 } }, off: {} },
} as const satisfies Record<string, Record<string, Changes>>;

/** An option of each choice, or of some. */
type Combination = Readonly<Record<string, string>>;

const NAMES = Object.keys(CHOICES) as (keyof typeof CHOICES)[];
const optionsOf = (name: keyof typeof CHOICES): readonly string[] => Object.keys(CHOICES[name]);

/** Several gateway pods cannot make service graphs: both spans of an edge have to reach the same pod. */
const isAllowed = ({ serviceGraph, sampling = "tail" }: Combination): boolean =>
  serviceGraph !== "on" || sampling === "tail";

const pairsOf = (combination: Combination): string[] => {
  const chosen = NAMES.flatMap((name) => (combination[name] === undefined ? [] : [`${name}=${combination[name]}`]));
  return chosen.flatMap((one, index) => chosen.slice(index + 1).map((other) => `${one} ${other}`));
};

function allPairs(): Map<string, Combination> {
  const pairs = NAMES.flatMap((one, index) =>
    NAMES.slice(index + 1).flatMap((other) =>
      optionsOf(one).flatMap((a) => optionsOf(other).map((b): Combination => ({ [one]: a, [other]: b }))),
    ),
  );
  return new Map(pairs.filter(isAllowed).map((pair) => [pairsOf(pair).join(), pair]));
}

/** Adds for each choice that is still open the option that meets the most pairs. */
function completed(start: Combination, uncovered: ReadonlyMap<string, unknown>): Combination {
  const met = (combination: Combination) => pairsOf(combination).filter((pair) => uncovered.has(pair)).length;
  return NAMES.filter((name) => start[name] === undefined).reduce((chosen, name) => {
    const extended = optionsOf(name).map((option): Combination => ({ ...chosen, [name]: option }));
    return extended.filter(isAllowed).reduce((best, other) => (met(other) > met(best) ? other : best));
  }, start);
}

/** Everything on, everything off, then combinations until each two options that go together have been together. */
function combinations(): Combination[] {
  const extremes = [0, -1].map((end) => Object.fromEntries(NAMES.map((name) => [name, optionsOf(name).at(end) ?? ""])));
  const uncovered = allPairs();
  const found: Combination[] = [];
  for (let next: Combination | undefined = extremes[0]; next !== undefined;) {
    const combination = completed(next, uncovered);
    found.push(combination);
    for (const pair of pairsOf(combination)) uncovered.delete(pair);
    next = extremes[found.length] ?? uncovered.values().next().value;
  }
  return found;
}

function changesOf(combination: Combination): Changes {
  const changes = NAMES.map((name) => {
    const options: Readonly<Record<string, Changes>> = CHOICES[name];
    return options[combination[name] ?? ""] ?? {};
  });
  return Object.assign({}, ...changes) as Changes;
}

/** Settings of the collector in which each two options that go together are together at least once. All of them are valid. */
export const collectorCombinations = (): { readonly name: string; readonly collector: RawSettings }[] =>
  combinations().map((combination) => ({
    name: NAMES.map((name) => `${name} ${combination[name]}`).join(", "),
    collector: withChanges({}, changesOf(combination)),
  }));
