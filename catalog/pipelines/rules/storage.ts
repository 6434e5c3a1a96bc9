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

/** Share of the pool. The last connections go in moments; whoever asks then waits, and fails after 30 s. */
const POOL_USED = 0.9;
/** Seconds. Queries of pipelines take milliseconds; half a second is a missing index or a lock. */
const QUERY_P95 = 0.5;
/** Seconds. Redis answers in less than a millisecond; at fifty it swaps, saves or is blocked by one command. */
const REDIS_P95 = 0.05;
/** Events per window below which a quantile says nothing. */
const MINIMUM_EVENTS = 20;
const WINDOW = "10m";

/**
 * What has to be true where 5 % of events take so long: they alone make the mean a twentieth of it. False where the
 * quantile is only as long as the widest bucket: the SDK's first boundary above 0 is at five seconds.
 */
const meanAgrees = (mean: Measure, seconds: number): Guard => ({ value: mean, is: "above", threshold: seconds / 20 });

/** Rules on the database and on Redis as one service sees them; `prefix` begins their names. */
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
      "Whoever needs a connection next has to wait for one. Connections that are never given back, or queries that take too long, are the usual cause.",
    runbook: "PipelineDbPoolNearlyExhausted",
    panel: { title: "Database connections, share of the pool" },
  },
  slow({
    id: "db-slow",
    name: `${prefix}DbQueriesSlow`,
    of: dbQueryDuration,
    by: "query_type",
    seconds: QUERY_P95,
    summary: `${title}: the slowest 5 % of {{ $labels.query_type }} queries take {{ $value | humanizeDuration }}`,
    description: "Everything that reads or writes waits. Look for a lock, a missing index or a database out of CPU.",
    runbook: "PipelineDbQueriesSlow",
    title: "Slowest 5 % of queries",
  }),
  slow({
    id: "redis-slow",
    name: `${prefix}RedisSlow`,
    of: redisDuration,
    by: "command",
    seconds: REDIS_P95,
    summary: `${title}: the slowest 5 % of Redis {{ $labels.command }} take {{ $value | humanizeDuration }}`,
    description: "Redis is Celery's broker as well as the cache: when it is slow, tasks are handed out late, too.",
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
