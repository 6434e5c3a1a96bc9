// Which cases each rule needs and has; prints the table when run directly.
import { systems } from "../../../catalog/index.ts";
import { type AlertRule, type Condition } from "../../../model/catalog/alert-rule.ts";
import { rulesOf } from "../../../model/catalog/rules.ts";
import { readings, type Guard } from "../../../model/catalog/measure.ts";
import { ALL_CASES } from "./all-cases.ts";
import type { Case, Special } from "./case.ts";

/** What a case can show about a rule. */
export type Shown = "firing" | "quiet" | Special;
export const SHOWN: readonly Shown[] = ["firing", "quiet", "low-traffic", "missing-series", "recovery"];

const BY_NAME: Readonly<Record<Special, RegExp>> = {
  "low-traffic": /low traffic/,
  "missing-series": /\bmissing\b/,
  recovery: /\brecovers?\b/,
};

/** What a case shows besides firing and quiet. */
export const specialsOf = ({ name, covers }: Pick<Case, "name" | "covers">): readonly Special[] =>
  covers ?? (Object.keys(BY_NAME) as Special[]).filter((special) => BY_NAME[special].test(name));

/** What the cases of a rule must show, derived from its condition; nothing for a rule on logs, which promtool cannot run. */
export function needed({ condition, keepFiringFor }: Pick<AlertRule, "condition" | "keepFiringFor">): readonly Shown[] {
  if (["log-burst", "log-absence", "untraced-logs"].includes(condition.kind)) return [];
  return [
    "firing",
    "quiet",
    ...(wantsTraffic(condition) ? (["low-traffic"] as const) : []),
    ...(readsSeries(condition) ? (["missing-series"] as const) : []),
    ...(keepFiringFor === undefined ? [] : (["recovery"] as const)),
  ];
}

/** An absence is itself about missing series; a rule on tokens reads no series. */
const readsSeries = ({ kind }: Condition): boolean => kind !== "absence" && kind !== "token-expiry";

function wantsTraffic(condition: Condition): boolean {
  switch (condition.kind) {
    case "failure-ratio":
    case "latency":
      return condition.minimumRequests > 0;
    case "comparison":
      return condition.and.some(isMinimum);
    case "burn-rate":
      return condition.slo.indicator.kind !== "freshness";
    default:
      return false;
  }
}

/** A minimum number of events. "Any event" is a different question: does one thing happen while another does not. */
const isMinimum = ({ value, is, threshold }: Guard): boolean =>
  is === "above" && threshold > 0 && readings(value).every(({ kind }) => kind === "increase" || kind === "rate");

/** What the cases show about an alert. A special case counts if the alert is quiet, or fires despite missing series. */
export function shown(alert: string, cases: readonly Case[]): ReadonlyMap<Shown, number> {
  const counts = new Map<Shown, number>();
  const add = (what: Shown) => counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const one of cases) {
    const fires = alert in one.firing;
    if (!fires && !one.quiet.includes(alert)) continue;
    add(fires ? "firing" : "quiet");
    for (const special of specialsOf(one)) if (!fires || special === "missing-series") add(special);
  }
  return counts;
}

export const RULES: readonly AlertRule[] = Object.values(systems).flatMap(({ services }) => services.flatMap(rulesOf));

/** What a rule needs and no case shows. */
export const lacking = (rule: AlertRule, cases: readonly Case[]): readonly Shown[] =>
  needed(rule).filter((what) => !shown(rule.name, cases).has(what));

if (import.meta.main) {
  console.log(`| rule | ${SHOWN.join(" | ")} |\n|${" --- |".repeat(SHOWN.length + 1)}`);
  for (const rule of RULES.filter((one) => needed(one).length > 0)) {
    const counts = shown(rule.name, ALL_CASES);
    const cells = SHOWN.map((what) => counts.get(what) ?? (needed(rule).includes(what) ? "**none**" : "–"));
    console.log(`| ${rule.name} | ${cells.join(" | ")} |`);
  }
}
