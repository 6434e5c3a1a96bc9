import { type BoardDefinition, gauge, increase, rate, series, share, targetInfo, times } from "observability/catalog";
import { BY_OPERATION, failed, operations } from "../metrics.ts";
import { backtest, smokeSender } from "../services/index.ts";

const NOTHING = "nothing ran";

export const runsBoard: BoardDefinition = {
  id: "peak-trade-runs",
  title: "Peak Trade runs",
  description: "What backtests do, and what of it fails.",
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
            "Spans that ended per minute, by operation. It ends with the run; an end before that is a hang. Runs of a minute or two leave only logs and traces.",
          width: 12,
          unit: "perMinute",
          view: { kind: "stacked", queries: [{ value: times(rate(operations, BY_OPERATION), 60) }] },
          empty: NOTHING,
        },
        {
          id: "failed",
          title: "Failed operations",
          description: "Share of an operation's spans that failed. Good is 0 %; above it, results cannot be trusted.",
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
          title: "Operations of the shown time",
          description:
            "How often each was done, and which share failed. How long they take is in the traces of the service's board: the collector counts durations in native histograms, which boards do not draw.",
          width: 12,
          expected: 5,
          view: {
            kind: "table",
            columns: [
              { value: increase(operations, BY_OPERATION), legend: "Done", unit: "count" },
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
          title: "Smoke tests that arrived",
          description:
            "Senders whose span the collector has counted in the last minutes. None after a test: it did not arrive.",
          width: 6,
          of: [smokeSender],
          view: { kind: "stat", queries: [{ value: gauge(series(targetInfo), "count") }] },
          empty: "no test of late",
        },
        {
          id: "alerts",
          title: "Alerts",
          description: "What fires or is about to. Each leads to its runbook.",
          width: 6,
          of: [backtest, smokeSender],
          view: { kind: "alerts" },
        },
        {
          id: "log-lines",
          title: "Log lines",
          description: "Newest first, of the chosen level. A line's trace id leads to the operation.",
          width: 24,
          of: [backtest, smokeSender],
          view: { kind: "logs" },
          empty: NOTHING,
        },
      ],
    },
  ],
};
