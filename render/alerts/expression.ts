import { isWatch, type Condition, type Service } from "../../model/catalog.ts";
import { absent, failureRatio, increase, quantile, saturation, worst, type Scope } from "../promql.ts";
import { anyOf, logCount, logLines } from "../telemetry-queries.ts";
import { operator, watched } from "../watch.ts";

/** A condition as one query that returns something exactly while it holds. */
export interface Expression {
  /** Which of the backend's data sources answers it. */
  readonly signal: "metrics" | "logs";
  readonly text: string;
}

/** `threshold` replaces the condition's own; an absence has none. */
export function expression(service: Service, condition: Condition, threshold?: number): Expression {
  const scope: Scope = { service };
  if (isWatch(condition)) {
    const limit = threshold ?? condition.threshold;
    const sides = watched(scope, condition).map(({ expr }) => `${expr} ${operator(condition)} ${limit}`);
    return { signal: "metrics", text: sides.join("\nor\n") };
  }
  switch (condition.kind) {
    case "failure-ratio": {
      const { requests, window, minimumRequests } = condition;
      const above = `${failureRatio(scope, requests, window)} > ${threshold ?? condition.threshold}`;
      return metrics(above, enough(scope, condition.requests.all, window, minimumRequests));
    }
    case "latency": {
      const { requests, window, minimumRequests } = condition;
      const above = `${quantile(condition.quantile, scope, requests.all, window)} > ${threshold ?? condition.threshold}`;
      return metrics(above, enough(scope, requests.all, window, minimumRequests));
    }
    case "saturation":
      return metrics(
        `${worst(saturation(scope, condition.usage, condition.window))} > ${threshold ?? condition.threshold}`,
      );
    case "absence":
      return metrics(absent(scope, condition.heartbeat, condition.window));
    case "log-burst": {
      const lines = logLines(service, anyOf(condition.levels));
      const text = `${logCount(lines, condition.window, "service_name")} > ${threshold ?? condition.threshold}`;
      return { signal: "logs", text };
    }
  }
}

const metrics = (...conditions: readonly string[]): Expression => ({
  signal: "metrics",
  text: conditions.join("\nand\n"),
});

const enough = (...[scope, all, window, minimum]: [...Parameters<typeof increase>, number]): string =>
  `${increase(scope, all, window)} >= ${minimum}`;
