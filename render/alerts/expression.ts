import type { DataSourceRole } from "../../model/backends/data-sources.ts";
import type { Series } from "../../model/catalog/series.ts";
import type { Service } from "../../model/catalog/service.ts";
import type { Condition } from "../../model/catalog/alert-rule.ts";
import { readings, type Comparison } from "../../model/catalog/measure.ts";
import { comparison } from "../queries/measure.ts";
import { absent, failureRatio, increase, quantile, quote, saturation, worst, type Scope } from "../queries/promql.ts";
import { burning } from "../queries/slo.ts";
import { anyLevel, logCount, logLines } from "../queries/logs-traces-profiles.ts";

/** The data source that a rule queries; `usage` holds Grafana Cloud's own usage metrics. */
export type RuleSignal = Extract<DataSourceRole, "metrics" | "logs" | "usage">;

/** A condition as one query that returns a result exactly while the condition holds. */
export interface Expression {
  readonly signal: RuleSignal;
  readonly text: string;
}

/** Unix time in seconds at which each token expires, by its name. */
export type TokenExpiry = Readonly<Record<string, number>>;

/** The query of a condition on a service. Rules on tokens compare `tokens`. */
export function expression(service: Service, condition: Condition, tokens: TokenExpiry = {}): Expression {
  const scope: Scope = { service };
  switch (condition.kind) {
    case "comparison":
      return { signal: ofComparison(condition), text: comparison(scope, condition) };
    case "failure-ratio": {
      const { requests, window, threshold, minimumRequests } = condition;
      const above = `${failureRatio(scope, requests, window)} > ${threshold}`;
      return metrics(above, enough(scope, requests.all, window, minimumRequests));
    }
    case "latency": {
      const { requests, window, minimumRequests } = condition;
      const above = `${quantile(condition.quantile, scope, requests.all, window)} > ${condition.threshold}`;
      return metrics(above, enough(scope, requests.all, window, minimumRequests));
    }
    case "saturation":
      return metrics(`${worst(saturation(scope, condition.usage, condition.window))} > ${condition.threshold}`);
    case "absence":
      return metrics(absent(scope, condition.heartbeat, condition.window));
    case "burn-rate":
      return metrics(burning(scope, condition));
    case "token-expiry":
      return metrics(expiry(tokens, condition.threshold));
    default:
      return { signal: "logs", text: onLogs(service, condition) };
  }
}

const metrics = (...conditions: readonly string[]): Expression => ({
  signal: "metrics",
  text: conditions.join("\nand\n"),
});

const enough = (scope: Scope, all: Series, window: string, minimum: number): string =>
  `${increase(scope, all, window)} >= ${minimum}`;

/** The data source that a condition queries. */
export function askedOf(condition: Condition): RuleSignal {
  if (condition.kind === "comparison") return ofComparison(condition);
  return LOG_CONDITIONS.includes(condition.kind) ? "logs" : "metrics";
}

const LOG_CONDITIONS: readonly Condition["kind"][] = ["log-burst", "untraced-logs", "log-absence"];

const ofComparison = ({ values }: Comparison): RuleSignal =>
  values.flatMap(readings).some(({ of }) => of.metric.ingestion === "usage") ? "usage" : "metrics";

type OnLogs = Extract<Condition, { kind: "log-burst" | "untraced-logs" | "log-absence" }>;

function onLogs(service: Service, condition: OnLogs): string {
  const all = logLines(service);
  switch (condition.kind) {
    case "log-absence":
      return `absent_over_time(${all} [${condition.window}])`;
    case "untraced-logs": {
      const counted = (lines: string) => logCount(lines, condition.window, "service_name");
      return `${counted(`${all} | trace_id=""`)} / ${counted(all)} > ${condition.threshold}`;
    }
    case "log-burst": {
      const { levels, matches, window } = condition;
      const found = matches === undefined ? "" : ` |~ ${quote(matches)}`;
      const lines = logLines(service, levels && anyLevel(levels), found);
      return `${logCount(lines, window, "service_name")} > ${condition.threshold}`;
    }
  }
}

/** Seconds left for each token that expires in less than `seconds`; the expiry times are constants, not stored series. */
const expiry = (tokens: TokenExpiry, seconds: number): string => {
  const times = Object.entries(tokens).map(
    ([name, at]) => `label_replace(vector(${at}), "token", ${quote(name)}, "", "")`,
  );
  return `(${times.join(" or ")}) - time() < ${seconds}`;
};
