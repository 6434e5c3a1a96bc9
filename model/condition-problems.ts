import { isWatch, type AlertRule, type Condition, type Series, type Watch } from "./catalog.ts";
import { durationSeconds } from "./duration.ts";
import { COMMON_LABELS, isCumulative, storedLabel } from "./metrics.ts";
import { problemIf, type Problem } from "./problem.ts";

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
    case "log-burst":
      return [];
    default:
      return watchedSeries(condition);
  }
}

/** Everything wrong with the condition of a rule and with the words it is told in. */
export function conditionProblems(path: string, rule: AlertRule): readonly Problem[] {
  const { condition, panel, summary } = rule;
  const watch = isWatch(condition) ? condition : undefined;
  const known = ["job", ...(watch?.by ?? []).map(storedLabel)];
  const named = [...summary.matchAll(/\$labels\.([a-z_]+)/g)].map(([, label = ""]) => label);
  return [
    ...(watch === undefined ? [] : watchProblems(`${path}.condition`, watch)),
    // A series that comes back after a gap counts as new, with all that it ever counted, for as long as the window.
    ...problemIf(watch?.kind === "increase" && seconds(rule.for) < seconds(watch.window), {
      path: `${path}.for`,
      expected: "at least the window of an increase",
      got: rule.for,
      fix: "a shorter one fires after every gap in the metrics",
    }),
    ...problemIf(typeof panel !== "string" && "title" in panel && watch === undefined, {
      path: `${path}.panel`,
      expected: "a panel of the service's board",
      got: "a panel of its own",
      fix: "only increase, gauge, ratio and distinct have a value to draw",
    }),
    ...named
      .filter((label) => !known.includes(label))
      .flatMap((label) =>
        problem(`${path}.summary`, `labels of the alert: ${known.join(", ")}`, label, "add it to by"),
      ),
  ];
}

function watchedSeries(watch: Watch): readonly Series[] {
  switch (watch.kind) {
    case "increase":
      return watch.events;
    case "gauge":
      return [watch.gauge];
    case "ratio":
      return [watch.part, watch.whole];
    case "distinct":
      return [watch.series];
  }
}

function watchProblems(path: string, watch: Watch): readonly Problem[] {
  const counts = watch.kind === "increase";
  const read = watchedSeries(watch);
  return [
    ...problemIf(read.length === 0, {
      path: `${path}.events`,
      expected: "at least one counter",
      got: "none",
      fix: "name what is counted",
    }),
    ...read
      .filter(({ metric }) => isCumulative(metric) !== counts)
      .flatMap(({ metric }) =>
        problem(path, counts ? "a counter" : "a gauge", `${metric.type} ${metric.name}`, "choose another kind"),
      ),
    ...labelsRead(watch).flatMap(({ series, labels }) => labelProblems(path, series, labels)),
    ...problemIf(watch.kind === "ratio" && watch.part.metric.source !== watch.whole.metric.source, {
      path,
      expected: "a part and a whole of one source",
      got: read.map(({ metric }) => `${metric.name} from ${metric.source ?? metric.ingestion}`).join(", "),
      fix: "their jobs differ, so that neither would find the other",
    }),
    ...problemIf(watch.kind === "ratio" && watch.of?.every((label) => watch.by.includes(label)) === false, {
      path: `${path}.of`,
      expected: `some of ${watch.by.join(", ")}`,
      got: watch.kind === "ratio" ? (watch.of ?? []).join(", ") : "",
      fix: "the part has to have every label of the whole",
    }),
  ];
}

/** Which labels a watch needs of which series. */
function labelsRead(watch: Watch): readonly { readonly series: Series; readonly labels: readonly string[] }[] {
  switch (watch.kind) {
    case "ratio":
      return [
        { series: watch.part, labels: watch.by },
        { series: watch.whole, labels: watch.of ?? watch.by },
      ];
    case "distinct":
      return [{ series: watch.series, labels: [...watch.by, watch.label] }];
    default:
      return watchedSeries(watch).map((series) => ({ series, labels: watch.by }));
  }
}

const labelProblems = (path: string, { metric }: Series, labels: readonly string[]): readonly Problem[] =>
  labels
    .filter((label) => !COMMON_LABELS.includes(label) && !metric.labels.includes(label))
    .flatMap((label) => problem(path, `a label of ${metric.name}`, label, "name a declared label of the metric"));

const problem = (path: string, expected: string, got: string, fix: string): readonly Problem[] => [
  { path, expected, got, fix },
];

const seconds = (duration: string): number => durationSeconds(duration) ?? 0;
