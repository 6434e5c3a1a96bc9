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
      description: "What is known to be wrong, with links to runbooks. Begin with the critical ones.",
      width: 8,
      view: { kind: "alerts" },
      empty: "none",
    },
    {
      id: "order-success",
      title: "Order success",
      description:
        "Orders of the last hour that the exchange took. Good: above 99 %. Below, see the row Trade Execution for status and symbol; halt trading if positions cannot be closed.",
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
        "Orders by whatever outcome. 0 while signals flow is no quiet market: see the row Pipeline Flow for the hop that is stuck.",
      width: 4,
      of: [tradeExecutorService],
      view: view("stat", { value: increase(series(tradeExecutions), { window: "1h" }) }),
      empty: "no orders",
    },
    {
      id: "signals",
      title: "Signals per minute",
      description: "Over 15 minutes. Good: as many as usual at this hour. 0 is a generator that hangs, or old prices.",
      width: 4,
      unit: "perMinute",
      of: [signalGeneratorService],
      view: view("stat", signalsPerMinute),
    },
    {
      id: "pending",
      title: "Waiting orders",
      description:
        "Recommendations not executed yet. Good: a handful. Above 50, orders are placed ever later: see whether the exchange or the executor is slow.",
      width: 4,
      of: [tradeExecutorService],
      view: view("stat", { value: gauge(series(pendingRecommendations), "max") }),
    },
    {
      id: "health",
      title: "Service health",
      description:
        "Which services answer when scraped, and whether the model is loaded. Start with the first that went out: those behind it wait.",
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
        "Signals to buy, sell or hold. A type that vanishes, or one that is all there is, points at the model or its inputs.",
      width: 12,
      unit: "perMinute",
      view: view("stacked", perMinute(series(signalsGenerated), "signal_type")),
    },
    {
      id: "signals-by-symbol",
      title: "Signals by symbol, last hour",
      description: "The ten with most signals. A symbol that is missing gets no decisions: see the age of its prices.",
      width: 12,
      view: view("bar-gauge", {
        value: top(10, lastHour(series(signalsGenerated), "symbol").value),
        legend: "{{symbol}}",
      }),
    },
    {
      id: "signal-confidence",
      title: "Confidence of signals",
      description:
        "How sure the model is. Good: the same band as yesterday. A slide down is drift; a single bright line is a model that answers always the same.",
      width: 8,
      view: { kind: "heatmap", of: series(signalConfidence) },
    },
    {
      id: "inference",
      title: "Model inference",
      description: "Good: p95 below 1 s. Above, signals come late: see the CPU of the pods, then what was deployed.",
      width: 8,
      unit: "seconds",
      view: view("lines", ...quantiles(series(modelInferenceTime))),
    },
    {
      id: "database",
      title: "Database queries",
      description:
        "Good: p95 below 0.5 s. All three up is a slow or exhausted database, p99 alone a query without an index.",
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
      description: "Of all five services. Filter by service or text; the last lines before a silence tell most.",
      width: 24,
      view: { kind: "logs" },
    },
  ],
};

/** One trade from signal to order: what the five services of the engine do, and what they say. */
export const engineBoard: BoardDefinition = {
  id: "crypto-trading-engine",
  title: "Crypto Trading Engine",
  description: `From signal to order: ${engine.map(({ title }) => title.replace("Crypto ", "")).join(", ")}. Numbers first, then each hop in turn.`,
  rows: [overview, signals, executionRow, validationRow, flowRow, logs],
};
