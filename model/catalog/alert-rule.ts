import type { Severity, Tier } from "../severity.ts";
import type { Comparison } from "./measure.ts";
import type { Series } from "./series.ts";
import type { BurnRate } from "./slo.ts";

/** Requests seen from one side: `all` is a duration histogram, `failed` its requests that failed. */
export interface Requests {
  readonly all: Series;
  readonly failed: Series;
  /** Attribute by which the dashboard breaks requests down: route, peer. */
  readonly by: string;
}

/** Usage of a resource per instance, and the limit of one instance (CPU cores, bytes). */
export interface Usage {
  readonly used: Series;
  readonly limit: number;
}

/** When a rule is true. `threshold` is the number that `alerts.thresholds` may override. */
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
  /** Share of its limit that the busiest instance uses. `window` averages counters. */
  | { readonly kind: "saturation"; readonly usage: Usage; readonly window: string; readonly threshold: number }
  /** Log lines per window, filtered by level, by a regular expression (RE2), or both. */
  | {
      readonly kind: "log-burst";
      readonly levels?: readonly LogLevel[];
      readonly matches?: string;
      readonly window: string;
      readonly threshold: number;
    }
  /** Share of log lines without a trace id. */
  | { readonly kind: "untraced-logs"; readonly window: string; readonly threshold: number }
  /** No log lines for a whole window. */
  | { readonly kind: "log-absence"; readonly window: string }
  /** No heartbeat of the service for a whole window. */
  | { readonly kind: "absence"; readonly heartbeat: Series; readonly window: string }
  /** A token that the environment's `up` created expires in less than `threshold` seconds. */
  | { readonly kind: "token-expiry"; readonly threshold: number }
  | BurnRate
  | Comparison;

/** Rule groups are evaluated once a minute; `for` counts evaluations. */
export const EVALUATION_INTERVAL_SECONDS = 60;

/** Levels as Loki detects them (`detected_level`). */
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "critical" | "fatal";
export const FAILURE_LEVELS: readonly LogLevel[] = ["error", "critical", "fatal"];

/** Panels of the service dashboard that a rule can link to. */
export type ServicePanel =
  | "heartbeat"
  | "server-failures"
  | "server-latency"
  | "client-failures"
  | "client-latency"
  | "cpu"
  | "memory"
  | "log-volume"
  | `slo-${string}`;

export interface AlertRule {
  /** Unique in its service; `<service>-<id>` is the rule's uid and its key in `alerts.thresholds`. */
  readonly id: string;
  /** Displayed name, in PascalCase. */
  readonly name: string;
  readonly severity: Severity;
  /** @default - by severity: essential for critical, standard for warning, full for info */
  readonly tier?: Tier;
  readonly condition: Condition;
  /** How long the condition must hold before the alert fires. */
  readonly for: string;
  /** How long the alert keeps firing after the condition ended. @default "0s" */
  readonly keepFiringFor?: string;
  /** One line with the value: `{{ $value }}` is in the unit of the threshold, `{{ $labels.x }}` a label of `by`. */
  readonly summary: string;
  /** What it means for users and where to look first. */
  readonly description: string;
  /** Name of its page in `docs/runbooks/`, for rules of several services that share a runbook. @default - its name */
  readonly runbook?: string;
  /** The panel that shows it: one of the dashboard, a new one for the values of a `Comparison`, or another rule's, by its id. */
  readonly panel: ServicePanel | { readonly title: string } | { readonly sameAs: string };
}

/** Key of the panel that shows a rule. */
export function panelKey({ id, panel }: Pick<AlertRule, "id" | "panel">): string {
  if (typeof panel === "string") return panel;
  return `rule-${"sameAs" in panel ? panel.sameAs : id}`;
}

const TIER_OF: Readonly<Record<Severity, Tier>> = { critical: "essential", warning: "standard", info: "full" };
export const tierOf = ({ tier, severity }: Pick<AlertRule, "tier" | "severity">): Tier => tier ?? TIER_OF[severity];

/** The threshold of a rule, which configuration may override; undefined if it has none. */
export const defaultThreshold = ({ condition }: AlertRule): number | undefined =>
  "threshold" in condition ? condition.threshold : undefined;
