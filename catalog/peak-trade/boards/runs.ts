import { type BoardDefinition, gauge, increase, rate, series, share, targetInfo, times } from "observability/catalog";
import { BY_OPERATION, failed, operations } from "../metrics.ts";
import { backtest, smokeSender } from "../services/index.ts";

const NOTHING = "nothing ran";

export const runsBoard: BoardDefinition = {
  id: "peak-trade-runs",
  title: "Peak Trade runs",
  description: "What backtests do, and which of their operations fail.",
  rows: [
    {
      id: "operations",
      title: "Operations",
      of: [backtest],
      panels: [
        {
          id: "rate",
          title: "Operations",
          description:
            "Completed spans per minute, by operation. Lines end when the run ends; if they end earlier, the run hangs. Runs of a minute or two leave only logs and traces.",
          width: 12,
          unit: "perMinute",
          view: { kind: "stacked", queries: [{ value: times(rate(operations, BY_OPERATION), 60) }] },
          empty: NOTHING,
        },
        {
          id: "failed",
          title: "Failed operations",
          description: "Share of each operation's spans that failed. Good: 0 %. Above that, results cannot be trusted.",
          width: 12,
          unit: "ratio",
          view: {
            kind: "lines",
            queries: [{ value: share(rate(failed, BY_OPERATION), rate(operations, BY_OPERATION)) }],
          },
          empty: NOTHING,
        },
        {
          id: "table",
          title: "Operations in the selected time range",
          description:
            "How often each operation ran, and what share failed. For durations, see the traces on the service's dashboard: the collector records them in native histograms, which these dashboards do not draw.",
          width: 12,
          expected: 5,
          view: {
            kind: "table",
            columns: [
              { value: increase(operations, BY_OPERATION), legend: "Completed", unit: "count" },
              {
                value: share(increase(failed, BY_OPERATION), increase(operations, BY_OPERATION)),
                legend: "Failed",
                unit: "ratio",
              },
            ],
          },
          empty: NOTHING,
        },
        {
          id: "smoke",
          title: "Smoke tests received",
          description:
            "Senders whose span the collector counted in the last few minutes. None after a test means the span did not arrive.",
          width: 6,
          of: [smokeSender],
          view: { kind: "stat", queries: [{ value: gauge(series(targetInfo), "count") }] },
          empty: "no recent test",
        },
        {
          id: "alerts",
          title: "Alerts",
          description: "Firing and pending alerts. Each links to its runbook.",
          width: 6,
          of: [backtest, smokeSender],
          view: { kind: "alerts" },
        },
        {
          id: "log-lines",
          title: "Log lines",
          description: "Lines of the selected level, newest first. A line's trace id leads to the operation.",
          width: 24,
          of: [backtest, smokeSender],
          view: { kind: "logs" },
          empty: NOTHING,
        },
      ],
    },
  ],
};
