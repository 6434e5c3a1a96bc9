import { labelsOf, parts, readings, type Measure, type Reading } from "../measure.ts";
import { COMMON_LABELS, isCumulative } from "../metrics.ts";
import type { Problem } from "../../problem.ts";

/** All problems of a measure, wherever it is used. */
export const measureProblems = (path: string, measure: Measure): readonly Problem[] => [
  ...readings(measure).flatMap((reading) => readingProblems(path, reading)),
  ...matchProblems(path, measure),
];

const COUNTS: readonly Measure["kind"][] = ["rate", "increase", "rare"];
const DISTRIBUTIONS: readonly Measure["kind"][] = ["quantile", "mean", "buckets"];

function readingProblems(path: string, reading: Reading): readonly Problem[] {
  const { metric } = reading.of;
  const labels = [...labelsOf(reading), ...("label" in reading ? [reading.label] : [])];
  const known = [...COMMON_LABELS, ...metric.labels, ...(reading.kind === "buckets" ? ["le"] : [])];
  return [
    ...(fits(reading) ? [] : problem(path, wanted(reading), `${metric.type} ${metric.name}`, "use another measure")),
    ...labels
      .filter((label) => !known.includes(label))
      .flatMap((label) => problem(path, `a label of ${metric.name}`, label, "name a declared label of the metric")),
  ];
}

function wanted({ kind }: Reading): string {
  if (DISTRIBUTIONS.includes(kind)) return "a histogram";
  return COUNTS.includes(kind) ? "a counter" : "a gauge";
}

function fits({ kind, of: { metric } }: Reading): boolean {
  if (DISTRIBUTIONS.includes(kind)) return metric.type === "histogram";
  return isCumulative(metric) === COUNTS.includes(kind);
}

/** Both sides of an operator must match: by the service's job and by the same labels. */
function matchProblems(path: string, measure: Measure): readonly Problem[] {
  const [part, whole] = parts(measure);
  const deeper = parts(measure).flatMap((one) => matchProblems(path, one));
  if (part === undefined || whole === undefined) return deeper;
  const on = measure.kind === "ratio" ? measure.on : undefined;
  return [...deeper, ...sourceProblems(path, part, whole), ...labelProblems(path, part, whole, on)];
}

function sourceProblems(path: string, part: Measure, whole: Measure): readonly Problem[] {
  const sides = [part, whole].flatMap((one) => readings(one).slice(0, 1)).map(({ of }) => of);
  const jobs = new Set(sides.map(({ service, metric }) => `${service?.workload} ${metric.source} ${metric.ingestion}`));
  if (jobs.size === 1) return [];
  const told = sides.map(({ metric }) => `${metric.name} from ${metric.source ?? metric.ingestion}`);
  const fix = "use metrics of one source and service; with different jobs, the sides never match";
  return problem(path, "two sides from the same source and service", told.join(", "), fix);
}

function labelProblems(path: string, part: Measure, whole: Measure, on?: readonly string[]): readonly Problem[] {
  const ofPart = labelsOf(part);
  const ofWhole = labelsOf(whole);
  const expected = on ?? ofPart;
  const same = expected.length === ofWhole.length && expected.every((label) => ofWhole.includes(label));
  if (same && expected.every((label) => ofPart.includes(label))) return [];
  const named = (labels: readonly string[]) => labels.join(", ") || "none";
  const fix = "give both the same by, or name the labels of the whole";
  return problem(
    path,
    `two sides with the same labels (${named(expected)})`,
    `${named(ofPart)}; ${named(ofWhole)}`,
    fix,
  );
}

/** One problem in a list. */
export const problem = (path: string, expected: string, got: string, fix: string): readonly Problem[] => [
  { path, expected, got, fix },
];
