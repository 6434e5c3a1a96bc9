import { above, type AlertRule, earlier, gauge, ratio, series, share } from "observability/catalog";
import {
  activeSeries,
  billableSeries,
  evaluations,
  evaluationsFailed,
  includedSeries,
  logsDiscarded,
  notificationsFailed,
  relayedNotificationsFailed,
  samplesDiscarded,
} from "../metrics.ts";

const DAY = 86_400;
/** Seconds: half of the overlap, 45 days by default. By then, a weekly `up` has failed three times. */
const TOKEN_LATE = 22.5 * DAY;
/** Seconds: the time left to fix whatever keeps `up` from running. */
const TOKEN_NEARLY_EXPIRED = 3 * DAY;
/** Share of the day before; the deploy of one service does not add half as much again. */
const SERIES_GROWTH = 1.5;
/** Number of series below which such growth costs nothing. */
const MINIMUM_SERIES = 2000;
/** Share of alert rule evaluations; one broken rule in twenty does not mean that alerting as a whole is broken. */
const EVALUATIONS_FAILED = 0.2;
/** Minimum number of evaluations per second for a meaningful share: six rules, once a minute. */
const MINIMUM_EVALUATIONS = 0.1;

const STACK = { by: ["stack_id"] };
const SERIES = gauge(series(activeSeries), "sum", STACK);

export const grafanaCloudRules: readonly AlertRule[] = [
  {
    id: "samples-discarded",
    name: "GrafanaCloudSamplesDiscarded",
    severity: "warning",
    tier: "essential",
    condition: above(
      // Without samples that adaptive metrics drops because it is configured to.
      gauge(series(samplesDiscarded, { reason: { not: "requested-by-configuration" } }), "sum", {
        by: ["stack_id", "reason"],
      }),
      0,
    ),
    for: "15m",
    keepFiringFor: "15m",
    summary:
      "Grafana Cloud discards {{ $value | humanize }} samples per second of stack {{ $labels.stack_id }}: {{ $labels.reason }}",
    description:
      "They are lost, although the backend reported success to the collector. At the series limit, new services and pods are invisible while old ones look right.",
    panel: { title: "Samples discarded per second" },
  },
  {
    id: "logs-discarded",
    name: "GrafanaCloudLogsDiscarded",
    severity: "warning",
    condition: above(gauge(series(logsDiscarded), "sum", STACK), 0),
    for: "15m",
    keepFiringFor: "15m",
    summary: "Grafana Cloud discards {{ $value | humanize }} bytes of logs per second of stack {{ $labels.stack_id }}",
    description:
      "Log lines are lost: too many at once, too long, too old, or with too many labels. Errors may be among them.",
    panel: { title: "Bytes of logs discarded per second" },
  },
  {
    id: "series-growth",
    name: "GrafanaCloudSeriesGrowth",
    severity: "warning",
    condition: above(ratio(SERIES, earlier(SERIES, "1d")), SERIES_GROWTH, {
      and: [{ value: SERIES, is: "above", threshold: MINIMUM_SERIES }],
    }),
    for: "1h",
    summary: "Stack {{ $labels.stack_id }} has {{ $value | humanizePercentage }} of the series it had a day ago",
    description:
      "A metric has a label with very many values. Each series costs money, and at the limit of the plan, new series are discarded.",
    panel: { title: "Active series, share of the day before" },
  },
  {
    id: "series-over-included",
    name: "GrafanaCloudSeriesOverIncluded",
    severity: "info",
    condition: above(ratio(gauge(series(billableSeries), "max"), gauge(series(includedSeries), "max")), 1),
    for: "6h",
    summary: "Billable series are at {{ $value | humanizePercentage }} of the number that the plan includes",
    description:
      "Series beyond the plan cost extra. The number covers the billing period, so it falls only some time after the cause is gone.",
    panel: { title: "Billable series, share of included" },
  },
  {
    id: "notifications-failing",
    name: "GrafanaCloudNotificationsFailing",
    severity: "critical",
    condition: above(
      [notificationsFailed, relayedNotificationsFailed].map((failed) => gauge(series(failed), "sum", STACK)),
      0,
    ),
    for: "10m",
    keepFiringFor: "30m",
    summary: "Stack {{ $labels.stack_id }} cannot deliver alert notifications",
    description:
      "A contact point refuses them: a revoked webhook, a deleted channel or a wrong key. Alerts fire, but this contact point notifies no one. Other contact points still work.",
    panel: { title: "Failed notifications per second" },
  },
  {
    id: "evaluations-failing",
    name: "GrafanaCloudEvaluationsFailing",
    severity: "critical",
    condition: above(
      share(gauge(series(evaluationsFailed), "sum", STACK), gauge(series(evaluations), "sum", STACK)),
      EVALUATIONS_FAILED,
      { and: [{ value: gauge(series(evaluations), "sum", STACK), is: "above", threshold: MINIMUM_EVALUATIONS }] },
    ),
    for: "10m",
    keepFiringFor: "10m",
    summary: "{{ $value | humanizePercentage }} of the alert rule evaluations of stack {{ $labels.stack_id }} fail",
    description:
      "Rules that cannot query their data source neither fire nor resolve: alerting is blind, whatever the alert list shows.",
    panel: { title: "Failed evaluations, share" },
  },
  {
    id: "token-expiring",
    name: "GrafanaCloudTokenExpiringSoon",
    severity: "warning",
    tier: "essential",
    condition: { kind: "token-expiry", threshold: TOKEN_LATE },
    for: "0m",
    summary: "The {{ $labels.token }} token expires in {{ $value | humanizeDuration }} and was not replaced in time",
    description:
      "`pulumi up` replaces tokens as soon as their overlap begins. Half of the overlap has passed, so `pulumi up` was not run, or failed. When the token expires, telemetry is refused.",
    panel: "heartbeat",
  },
  {
    id: "token-nearly-expired",
    name: "GrafanaCloudTokenNearlyExpired",
    severity: "critical",
    condition: { kind: "token-expiry", threshold: TOKEN_NEARLY_EXPIRED },
    for: "0m",
    summary: "The {{ $labels.token }} token expires in {{ $value | humanizeDuration }}",
    description:
      "After that, the backend refuses data written with this token, and refused data is lost. Run `pulumi up` for this environment now.",
    panel: "heartbeat",
  },
];
