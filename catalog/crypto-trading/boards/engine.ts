import {
  type BoardDefinition,
  type BoardRow,
  gauge,
  increase,
  series,
  seriesOf,
  top,
  view,
} from "observability/catalog";
import { executionRow, flowRow, validationRow } from "./engine-rows.ts";
import {
  databaseQueryTime,
  modelInferenceTime,
  modelLoadStatus,
  pendingRecommendations,
  signalConfidence,
  signalsGenerated,
  tradeExecutions,
} from "../metrics.ts";
import { lastHour, orderSuccess, perMinute, quantiles, running, signalsPerMinute } from "./queries.ts";
import { engine } from "../services/index.ts";
import { signalGeneratorService } from "../services/signal-generator.ts";
import { tradeExecutorService } from "../services/trade-executor.ts";

const overview: BoardRow = {
  id: "overview",
  title: "System Overview",
  of: engine,
  panels: [
    {
      id: "alerts",
      title: "Firing alerts",
      description: "Firing and pending alerts, with links to runbooks. Start with the critical ones.",
      width: 8,
      view: { kind: "alerts" },
      empty: "none",
    },
    {
      id: "order-success",
      title: "Order success",
      description:
        "Share of orders in the last hour that the exchange accepted. Good: above 99 %. Below that, see the Trade Execution row for status and symbol. Halt trading if positions cannot be closed.",
      width: 4,
      unit: "ratio",
      of: [tradeExecutorService],
      view: view("stat", orderSuccess),
      empty: "no orders",
    },
    {
      id: "orders",
      title: "Orders, last hour",
      description:
        "Orders, whatever their outcome. 0 while signals flow does not mean a quiet market: the Pipeline Flow row shows which hop is stuck.",
      width: 4,
      of: [tradeExecutorService],
      view: view("stat", { value: increase(series(tradeExecutions), { window: "1h" }) }),
      empty: "no orders",
    },
    {
      id: "signals",
      title: "Signals per minute",
      description:
        "Average over 15 minutes. Good: as many as usual at this hour. 0 means the generator hangs, or prices are old.",
      width: 4,
      unit: "perMinute",
      of: [signalGeneratorService],
      view: view("stat", signalsPerMinute),
    },
    {
      id: "pending",
      title: "Waiting orders",
      description:
        "Recommendations not executed yet. Good: a handful. Above 50, orders are placed later and later: check whether the exchange or the executor is slow.",
      width: 4,
      of: [tradeExecutorService],
      view: view("stat", { value: gauge(series(pendingRecommendations), "max") }),
    },
    {
      id: "health",
      title: "Service health",
      description:
        "Services that answer scrapes, and whether the model is loaded. Start with the first one that went down: those behind it wait.",
      width: 24,
      unit: "yesNo",
      view: view("state", ...running(engine), {
        value: gauge(seriesOf(signalGeneratorService, modelLoadStatus), "min"),
        legend: "model loaded",
      }),
    },
  ],
};

const signals: BoardRow = {
  id: "signal-generation",
  title: "Signal Generation",
  of: [signalGeneratorService],
  panels: [
    {
      id: "signals-by-type",
      title: "Signals by type",
      description:
        "Signals to buy, sell or hold. If a type disappears, or only one remains, check the model or its inputs.",
      width: 12,
      unit: "perMinute",
      view: view("stacked", perMinute(series(signalsGenerated), "signal_type")),
    },
    {
      id: "signals-by-symbol",
      title: "Signals by symbol, last hour",
      description:
        "The ten symbols with the most signals. A missing symbol gets no decisions: check the age of its prices.",
      width: 12,
      view: view("bar-gauge", {
        value: top(10, lastHour(series(signalsGenerated), "symbol").value),
        legend: "{{symbol}}",
      }),
    },
    {
      id: "signal-confidence",
      title: "Signal confidence",
      description:
        "How sure the model is. Good: the same band as yesterday. A slide down is drift; a single bright line means the model always gives the same answer.",
      width: 8,
      view: { kind: "heatmap", of: series(signalConfidence) },
    },
    {
      id: "inference",
      title: "Model inference",
      description:
        "Good: p95 below 1 s. Above that, signals arrive late: check the CPU of the pods, then what was deployed.",
      width: 8,
      unit: "seconds",
      view: view("lines", ...quantiles(series(modelInferenceTime))),
    },
    {
      id: "database",
      title: "Database queries",
      description:
        "Good: p95 below 0.5 s. If all three rise, the database is slow or exhausted; if only p99 rises, a query lacks an index.",
      width: 8,
      unit: "seconds",
      view: view("lines", ...quantiles(series(databaseQueryTime))),
    },
  ],
};

const logs: BoardRow = {
  id: "logs",
  title: "Logs",
  of: engine,
  panels: [
    {
      id: "log-lines",
      title: "Log lines",
      description:
        "Log lines of all five services. Filter by service or text. The last lines before a silence are the most useful.",
      width: 24,
      view: { kind: "logs" },
    },
  ],
};

/** One trade from signal to order: what the five services of the engine do, and what they log. */
export const engineBoard: BoardDefinition = {
  id: "crypto-trading-engine",
  title: "Crypto Trading Engine",
  description: `From signal to order: ${engine.map(({ title }) => title.replace("Crypto ", "")).join(", ")}. Key numbers first, then each hop in turn.`,
  rows: [overview, signals, executionRow, validationRow, flowRow, logs],
};
