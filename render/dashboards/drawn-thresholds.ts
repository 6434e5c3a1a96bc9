import type { EffectiveService } from "../../model/catalog/effective.ts";
import { panelKey, type AlertRule } from "../../model/catalog/alert-rule.ts";
import type { Severity } from "../../model/severity.ts";
import type { Threshold } from "./panels/index.ts";
import { COLOURS, type Colour } from "./style.ts";

/** The levels to draw in a panel, by its key. */
export type Levels = (key: string) => readonly Threshold[];

const SEVERITY_COLOURS: Readonly<Record<Severity, Colour>> = {
  critical: COLOURS.vermilion,
  warning: COLOURS.orange,
  info: COLOURS.sky,
};

/** Conditions whose panels use the unit that the rule compares in; a count of log lines depends on the zoom. */
const DRAWN: readonly AlertRule["condition"]["kind"][] = ["failure-ratio", "latency", "saturation", "comparison"];

/** The levels at which the rules of a service fire in this environment. */
export function levelsOf({ rules }: EffectiveService): Levels {
  return (key) =>
    rules
      .filter((rule) => DRAWN.includes(rule.condition.kind) && panelKey(rule) === key)
      .flatMap(({ condition, severity }) =>
        "threshold" in condition ? [{ value: condition.threshold, colour: SEVERITY_COLOURS[severity] }] : [],
      );
}
