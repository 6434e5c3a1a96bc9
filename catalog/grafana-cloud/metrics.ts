import { defineMetric, type Unit } from "observability/catalog";

/*
 * Usage metrics of Grafana Cloud, in the data source `grafanacloud-usage`: gauges without `job`, even for rates. `stack_id`
 * is the stack's number. They cover the whole organisation, whichever stack they are read from.
 */

const gauge = <const Label extends string = never>(
  name: string,
  unit: Unit,
  labels: readonly Label[],
  description: string,
  optional = false,
) =>
  defineMetric({
    name: `grafanacloud_${name}`,
    unit,
    type: "gauge",
    labels,
    ingestion: "usage",
    optional,
    description,
  });

const STACK = ["stack_id"] as const;

export const activeSeries = gauge(
  "instance_active_series",
  "{series}",
  STACK,
  "Metric series that had a sample in the last 20 minutes.",
);
export const samplesReceived = gauge("instance_samples_per_second", "{sample}", STACK, "Samples accepted per second.");
export const samplesDiscarded = gauge(
  "instance_samples_discarded_per_second",
  "{sample}",
  [...STACK, "reason"],
  "Samples per second that were not stored; the sender often gets no error.",
);
export const includedSeries = gauge("org_metrics_included_series", "{series}", [], "Series that the plan includes.");
export const billableSeries = gauge(
  "org_metrics_billable_series",
  "{series}",
  [],
  "Billable series: the 95th percentile of the billing period, so the number falls late.",
);
export const seriesOverage = gauge(
  "org_metrics_overage",
  "1",
  [],
  "Cost of series beyond the plan, in the plan's currency.",
);

export const logBytes = gauge("logs_instance_bytes_received_per_second", "By", STACK, "Bytes of logs per second.");
export const logsDiscarded = gauge(
  "logs_instance_discarded_bytes_per_second",
  "By",
  STACK,
  "Bytes of logs per second that were not stored.",
  true,
);
export const logStreams = gauge(
  "logs_instance_active_streams",
  "{stream}",
  STACK,
  "Number of different label sets of log lines.",
);

export const notificationsFailed = gauge(
  "grafana_instance_alerting_notifications_failed_total:rate5m",
  "{notification}",
  STACK,
  "Notifications of Grafana's own alerts that could not be delivered, per second.",
  true,
);
export const relayedNotificationsFailed = gauge(
  "instance_alertmanager_notifications_failed_per_second",
  "{notification}",
  STACK,
  "Notifications of the metrics backend's Alertmanager that could not be delivered, per second.",
  true,
);
export const evaluations = gauge(
  "grafana_instance_alerting_rule_evaluations_total:rate5m",
  "{evaluation}",
  STACK,
  "Evaluations of Grafana's alert rules per second.",
);
export const evaluationsFailed = gauge(
  "grafana_instance_alerting_rule_evaluation_failures_total:rate5m",
  "{evaluation}",
  STACK,
  "Evaluations that failed, per second; missing if none ever failed.",
  true,
);

export const grafanaCloudMetrics = [
  ...[activeSeries, samplesReceived, samplesDiscarded, includedSeries, billableSeries, seriesOverage],
  ...[logBytes, logsDiscarded, logStreams],
  ...[notificationsFailed, relayedNotificationsFailed, evaluations, evaluationsFailed],
];
