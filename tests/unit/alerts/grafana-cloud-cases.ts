import type { Case } from "./case.ts";

const DAY = 86_400;
/** Unix time in seconds at which tokens expire; cases begin at 0. */
export const TOKENS = { collector: 23 * DAY };

const STACK = { stack_id: "1402895" };

/** A usage series of one stack. */
const usage = (name: string, more = "") => `grafanacloud_${name}{stack_id="1402895"${more === "" ? "" : `,${more}`}}`;
const discarded = (reason: string) => usage("instance_samples_discarded_per_second", `reason="${reason}"`);
const alive = { [usage("instance_active_series")]: "8000x240" };
const billing = (billable: number) => ({
  'grafanacloud_org_metrics_billable_series{org_id="1"}': `${billable}x720`,
  'grafanacloud_org_metrics_included_series{org_id="1"}': "10000x720",
});
const evaluations = (all: string, failed?: string) => ({
  [usage("grafana_instance_alerting_rule_evaluations_total:rate5m")]: all,
  ...(failed === undefined
    ? {}
    : { [usage("grafana_instance_alerting_rule_evaluation_failures_total:rate5m")]: failed }),
});
const LOGS = usage("logs_instance_discarded_bytes_per_second");
const NOTIFICATIONS = usage("grafana_instance_alerting_notifications_failed_total:rate5m");

const COMPARISONS = [
  "GrafanaCloudSamplesDiscarded",
  "GrafanaCloudLogsDiscarded",
  "GrafanaCloudSeriesGrowth",
  "GrafanaCloudSeriesOverIncluded",
  "GrafanaCloudNotificationsFailing",
  "GrafanaCloudEvaluationsFailing",
];

const quiet: readonly Case[] = [
  {
    name: "a backend that accepts everything pages no one",
    series: {
      [usage("instance_active_series")]: "8000x1700",
      [discarded("per_user_series_limit")]: "0x1700",
      [discarded("requested-by-configuration")]: "40x1700",
      [LOGS]: "0x1700",
      [NOTIFICATIONS]: "0x1700",
      ...billing(9000),
      ...evaluations("2x1700", "0.1x1700"),
    },
    at: "1600m",
    quiet: COMPARISONS,
  },
  {
    name: "all series of the backend except the active series are missing: no alert fires",
    series: alive,
    at: "200m",
    quiet: COMPARISONS,
  },
  {
    name: "the series of failures is missing because none ever happened",
    series: { ...alive, ...evaluations("2x240") },
    at: "60m",
    quiet: ["GrafanaCloudEvaluationsFailing"],
  },
  {
    name: "one of two rules fails at low traffic",
    series: { ...alive, ...evaluations("0.03x240", "0.015x240") },
    at: "60m",
    quiet: ["GrafanaCloudEvaluationsFailing"],
  },
  {
    name: "a small stack doubles at low traffic",
    series: { [usage("instance_active_series")]: "600x1500 1200x200" },
    at: "1600m",
    quiet: ["GrafanaCloudSeriesGrowth"],
  },
  {
    name: "a stack recovers after its limit was raised: nothing is discarded for half an hour",
    series: { ...alive, [discarded("per_user_series_limit")]: "12x60 0x180", [LOGS]: "900x60 0x180" },
    at: "95m",
    quiet: ["GrafanaCloudSamplesDiscarded", "GrafanaCloudLogsDiscarded"],
  },
  {
    name: "a repaired contact point recovers, and so do rules that can query again",
    series: { ...alive, [NOTIFICATIONS]: "0.2x60 0x180", ...evaluations("2x240", "2x60 0x180") },
    at: "100m",
    quiet: ["GrafanaCloudNotificationsFailing", "GrafanaCloudEvaluationsFailing"],
  },
  {
    name: "a token is replaced in time",
    series: alive,
    at: "60m",
    quiet: ["GrafanaCloudTokenExpiringSoon", "GrafanaCloudTokenNearlyExpired"],
  },
].map((one) => ({ ...one, labels: {}, firing: {} }));

export const GRAFANA_CLOUD_CASES: readonly Case[] = [
  ...quiet,
  {
    name: "the series limit is reached",
    labels: { ...STACK, reason: "per_user_series_limit" },
    series: { ...alive, [discarded("per_user_series_limit")]: "0x10 12x100" },
    at: "40m",
    firing: {
      GrafanaCloudSamplesDiscarded:
        "Grafana Cloud discards 12 samples per second of stack 1402895: per_user_series_limit",
    },
    quiet: [],
  },
  {
    name: "logs arrive too fast",
    labels: STACK,
    series: { ...alive, [LOGS]: "0x10 1500x100" },
    at: "40m",
    firing: { GrafanaCloudLogsDiscarded: "Grafana Cloud discards 1.5k bytes of logs per second of stack 1402895" },
    quiet: [],
  },
  {
    name: "a label with a value per order doubles the series of a stack",
    labels: STACK,
    series: { [usage("instance_active_series")]: "8000x1500 16000x200" },
    at: "1600m",
    firing: { GrafanaCloudSeriesGrowth: "Stack 1402895 has 200% of the series it had a day ago" },
    quiet: [],
  },
  {
    name: "a stack has more series than the plan includes",
    labels: {},
    series: { ...alive, ...billing(12_000) },
    at: "420m",
    firing: { GrafanaCloudSeriesOverIncluded: "Billable series are at 120% of the number that the plan includes" },
    quiet: [],
  },
  {
    name: "a webhook was revoked",
    labels: STACK,
    series: { ...alive, [NOTIFICATIONS]: "0x10 0.2x100" },
    at: "30m",
    firing: { GrafanaCloudNotificationsFailing: "Stack 1402895 cannot deliver alert notifications" },
    quiet: [],
  },
  {
    name: "a data source does not answer the queries of rules",
    labels: STACK,
    series: { ...alive, ...evaluations("2x100", "0x10 1x90") },
    at: "30m",
    firing: { GrafanaCloudEvaluationsFailing: "50% of the alert rule evaluations of stack 1402895 fail" },
    quiet: [],
  },
  {
    name: "half of the overlap has passed and the token has not been replaced",
    labels: { token: "collector" },
    series: alive,
    at: "13h",
    firing: {
      GrafanaCloudTokenExpiringSoon: "The collector token expires in 22d 11h 0m 0s and was not replaced in time",
    },
    quiet: ["GrafanaCloudTokenNearlyExpired"],
  },
  {
    name: "a token is about to expire",
    labels: { token: "collector" },
    series: alive,
    at: "481h",
    firing: {
      GrafanaCloudTokenExpiringSoon: "The collector token expires in 2d 23h 0m 0s and was not replaced in time",
      GrafanaCloudTokenNearlyExpired: "The collector token expires in 2d 23h 0m 0s",
    },
    quiet: [],
  },
];
