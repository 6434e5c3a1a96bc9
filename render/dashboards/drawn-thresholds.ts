import { type Service } from "../../model/catalog/service.ts";
import { rulesOf } from "../../model/catalog/rules.ts";
import { panelKey, type AlertRule } from "../../model/catalog/alert-rule.ts";
import { ruleUid } from "../../model/catalog/uids.ts";
import type { Severity } from "../../model/severity.ts";
import type { Threshold } from "./panels/index.ts";
import { COLOURS, type Colour } from "./style.ts";

/** Thresholds by rule uid that replace those of the catalog. */
export type Thresholds = Readonly<Record<string, number>>;

/** The levels to draw in a panel, by its key. */
export type Levels = (key: string) => readonly Threshold[];

const SEVERITY_COLOURS: Readonly<Record<Severity, Colour>> = {
  critical: COLOURS.vermilion,
  warning: COLOURS.orange,
  info: COLOURS.sky,
};

/** What panels show in the unit that the rule compares in; a count of log lines depends on how far one zooms out. */
const DRAWN: readonly AlertRule["condition"]["kind"][] = ["failure-ratio", "latency", "saturation", "comparison"];

/** Where the rules of a service fire, as in this environment. */
export function levelsOf(service: Service, thresholds: Thresholds): Levels {
  const rules = rulesOf(service).filter(({ condition }) => DRAWN.includes(condition.kind));
  return (key) =>
    rules
      .filter((rule) => panelKey(rule) === key)
      .flatMap((rule) => {
        const value = effective(service, rule, thresholds);
        return value === undefined ? [] : [{ value, colour: SEVERITY_COLOURS[rule.severity] }];
      });
}

/** The number a rule compares with. */
export function effective(service: Service, rule: AlertRule, thresholds: Thresholds): number | undefined {
  const own = "threshold" in rule.condition ? rule.condition.threshold : undefined;
  return thresholds[ruleUid(service, rule)] ?? own;
}
