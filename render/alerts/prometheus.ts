import { stringify } from "yaml";
import { type Service } from "../../model/catalog/service.ts";
import { EVALUATION_INTERVAL_SECONDS } from "../../model/catalog/alert-rule.ts";
import { type System } from "../../model/catalog/system.ts";
import type { RuleSignal } from "./expression.ts";
import { serviceRules, type AlertContext, type Rule } from "./rules.ts";

/** Rule file of Prometheus, Mimir and promtool: every rule in PromQL. */
export const toPrometheusRules = (systems: readonly System[], context: AlertContext): string =>
  ruleFile(systems, context, (signal) => signal !== "logs");

/** Rule file of Loki's ruler: every rule on logs. */
export const toLokiRules = (systems: readonly System[], context: AlertContext): string =>
  ruleFile(systems, context, (signal) => signal === "logs");

type Belongs = (signal: RuleSignal) => boolean;

/** A rule file without any rule. */
export const NO_RULES = stringify({ groups: [] });

function ruleFile(systems: readonly System[], context: AlertContext, belongs: Belongs): string {
  const groups = systems
    .flatMap(({ services }) => services)
    .map((service) => group(service, context, belongs))
    .filter(({ rules }) => rules.length > 0);
  return stringify({ groups }, { lineWidth: 0 });
}

const group = (service: Service, context: AlertContext, belongs: Belongs) => ({
  name: service.id,
  interval: `${EVALUATION_INTERVAL_SECONDS}s`,
  rules: serviceRules(service, context)
    .filter(({ expression }) => belongs(expression.signal))
    .map(toPrometheus),
});

const toPrometheus = ({ alert, expression, for: pending, keepFiringFor, labels, annotations }: Rule) => ({
  alert,
  expr: expression.text,
  for: pending,
  ...(keepFiringFor === undefined ? {} : { keep_firing_for: keepFiringFor }),
  labels,
  annotations,
});
