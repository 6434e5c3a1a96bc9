import type { Metric } from "../../model/catalog/metrics.ts";
import { START, STEP_SECONDS, type Behaviour, type Course } from "./history.ts";

type Labels = Readonly<Record<string, string>>;

/** Busy during the day; at night, a third of that. */
export const daily: Course = (minute) => 1 + 0.5 * Math.sin((2 * Math.PI * (minute - 360)) / 1440);

const times =
  (course: Course, factor: number): Course =>
  (minute) => {
    const value = course(minute);
    return value === undefined ? undefined : value * factor;
  };

/** Unix time in seconds, like a gauge that every event updates. */
const now: Course = (minute) => START + minute * STEP_SECONDS;

const MIB = 1024 ** 2;
const always =
  (value: number): Course =>
  () =>
    value;

/** Label values that indicate a failure. */
const BAD =
  /^(failed|failure|error|rejected|skipped|unhealthy|Pending|Failed|terminating|node_conflict|OOMKilled|5\d\d)$|BackOff$|Pressure$/;
/** Counters of unwanted events. */
const NEVER = /fail|error|dropped|refused|exceeded|rejected|throttled|slow|evict|oom|discarded|skipped|restarts/;

/** Returns the behaviour of a metric with these labels while everything is healthy. */
export function habit(metric: Metric, labels: Labels, combinations: number): Behaviour {
  return {
    value: always(1),
    perMinute: times(daily, 12 / combinations),
    mean: always(0.1),
    restarts: [],
    ...(metric.type === "gauge" || metric.type === "updowncounter"
      ? { value: level(metric, labels) }
      : flow(metric, labels)),
    ...HABITS[metric.name]?.(labels),
  };
}

function level({ name, unit }: Metric, labels: Labels): Course {
  if (isBad(labels) || NEVER.test(name)) return always(0);
  if (/timestamp/.test(name)) return now;
  if (/queue_size|pending|lag|exceeded|unavailable|misscheduled/.test(name)) return always(1);
  if (/limit|capacity|size_bytes|MemTotal|maximum|total/.test(name)) return always(unit === "By" ? 1024 * MIB : 1_000);
  if (unit === "By") return always(/avail|free/i.test(name) ? 600 * MIB : 300 * MIB);
  return always(1);
}

function flow({ name, unit }: Metric, labels: Labels): Partial<Behaviour> {
  if (isBad(labels) || NEVER.test(name)) return { perMinute: always(0) };
  if (unit === "s" && /cpu/.test(name)) return { perMinute: times(daily, 10) };
  if (unit === "By") return { perMinute: times(daily, 100_000) };
  return {};
}

const isBad = (labels: Labels): boolean => Object.values(labels).some((value) => BAD.test(value));

/** Behaviour that cannot be derived from the names. */
const HABITS: Readonly<Record<string, (labels: Labels) => Partial<Behaviour>>> = {
  kube_node_status_condition: ({ condition, status }) => ({
    value: always((condition === "Ready") === (status === "true") ? 1 : 0),
  }),
  node_timex_offset_seconds: () => ({ value: always(0.001) }),
  cluster_node_gossip_health_score: () => ({ value: always(0) }),
  cluster_node_peers: ({ state }) => ({ value: always(state === "participant" ? 1 : 0) }),
  kafka_consumer_lag_seconds: () => ({ value: always(0.5) }),
  kafka_consumer_offset: () => ({ value: (minute) => 1_000 + 20 * minute }),
  market_data_last_update_timestamp_seconds: () => ({ value: (minute) => START + minute * STEP_SECONDS - 5 }),
  kubelet_certificate_manager_client_ttl_seconds: () => ({ value: always(90 * 86_400) }),
  db_active_connections: () => ({ value: always(4) }),
  db_pool_size: () => ({ value: always(20) }),
  db_query_duration_seconds: () => ({ mean: always(0.02) }),
  redis_command_duration_seconds: () => ({ mean: always(0.002) }),
  grafanacloud_instance_active_series: () => ({ value: always(50_000) }),
  process_memory_usage: () => ({ value: always(300 * MIB) }),
};
