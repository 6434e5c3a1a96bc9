import {
  above,
  type AlertRule,
  atLeast,
  gauge,
  type Guard,
  mean,
  type Measure,
  quantile,
  ratio,
  series,
} from "observability/catalog";
import { dbActiveConnections, dbPoolSize, dbQueryDuration, redisDuration } from "../metrics.ts";

/** Share of the pool. The last connections are used up in moments; after that, requests for one wait and fail after 30 s. */
const POOL_USED = 0.9;
/** Seconds. Pipeline queries take milliseconds; half a second means a missing index or a lock. */
const QUERY_P95 = 0.5;
/** Seconds. Redis answers in less than a millisecond; at fifty, it is swapping, saving or blocked by one command. */
const REDIS_P95 = 0.05;
/** Minimum events per window; with fewer, a quantile is meaningless. */
const MINIMUM_EVENTS = 20;
const WINDOW = "10m";

/**
 * Confirms a quantile by the mean: if 5 % of events take this long, they alone raise the mean to a twentieth of it. False
 * if the quantile is high only because its bucket is wide: the SDK's first boundary above 0 is at five seconds.
 */
const meanAgrees = (mean: Measure, seconds: number): Guard => ({ value: mean, is: "above", threshold: seconds / 20 });

/** Rules on the database and Redis as one service sees them; `prefix` starts their names. */
export const storageRules = (prefix: string, title: string): readonly AlertRule[] => [
  {
    id: "db-pool",
    name: `${prefix}DbPoolNearlyExhausted`,
    severity: "warning",
    condition: above(
      ratio(
        gauge(series(dbActiveConnections), "max", { by: ["instance"] }),
        gauge(series(dbPoolSize), "max", { by: ["instance"] }),
      ),
      POOL_USED,
    ),
    for: "5m",
    summary: `${title} {{ $labels.instance }} uses {{ $value | humanizePercentage }} of its database connections`,
    description:
      "Requests will soon have to wait for a connection. The usual causes are connections that are never returned and queries that take too long.",
    runbook: "PipelineDbPoolNearlyExhausted",
    panel: { title: "Database connections, share of the pool" },
  },
  slow({
    id: "db-slow",
    name: `${prefix}DbQueriesSlow`,
    of: dbQueryDuration,
    by: "query_type",
    seconds: QUERY_P95,
    summary: `${title}: p95 duration of {{ $labels.query_type }} queries is {{ $value | humanizeDuration }}`,
    description: "All reads and writes wait. Look for a lock, a missing index or a database out of CPU.",
    runbook: "PipelineDbQueriesSlow",
    title: "Slowest 5 % of queries",
  }),
  slow({
    id: "redis-slow",
    name: `${prefix}RedisSlow`,
    of: redisDuration,
    by: "command",
    seconds: REDIS_P95,
    summary: `${title}: p95 duration of Redis {{ $labels.command }} commands is {{ $value | humanizeDuration }}`,
    description: "Redis is both the cache and Celery's broker: when it is slow, tasks are delivered late too.",
    runbook: "PipelineRedisSlow",
    title: "Slowest 5 % of Redis commands",
  }),
];

interface Slow<Label extends string> extends Pick<AlertRule, "id" | "name" | "summary" | "description" | "runbook"> {
  readonly of: Parameters<typeof series<Label>>[0];
  readonly by: Label;
  readonly seconds: number;
  readonly title: string;
}

function slow<Label extends string>({ of, by, seconds, title, ...rule }: Slow<Label>): AlertRule {
  const options = { by: [by], window: WINDOW };
  return {
    ...rule,
    severity: "warning",
    tier: "full",
    condition: above(quantile(0.95, series(of), options), seconds, {
      and: [atLeast(MINIMUM_EVENTS, series(of), options), meanAgrees(mean(series(of), options), seconds)],
    }),
    for: "10m",
    panel: { title },
  };
}
