import { cryptoTrading } from "../../../catalog/crypto-trading/index.ts";
import { pipelines } from "../../../catalog/pipelines/index.ts";
import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import type { System } from "../../../model/catalog/system.ts";
import { EVER } from "../incident.ts";
import { change, gone, restarted, type Happening } from "../timeline.ts";

/** A week, from Monday to Sunday, in which no one must be paged. */
export interface Week {
  readonly name: string;
  readonly systems: readonly System[];
  readonly happenings: readonly Happening[];
  /** Warnings that may be sent. @default - none */
  readonly may?: readonly string[];
  /** `alerts.muteTimings` in place of those of prod. */
  readonly muteTimings?: readonly unknown[];
}

const HOUR = 60;
const DAY = 24 * HOUR;
const DAYS = [0, 1, 2, 3, 4, 5, 6];
const WORKDAYS = DAYS.slice(0, 5);
const isNight = (minute: number) => minute % DAY < 6 * HOUR;
const HTTP = "http.server.request.duration";

/** A few samples are missing, as when a scrape or an export fails. */
const gap = (service: string, at: number, minutes: number) => gone({ metric: /./, service }, at, at + minutes);

/** Counts whole events: none for a while, then one. */
const every =
  (minutes: number, offset = 0) =>
  (_: number, minute: number) =>
    minute % minutes === offset ? 1 : 0;

/** Monday to Friday, 9:30 to 16:00 in New York, in UTC in January. */
const isOpen = (minute: number) => minute < 5 * DAY && minute % DAY >= 14 * HOUR + 30 && minute % DAY < 21 * HOUR;

export const WEEKS: readonly Week[] = [
  {
    name: "the market closes in the evening and on weekends: there are no signals, and alerts are sent only while it is open",
    systems: [pipelines],
    happenings: [
      change({ metric: /^(signals?_|pipeline|kafka_publish|batch_|agent_)/ }, 0, EVER, {
        perMinute: (usual, minute) => (isOpen(minute) ? usual : 0),
      }),
      change({ metric: "kafka_consumer_offset" }, 0, EVER, {
        value: (_, minute) =>
          20 * Array.from({ length: Math.floor(minute / 10) }, (_one, ten) => ten * 10).filter(isOpen).length,
      }),
    ],
    muteTimings: [
      {
        name: "market-hours",
        mutes: "outside",
        systems: ["pipelines"],
        severities: ["critical", "warning", "info"],
        weekdays: ["monday:friday"],
        times: [{ start: "09:40", end: "16:00" }], // starts ten minutes after the first signals
        location: "America/New_York",
      },
    ],
  },
  {
    name: "the trade engine is deployed on every working day: its counters restart",
    systems: [tradeengine],
    happenings: WORKDAYS.map((day) => restarted("tradeengine", day * DAY + 14 * HOUR)),
  },
  {
    name: "there are hardly any requests at night, and one of them occasionally fails",
    systems: [tradeengine],
    happenings: [
      change({ metric: HTTP, labels: { http_response_status_code: "200" } }, 0, EVER, {
        perMinute: (usual, minute) => (isNight(minute) ? every(20)(usual, minute) : usual),
      }),
      change({ metric: HTTP, labels: { http_response_status_code: "500" } }, 0, EVER, {
        perMinute: every(12 * HOUR, 90),
      }),
    ],
  },
  {
    name: "news brings four times the requests for two hours, a little slower",
    systems: [tradeengine],
    happenings: [2, 4].map((day) =>
      change({ metric: HTTP }, day * DAY + 15 * HOUR, day * DAY + 17 * HOUR, {
        perMinute: (usual) => 4 * usual,
        mean: (usual) => 2 * usual,
      }),
    ),
  },
  {
    name: "every trading service is deployed, one after the other",
    systems: [cryptoTrading],
    happenings: cryptoTrading.services.flatMap(({ id }, index) => [
      gap(id, 2 * DAY + 13 * HOUR + 10 * index, 2),
      restarted(id, 2 * DAY + 13 * HOUR + 10 * index + 2),
    ]),
  },
  {
    name: "scrapes fail for four minutes, several times, on every trading service",
    systems: [cryptoTrading],
    happenings: cryptoTrading.services.flatMap(({ id }, index) =>
      DAYS.map((day) => gap(id, day * DAY + 5 * HOUR + 37 * index, 4)),
    ),
  },
  {
    name: "a calm market brings a tenth of the orders, and one of them occasionally fails",
    systems: [cryptoTrading],
    happenings: [
      change({ metric: "trade_executions_total", labels: { status: "success" } }, 0, EVER, { perMinute: every(4) }),
      change({ metric: "trade_executions_total", labels: { status: "failed" } }, 0, EVER, {
        perMinute: every(2 * DAY, 3 * HOUR),
      }),
    ],
  },
  {
    name: "the LLM and the exchange have slow hours within their limits",
    systems: [cryptoTrading],
    happenings: DAYS.flatMap((day) => [
      change(
        { metric: /^(llm_validation_time_seconds|ollama_api_latency_seconds)$/ },
        day * DAY,
        day * DAY + 3 * HOUR,
        {
          mean: () => 6,
        },
      ),
      change({ metric: "coinbase_api_response_time_seconds" }, day * DAY + 14 * HOUR, day * DAY + 15 * HOUR, {
        mean: () => 0.3,
      }),
    ]),
  },
  {
    name: "workers catch up with bursts of tasks",
    systems: [pipelines],
    happenings: WORKDAYS.map((day) =>
      change({ metric: "celery_queue_length" }, day * DAY + 9 * HOUR, day * DAY + 9 * HOUR + 30, {
        value: (_, minute) => Math.max(0, 180 - 20 * (minute % 30)),
      }),
    ),
  },
  {
    name: "pipelines are deployed: the consumer catches up after each restart",
    systems: [pipelines],
    happenings: WORKDAYS.flatMap((day) => [
      ...pipelines.services.flatMap(({ id }) => [
        gap(id, day * DAY + 16 * HOUR, 2),
        restarted(id, day * DAY + 16 * HOUR + 2),
      ]),
      change({ metric: "kafka_consumer_lag_seconds" }, day * DAY + 16 * HOUR, day * DAY + 16 * HOUR + 4, {
        value: () => 90,
      }),
    ]),
  },
  {
    name: "single pipelines and messages fail, well within the SLOs",
    systems: [pipelines],
    happenings: [
      change({ metric: "pipeline_executions_total", labels: { status: "failed" } }, 0, EVER, {
        perMinute: every(DAY, 700),
      }),
      change({ metric: "kafka_publish_failure_total" }, 0, EVER, { perMinute: every(2 * DAY, 900) }),
    ],
  },
];
