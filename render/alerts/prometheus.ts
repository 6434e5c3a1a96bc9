import { stringify } from "yaml";
import { EVALUATION_INTERVAL_SECONDS } from "../../model/catalog/alert-rule.ts";
import type { EffectiveService, EffectiveSystem } from "../../model/catalog/effective.ts";
import type { Omission } from "../context.ts";
import type { RuleSignal } from "./expression.ts";
import { renderRule, serviceRules, type KnownLater, type RuleContext, type Rule } from "./rules.ts";

/** Rule files: `<system>.prometheus.yaml` and `<system>.loki.yaml`, each only if it has rules. */
export interface RuleFilesPlan {
  readonly files: (known: KnownLater) => Readonly<Record<string, string>>;
  /** Rules that are left out because the backend lacks what they need. */
  readonly omissions: readonly Omission[];
}

export const ruleFiles = (systems: readonly EffectiveSystem[], context: RuleContext): RuleFilesPlan => ({
  files: (known) =>
    Object.fromEntries(
      systems
        .flatMap((system) => [
          [`${system.id}.prometheus.yaml`, toPrometheusRules([system], context, known)] as const,
          [`${system.id}.loki.yaml`, toLokiRules([system], context, known)] as const,
        ])
        .filter(([, text]) => text !== NO_RULES),
    ),
  omissions: systems.flatMap(({ services }) => services.flatMap((service) => serviceRules(service, context).omissions)),
});

/** Rule file of Prometheus, Mimir and promtool: every rule in PromQL. */
export const toPrometheusRules = (systems: readonly EffectiveSystem[], context: RuleContext, known: KnownLater) =>
  ruleFile(systems, context, known, (signal) => signal !== "logs");

/** Rule file of Loki's ruler: every rule on logs. */
const toLokiRules = (systems: readonly EffectiveSystem[], context: RuleContext, known: KnownLater) =>
  ruleFile(systems, context, known, (signal) => signal === "logs");

type Belongs = (signal: RuleSignal) => boolean;

/** A rule file without any rule. */
const NO_RULES = stringify({ groups: [] });

function ruleFile(
  systems: readonly EffectiveSystem[],
  context: RuleContext,
  known: KnownLater,
  belongs: Belongs,
): string {
  const groups = systems
    .flatMap(({ services }) => services)
    .map((service) => group(service, context, known, belongs))
    .filter(({ rules }) => rules.length > 0);
  return stringify({ groups }, { lineWidth: 0 });
}

const group = (service: EffectiveService, context: RuleContext, known: KnownLater, belongs: Belongs) => ({
  name: service.id,
  interval: `${EVALUATION_INTERVAL_SECONDS}s`,
  rules: serviceRules(service, context)
    .rules.map((rule) => renderRule(service, rule, context, known))
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
