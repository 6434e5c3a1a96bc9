import type { Series } from "../series.ts";
import type { AlertRule, Condition } from "../alert-rule.ts";
import { parseDuration } from "../../duration.ts";
import { labelsOf, readings, type Comparison, type Measure, type Reading } from "../measure.ts";
import { measureProblems, problem } from "./measure.ts";
import { EXPORT_INTERVAL_SECONDS, storedLabel } from "../metrics.ts";
import { problemIf, type Problem } from "../../problem.ts";
import { indicatorSeries } from "./slo.ts";

/** Four exports or scrapes: with fewer, a rate is empty when one is late. */
export const SHORTEST_WINDOW_SECONDS = 4 * EXPORT_INTERVAL_SECONDS;

/** Every series a condition reads. */
export function conditionSeries(condition: Condition): readonly Series[] {
  switch (condition.kind) {
    case "failure-ratio":
    case "latency":
      return [condition.requests.all, condition.requests.failed];
    case "saturation":
      return [condition.usage.used];
    case "absence":
      return [condition.heartbeat];
    case "burn-rate":
      return indicatorSeries(condition.slo);
    case "comparison":
      return comparisonMeasures(condition)
        .flatMap(readings)
        .map(({ of }) => of);
    default:
      return [];
  }
}

/** All problems of a rule's condition and of its summary. */
export function conditionProblems(path: string, rule: AlertRule): readonly Problem[] {
  const { condition, panel, summary } = rule;
  const comparison = condition.kind === "comparison" ? condition : undefined;
  const known = labelsTold(condition);
  const named = [...summary.matchAll(/\$labels\.([a-z_]+)/g)].map(([, label = ""]) => label);
  return [
    ...(comparison === undefined ? [] : comparisonProblems(`${path}.condition`, comparison)),
    ...(comparison === undefined ? [] : pendingProblems(path, comparison, rule.for)),
    ...problemIf(typeof panel !== "string" && "title" in panel && comparison === undefined, {
      path: `${path}.panel`,
      expected: "a panel of the service's dashboard",
      got: "a panel with its own title",
      fix: "name an existing panel; only a comparison has a value to draw",
    }),
    ...named
      .filter((label) => !known.includes(label))
      .flatMap((label) =>
        problem(`${path}.summary`, `labels of the alert: ${known.join(", ")}`, label, "add it to by"),
      ),
  ];
}

/** Labels that an alert has: those of its query. */
function labelsTold(condition: Condition): readonly string[] {
  if (condition.kind === "token-expiry") return ["token"];
  if (condition.kind !== "comparison") return ["job"];
  const [first] = condition.values;
  return ["job", ...(first === undefined ? [] : labelsOf(first).map(storedLabel))];
}

const comparisonMeasures = ({ values, and, unless }: Comparison): readonly Measure[] => [
  ...values,
  ...[...and, ...unless].map(({ value }) => value),
];

function comparisonProblems(path: string, comparison: Comparison): readonly Problem[] {
  const { values } = comparison;
  const measures = comparisonMeasures(comparison);
  return [
    ...problemIf(values.length === 0, {
      path: `${path}.values`,
      expected: "at least one measure",
      got: "none",
      fix: "name the measure to compare",
    }),
    ...problemIf(new Set(values.map((value) => labelsOf(value).join(", "))).size > 1, {
      path: `${path}.values`,
      expected: "measures with the same labels",
      got: values.map((value) => labelsOf(value).join(", ") || "none").join("; "),
      fix: "give them the same by",
    }),
    ...measures.flatMap((measure) => measureProblems(path, measure)),
    ...measures.flatMap(readings).flatMap((reading) => windowProblems(path, reading)),
  ];
}

/** A series that returns after a gap counts as new, with everything it ever counted, for the length of the window. */
const pendingProblems = (path: string, { values }: Comparison, pending: string): readonly Problem[] =>
  problemIf(
    values.flatMap(readings).some((reading) => reading.kind === "rare" && seconds(pending) < seconds(reading.window)),
    {
      path: `${path}.for`,
      expected: "at least the window of rare events",
      got: pending,
      fix: "use a longer duration; a shorter one fires after every gap in the metrics",
    },
  );

const WINDOWED: readonly Measure["kind"][] = ["rate", "increase", "quantile", "mean", "buckets"];

function windowProblems(path: string, reading: Reading): readonly Problem[] {
  const window = "window" in reading ? reading.window : undefined;
  if (window === undefined && !WINDOWED.includes(reading.kind)) return [];
  if (window !== undefined && seconds(window) >= SHORTEST_WINDOW_SECONDS) return [];
  return problem(
    `${path}: ${reading.kind} of ${reading.of.metric.name}`,
    `a window of at least ${SHORTEST_WINDOW_SECONDS / 60}m, four exports of a metric`,
    window ?? "none",
    "use a longer window; a shorter one is empty whenever an export is late",
  );
}

const seconds = (duration: string): number => parseDuration(duration)?.seconds ?? 0;
