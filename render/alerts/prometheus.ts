import { stringify } from "yaml";
import type { Service, System } from "../../model/catalog.ts";
import { EVALUATION_INTERVAL_SECONDS } from "../../model/catalog-problems.ts";
import { serviceRules, type AlertContext, type Rule } from "./rules.ts";

/** Rule file of Prometheus, Mimir and promtool: every rule on metrics. */
export const toPrometheusRules = (systems: readonly System[], context: AlertContext): string =>
  ruleFile(systems, context, "metrics");

/** Rule file of Loki's ruler: every rule on logs. */
export const toLokiRules = (systems: readonly System[], context: AlertContext): string =>
  ruleFile(systems, context, "logs");

function ruleFile(systems: readonly System[], context: AlertContext, signal: "metrics" | "logs"): string {
  const groups = systems
    .flatMap(({ services }) => services)
    .map((service) => group(service, context, signal))
    .filter(({ rules }) => rules.length > 0);
  return stringify({ groups }, { lineWidth: 0 });
}

const group = (service: Service, context: AlertContext, signal: "metrics" | "logs") => ({
  name: service.id,
  interval: `${EVALUATION_INTERVAL_SECONDS}s`,
  rules: serviceRules(service, context)
    .filter(({ expression }) => expression.signal === signal)
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
