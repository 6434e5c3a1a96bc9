import { type BoardDefinition, type BoardRow, gauge, rate, ratio, series, times, view } from "observability/catalog";
import { droppedLinesByLabel, forwardedSamples, logRecords, metricPoints, spans } from "../../collector/metrics.ts";
import { collectorService } from "../../collector/service.ts";
import {
  activeSeries,
  billableSeries,
  evaluations,
  evaluationsFailed,
  includedSeries,
  logBytes,
  logsDiscarded,
  logStreams,
  notificationsFailed,
  relayedNotificationsFailed,
  samplesDiscarded,
  samplesReceived,
  seriesOverage,
} from "../metrics.ts";
import { grafanaCloudService } from "../service.ts";

const STACK = { by: ["stack_id"] };
const ROLE_COMPONENT = { by: ["component_id"] };
/** Seconds of a month of thirty days, to project the current rate of logs. */
const MONTH_SECONDS = 30 * 86_400;

const plan: BoardRow = {
  id: "plan",
  title: "Plan and cost",
  of: [grafanaCloudService],
  panels: [
    {
      id: "active",
      title: "Active series",
      description: "Metric series with a sample in the last 20 minutes, by stack of the organisation.",
      width: 5,
      view: view("stat", [gauge(series(activeSeries), "sum", STACK), "{{stack_id}}"]),
    },
    {
      id: "included",
      title: "Billable, share of included",
      description:
        "Above 100 %, each additional series costs extra. The number covers the billing period, so it falls late.",
      width: 4,
      unit: "ratio",
      view: view("gauge", [ratio(gauge(series(billableSeries), "max"), gauge(series(includedSeries), "max"))]),
    },
    {
      id: "overage",
      title: "Cost beyond the plan",
      description: "Cost of series beyond the plan in this billing period.",
      width: 4,
      unit: "dollars",
      empty: "none",
      view: view("stat", [gauge(series(seriesOverage), "max")]),
    },
    {
      id: "log-month",
      title: "Logs per month",
      description: "Bytes of logs in thirty days at the current rate, by stack.",
      width: 5,
      unit: "bytes",
      view: view("stat", [times(gauge(series(logBytes), "sum", STACK), MONTH_SECONDS), "{{stack_id}}"]),
    },
    {
      id: "alerts",
      title: "Alerts",
      description: "Firing and pending alerts on the backend. Each links to its runbook.",
      width: 6,
      view: { kind: "alerts" },
    },
  ],
};

const metrics: BoardRow = {
  id: "metrics",
  title: "Metrics",
  of: [grafanaCloudService],
  panels: [
    {
      id: "series",
      title: "Series against the plan",
      description:
        "Active series by stack, and the series that the plan includes and charges for. A step up means that a label has too many values.",
      width: 12,
      view: view(
        "lines",
        [gauge(series(activeSeries), "sum", STACK), "active {{stack_id}}"],
        [gauge(series(includedSeries), "max"), "included"],
        [gauge(series(billableSeries), "max"), "billable"],
      ),
    },
    {
      id: "samples",
      title: "Samples",
      description:
        "Samples accepted per second, by stack. More samples without more series means more frequent scrapes.",
      width: 6,
      unit: "perSecond",
      view: view("lines", [gauge(series(samplesReceived), "sum", STACK), "{{stack_id}}"]),
    },
    {
      id: "samples-discarded",
      title: "Samples discarded",
      description: "Lost samples, by reason. `per_user_series_limit`: new series are invisible.",
      width: 6,
      unit: "perSecond",
      empty: "none",
      view: view("lines", [
        gauge(series(samplesDiscarded), "sum", { by: ["stack_id", "reason"] }),
        "{{reason}} {{stack_id}}",
      ]),
    },
    {
      id: "samples-by-way",
      title: "Samples scraped, by component",
      description:
        "For this environment: where the collector gets most samples. `relabel` shows what is left after the keep-list; `applications` are metrics that applications expose themselves.",
      width: 12,
      unit: "perSecond",
      of: [collectorService],
      view: view("bar-gauge", [rate(series(forwardedSamples), ROLE_COMPONENT), "{{component_id}}"]),
    },
    {
      id: "pushed",
      title: "Pushed by applications",
      description: "For this environment: spans, samples and log lines per second that applications send.",
      width: 12,
      unit: "perSecond",
      of: [collectorService],
      view: view(
        "lines",
        [rate(series(metricPoints.accepted)), "samples"],
        [rate(series(spans.accepted)), "spans"],
        [rate(series(logRecords.accepted)), "log lines"],
      ),
    },
  ],
};

const logs: BoardRow = {
  id: "logs",
  title: "Logs",
  of: [grafanaCloudService],
  panels: [
    {
      id: "log-bytes",
      title: "Logs",
      description: "Bytes per second, by stack. The service dashboards show which service logs so much.",
      width: 8,
      unit: "bytesPerSecond",
      view: view("lines", [gauge(series(logBytes), "sum", STACK), "{{stack_id}}"]),
    },
    {
      id: "log-streams",
      title: "Streams",
      description:
        "Number of different label sets, by stack. Thousands mean that a label has one value per pod or request.",
      width: 4,
      view: view("lines", [gauge(series(logStreams), "sum", STACK), "{{stack_id}}"]),
    },
    {
      id: "logs-discarded",
      title: "Logs discarded",
      description: "Lost log lines: too many at once, too long, or too old.",
      width: 6,
      unit: "bytesPerSecond",
      empty: "none",
      view: view("lines", [gauge(series(logsDiscarded), "sum", STACK), "{{stack_id}}"]),
    },
    {
      id: "lines-dropped",
      title: "Above the collector's limit",
      description: "For this environment: lines that the collector's rate limit drops, by namespace.",
      width: 6,
      unit: "perSecond",
      of: [collectorService],
      empty: "none",
      view: view("bar-gauge", [rate(series(droppedLinesByLabel), { by: ["label_value"] }), "{{label_value}}"]),
    },
  ],
};

const alerting: BoardRow = {
  id: "alerting",
  title: "Alerting",
  of: [grafanaCloudService],
  panels: [
    {
      id: "evaluations",
      title: "Rule evaluations",
      description: "By stack. A step down means that rules are paused or gone.",
      width: 8,
      unit: "perSecond",
      view: view("lines", [gauge(series(evaluations), "sum", STACK), "{{stack_id}}"]),
    },
    {
      id: "evaluations-failed",
      title: "Failed evaluations",
      description: "Rules that cannot query their data source: they neither fire nor resolve.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", [gauge(series(evaluationsFailed), "sum", STACK), "{{stack_id}}"]),
    },
    {
      id: "notifications-failed",
      title: "Failed notifications",
      description: "By stack. A contact point refuses them, so its recipients are not notified.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view(
        "lines",
        [gauge(series(notificationsFailed), "sum", STACK), "Grafana {{stack_id}}"],
        [gauge(series(relayedNotificationsFailed), "sum", STACK), "Alertmanager {{stack_id}}"],
      ),
    },
  ],
};

export const costAndCardinality: BoardDefinition = {
  id: "cost-and-cardinality",
  title: "Cost and cardinality",
  description: "What telemetry costs, what is discarded, and who sends most of it.",
  rows: [plan, metrics, logs, alerting],
};
