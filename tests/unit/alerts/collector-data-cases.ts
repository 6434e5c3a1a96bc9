import type { Case } from "./case.ts";
import { alloy, build, EXPORTER, ROLE, SCRAPE } from "./collector-series.ts";

/** Counters of rare events and the alerts on them: five events a minute are fifty in the window of ten minutes. */
export const EVENTS: Readonly<Record<string, readonly [series: string, summary: string]>> = {
  CollectorDataRefused: [
    alloy("otelcol_receiver_refused_metric_points_total", 'receiver="otlp",transport="grpc"'),
    "The collector refused 50 spans, samples or log lines in 10 minutes",
  ],
  CollectorDataDropped: [
    alloy("otelcol_exporter_enqueue_failed_log_records_total", EXPORTER),
    "The queue had no room for 50 spans, samples or log lines in 10 minutes",
  ],
  CollectorExportFailed: [
    alloy("otelcol_exporter_send_failed_spans_total", `${EXPORTER},error_type="InvalidArgument"`),
    "The backend permanently refused 50 spans, samples or log lines in 10 minutes",
  ],
  CollectorLogLinesDropped: [
    alloy("loki_process_dropped_lines_total", 'reason="ratelimit_drop_stage"'),
    "The rate limit dropped 50 log lines in 10 minutes",
  ],
  CollectorProfilesDropped: [
    alloy("pyroscope_write_dropped_profiles_total", 'endpoint="https://profiles"'),
    "The collector dropped 50 profiles in 10 minutes",
  ],
};

const eventCases: readonly Case[] = Object.entries(EVENTS).flatMap(([alert, [series, summary]]) => [
  {
    name: `${alert} fires while events happen, from the first event on`,
    labels: ROLE,
    series: { ...build(), [series]: "_x20 5+5x100" },
    at: "32m",
    firing: { [alert]: summary },
    quiet: [],
  },
  {
    name: `${alert} does not fire for events that happened once`,
    labels: ROLE,
    series: { ...build(), [series]: "_x20 5x100" },
    at: "30m",
    firing: {},
    quiet: [alert],
  },
  {
    name: `${alert} does not fire for events counted before a gap in the metrics`,
    labels: ROLE,
    series: { ...build(), [series]: "100x20 _x30 100x60" },
    at: "61m",
    firing: {},
    quiet: [alert],
  },
]);

/** A day of one number of samples a minute, then two hours of another. */
const samples = (before: number, after: number) => ({
  [alloy("otelcol_receiver_accepted_metric_points_total", 'receiver="otlp",transport="grpc"')]:
    `0+${before}x1500 ${1500 * before}+${after}x150`,
});

const growth: readonly Case[] = [
  {
    name: "twice as many samples as a day ago",
    labels: ROLE,
    series: { ...build(), ...samples(3000, 6000) },
    at: "1640m",
    firing: {
      CollectorMetricsGrowth: "The collector (gateway) receives 200% of the samples that it received a day ago",
    },
    quiet: [],
  },
  {
    name: "a scrape forwards twice as many samples; those that a keep-list drops do not count",
    labels: ROLE,
    series: {
      ...build(),
      [alloy("prometheus_forwarded_samples_total", SCRAPE)]: "0+3000x1500 4500000+6000x150",
      [alloy("prometheus_forwarded_samples_total", 'component_id="prometheus.scrape.kubelet"')]: "0+60000x1650",
    },
    at: "1640m",
    firing: {
      CollectorMetricsGrowth: "The collector (gateway) receives 200% of the samples that it received a day ago",
    },
    quiet: [],
  },
  {
    name: "a new service adds a third of the samples",
    labels: {},
    series: { ...build(), ...samples(3000, 4000) },
    at: "1640m",
    firing: {},
    quiet: ["CollectorMetricsGrowth"],
  },
  {
    name: "twice as many samples at low traffic cost nothing",
    labels: {},
    series: { ...build(), ...samples(300, 600) },
    at: "1640m",
    firing: {},
    quiet: ["CollectorMetricsGrowth"],
  },
  {
    name: "a new cluster: the day before is missing",
    labels: {},
    series: { ...build(), [alloy("otelcol_receiver_accepted_metric_points_total", 'receiver="otlp"')]: "0+6000x600" },
    at: "600m",
    firing: {},
    quiet: ["CollectorMetricsGrowth"],
  },
];

/** Data on its way through the collector. */
export const COLLECTOR_DATA_CASES: readonly Case[] = [...eventCases, ...growth];
