import type { Severity } from "./config.ts";
import type { Metric, ServiceIdentity } from "./metrics.ts";

/** One value, or a regular expression that has to match (or not) the whole value. */
export type Matcher =
  string | { readonly matches: string } | { readonly not: string } | { readonly notMatches: string };

/** A metric, narrowed to some of its series. */
export interface Series {
  readonly metric: Metric;
  /** By attribute as declared in the metric. */
  readonly where: Readonly<Record<string, Matcher>>;
}

/** Refers to a metric; an attribute the metric does not declare does not compile, or throws in untyped code. */
export function series<Label extends string>(
  metric: Metric<Label>,
  where?: Readonly<Partial<Record<NoInfer<Label>, Matcher>>>,
): Series {
  const declared: readonly string[] = metric.labels;
  const conditions: Record<string, Matcher> = {};
  for (const [label, matcher] of Object.entries<Matcher | undefined>(where ?? {})) {
    if (!declared.includes(label)) {
      throw new Error(`metric "${metric.name}" declares no label "${label}"; it has: ${declared.join(", ") || "none"}`);
    }
    if (matcher !== undefined) conditions[label] = matcher;
  }
  return { metric, where: conditions };
}

/** Requests seen from one side: `all` is a duration histogram, `failed` those of them that failed. */
export interface Requests {
  readonly all: Series;
  readonly failed: Series;
  /** Attribute that tells requests apart on the board: route, peer. */
  readonly by: string;
}

/** Use of a resource per instance, and what one instance may use (CPU cores, bytes). */
export interface Usage {
  readonly used: Series;
  readonly limit: number;
}

/** On which side of its threshold a value is wrong. */
export type Side = "above" | "below" | "other";

/** Conditions on what a service reports about itself; `by` names the labels that tell one alert from another. */
export type Watch =
  /** Events per window, of any of these counters. A counter that appears within the window counts from zero. */
  | {
      readonly kind: "increase";
      readonly events: readonly Series[];
      readonly by: readonly string[];
      readonly window: string;
      readonly threshold: number;
    }
  /** The highest value (`above`) or the lowest (`below`); with a `window`, of that whole time. */
  | {
      readonly kind: "gauge";
      readonly gauge: Series;
      readonly by: readonly string[];
      readonly is: "above" | "below";
      readonly window?: string;
      readonly threshold: number;
    }
  /** One gauge over another, each summed by `by` first (the whole by `of`, @default `by`). Silent where the whole is 0. */
  | {
      readonly kind: "ratio";
      readonly part: Series;
      readonly whole: Series;
      readonly by: readonly string[];
      readonly of?: readonly string[];
      readonly is: Side;
      readonly threshold: number;
    }
  /** Number of different values of a label. */
  | {
      readonly kind: "distinct";
      readonly series: Series;
      readonly label: string;
      readonly by: readonly string[];
      readonly threshold: number;
    };

/** What makes a rule true. `threshold` is the number `alerts.thresholds` may override. */
export type Condition =
  /** Share of failed requests. Silent below `minimumRequests` per window: one failure at night is not an incident. */
  | {
      readonly kind: "failure-ratio";
      readonly requests: Requests;
      readonly window: string;
      readonly threshold: number;
      readonly minimumRequests: number;
    }
  /** Quantile of a duration, in seconds. */
  | {
      readonly kind: "latency";
      readonly requests: Requests;
      readonly quantile: number;
      readonly window: string;
      readonly threshold: number;
      readonly minimumRequests: number;
    }
  /** Share of its limit that the fullest instance uses. `window` averages counters. */
  | { readonly kind: "saturation"; readonly usage: Usage; readonly window: string; readonly threshold: number }
  /** Log lines of these levels per window. */
  | {
      readonly kind: "log-burst";
      readonly levels: readonly LogLevel[];
      readonly window: string;
      readonly threshold: number;
    }
  /** Nothing of the service's heartbeat for a whole window. */
  | { readonly kind: "absence"; readonly heartbeat: Series; readonly window: string }
  | Watch;

export const isWatch = (condition: Condition): condition is Watch => "by" in condition;

/** Levels as Loki detects them (`detected_level`). */
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "critical" | "fatal";
export const FAILURE_LEVELS: readonly LogLevel[] = ["error", "critical", "fatal"];

/** Panels of the service board that a rule can point at. */
export type ServicePanel =
  | "heartbeat"
  | "server-failures"
  | "server-latency"
  | "client-failures"
  | "client-latency"
  | "cpu"
  | "memory"
  | "log-volume";

export interface AlertRule {
  /** Unique in its service; `<service>-<id>` is the rule's uid and its key in `alerts.thresholds`. */
  readonly id: string;
  /** PascalCase name people see; also the name of its page in `docs/runbooks/`. */
  readonly name: string;
  readonly severity: Severity;
  readonly condition: Condition;
  /** How long the condition has to hold. */
  readonly for: string;
  /** How long it keeps firing after the condition ended. @default "0s" */
  readonly keepFiringFor?: string;
  /** One line with the value: `{{ $value }}` is in the unit of the threshold, `{{ $labels.x }}` a label of `by`. */
  readonly summary: string;
  /** What it means for users and where to look first. */
  readonly description: string;
  /** The panel that shows it: of the board, of its own with what a `Watch` compares, or of another rule, by its id. */
  readonly panel: ServicePanel | { readonly title: string } | { readonly sameAs: string };
}

/** Key of the panel that shows a rule. */
export function panelKey({ id, panel }: Pick<AlertRule, "id" | "panel">): string {
  if (typeof panel === "string") return panel;
  return `rule-${"sameAs" in panel ? panel.sameAs : id}`;
}

export interface Service extends ServiceIdentity {
  /** Lower case; becomes the rule group's name, the board's uid and the prefix of rule uids. Never change it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Every metric that a board or rule of this service may use. */
  readonly metrics: readonly Metric[];
  /** Exists as long as the service reports at all. */
  readonly heartbeat: Series;
  /** Label of the heartbeat that names the version. @default - boards do not mark new versions */
  readonly version?: string;
  readonly server?: Requests;
  readonly client?: Requests;
  /** Requests being answered right now. */
  readonly inFlight?: Series;
  readonly cpu?: Usage;
  readonly memory?: Usage;
  /** True where the service sends logs, traces, profiles. */
  readonly logs: boolean;
  readonly traces: boolean;
  readonly profiles: boolean;
  readonly alerts: readonly AlertRule[];
}

/** Services that are looked after together; one folder in Grafana. */
export interface System {
  /** Name in `catalog.systems` and uid of the folder. Never change it. */
  readonly id: string;
  readonly title: string;
  readonly services: readonly Service[];
}

/** Uid of a rule, and its key in `alerts.thresholds`. */
export const ruleUid = (service: Pick<Service, "id">, rule: Pick<AlertRule, "id">): string =>
  `${service.id}-${rule.id}`;

/** The number of a rule that configuration may override; undefined for a rule that has none. */
export const defaultThreshold = ({ condition }: AlertRule): number | undefined =>
  "threshold" in condition ? condition.threshold : undefined;

/** Default threshold by rule uid: the keys `alerts.thresholds` may have. */
export function defaultThresholds(systems: readonly System[]): Readonly<Record<string, number>> {
  const thresholds: Record<string, number> = {};
  for (const service of systems.flatMap(({ services }) => services)) {
    for (const rule of service.alerts) {
      const threshold = defaultThreshold(rule);
      if (threshold !== undefined) thresholds[ruleUid(service, rule)] = threshold;
    }
  }
  return thresholds;
}
