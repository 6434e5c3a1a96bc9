import {
  type BoardDefinition,
  type BoardRow,
  earlier,
  FAILURE_LEVELS,
  gauge,
  increase,
  type Measure,
  rate,
  series,
  seriesOf,
  share,
  times,
  top,
  view,
} from "observability/catalog";
import { collectorsService } from "../services/collectors.ts";
import { FAILED } from "../services/conditions.ts";
import { engine } from "../services/index.ts";
import {
  feedConnected,
  marketDataLastUpdate,
  pendingRecommendations,
  recordsCollected,
  rejectedByRisk,
  signalsGenerated,
  tradeExecutions,
} from "../metrics.ts";
import { monitoringServices } from "../services/monitoring.ts";
import { orderSuccess, perMinute, priceAge, running, signalsPerMinute } from "./queries.ts";
import { riskManagementService } from "../services/risk-management.ts";
import { signalGeneratorService } from "../services/signal-generator.ts";
import { tradeExecutorService } from "../services/trade-executor.ts";
import { infrastructureRow, tradingRow } from "./unified-rows.ts";

const all = [...engine, collectorsService, ...monitoringServices];

const health: BoardRow = {
  id: "cross-system-health",
  title: "Cross-System Health",
  of: all,
  panels: [
    {
      id: "order-success",
      title: "Order success",
      description:
        "Orders of the last hour that the exchange took. Good: above 99 %. Below, go on with the board of the trading engine.",
      width: 6,
      unit: "ratio",
      of: [tradeExecutorService],
      view: view("stat", orderSuccess),
      empty: "no orders",
    },
    {
      id: "oldest-price",
      title: "Oldest price",
      description:
        "Of the symbol whose newest price is oldest. Good: seconds. Above two minutes, stop the strategy for it: decisions rest on a price that no longer holds.",
      width: 6,
      unit: "seconds",
      of: [signalGeneratorService],
      view: view("stat", { value: top(1, priceAge.value), legend: "{{symbol}}" }),
      empty: "not reported",
    },
    {
      id: "signals",
      title: "Signals per minute",
      description: "Over 15 minutes. Good: as many as usual at this hour. 0 is a generator that hangs, or old prices.",
      width: 6,
      unit: "perMinute",
      of: [signalGeneratorService],
      view: view("stat", signalsPerMinute),
    },
    {
      id: "pending",
      title: "Waiting orders",
      description: "Recommendations not executed yet. Good: a handful. Above 50, orders are placed ever later.",
      width: 6,
      of: [tradeExecutorService],
      view: view("stat", { value: gauge(series(pendingRecommendations), "max") }),
    },
    {
      id: "health",
      title: "Health of all services",
      description:
        "Which services answer when scraped, in all namespaces: collectors, trading engine, monitoring. Start with the first that went out: those behind it wait.",
      width: 24,
      unit: "yesNo",
      view: view("state", ...running(all)),
    },
  ],
};

const collection: BoardRow = {
  id: "data-collection",
  title: "Data Collection",
  of: [collectorsService],
  panels: [
    {
      id: "freshness",
      title: "Feeds by symbol",
      description:
        "Age of the newest price, records per minute, whether the connection is open. Good: seconds, some, yes. Old but connected is a lost subscription: restart the collector of this symbol.",
      width: 12,
      expected: 5,
      view: {
        kind: "table",
        columns: [
          { ...priceAge, legend: "age", unit: "seconds" },
          { ...perMinute(series(recordsCollected), "symbol"), legend: "records per minute", unit: "perMinute" },
          {
            value: gauge(series(feedConnected), "max", { by: ["symbol"] }),
            legend: "connected",
            unit: "yesNo",
          },
        ],
      },
      empty: "not reported",
    },
    {
      id: "records",
      title: "Records by symbol",
      description:
        "What the collectors take from the feeds. Good: a steady band. One symbol at 0 is its feed, all of them the exchange or the network.",
      width: 12,
      unit: "perMinute",
      view: view("lines", perMinute(series(recordsCollected), "symbol")),
      empty: "not reported",
    },
    {
      id: "age-collected",
      title: "Age of prices, as collected",
      description: "Good: seconds, a flat line. A straight climb is a feed that says nothing more.",
      width: 12,
      unit: "seconds",
      view: view("lines", priceAge),
      empty: "not reported",
    },
    {
      id: "age-used",
      title: "Age of prices, as the signal generator sees them",
      description:
        "Good: as beside. Older than collected: what lies between, the database, is slow or stuck. Above two minutes, stop the strategy.",
      width: 12,
      unit: "seconds",
      view: view("lines", {
        ...priceAge,
        value: { kind: "age", of: seriesOf(signalGeneratorService, marketDataLastUpdate), by: ["symbol"] },
      }),
      empty: "not reported",
    },
  ],
};

/** Now, and at the same hour of the day before. */
const againstYesterday = (value: Measure) =>
  view("lines", { value, legend: "now" }, { value: earlier(value, "1d"), legend: "a day ago" });

const anomalies: BoardRow = {
  id: "alerts-anomalies",
  title: "Alerts & Anomalies",
  of: all,
  panels: [
    {
      id: "alerts",
      title: "Active alerts",
      description: "What is known to be wrong, with links to runbooks. Begin with the critical ones.",
      width: 12,
      view: { kind: "alerts" },
      empty: "none",
    },
    {
      id: "error-lines",
      title: "Error lines",
      description: "Log lines of level error and above, of all services. What repeats is the one to read.",
      width: 12,
      view: { kind: "logs", levels: FAILURE_LEVELS },
      empty: "none",
    },
    {
      id: "failures-against-yesterday",
      title: "Orders that fail, against the day before",
      description: "Good: both near 0. A step up with the hour of a deploy is the deploy; with none, the exchange.",
      width: 8,
      unit: "ratio",
      of: [tradeExecutorService],
      view: againstYesterday(
        share(
          rate(series(tradeExecutions, { status: { matches: FAILED } }), { window: "1h" }),
          rate(series(tradeExecutions), { window: "1h" }),
        ),
      ),
      empty: "no orders",
    },
    {
      id: "signals-against-yesterday",
      title: "Signals, against the day before",
      description:
        "Good: the same shape. Half of it is a symbol or a type that is missing, none a generator that hangs.",
      width: 8,
      unit: "perMinute",
      of: [signalGeneratorService],
      view: againstYesterday(times(rate(series(signalsGenerated), { window: "1h" }), 60)),
    },
    {
      id: "rejections-against-yesterday",
      title: "Trades turned down, against the day before",
      description:
        "In an hour, by risk management. Good: the same level. A multiple is a market that moves, a limit that is reached, or a strategy that has lost its measure.",
      width: 8,
      of: [riskManagementService],
      view: againstYesterday(increase(series(rejectedByRisk), { window: "1h" })),
      empty: "none",
    },
  ],
};

const logs: BoardRow = {
  id: "unified-logs",
  title: "Unified Logs",
  of: all,
  panels: [
    {
      id: "engine-logs",
      title: "Trading engine and collectors",
      description: "All lines. Filter by service or text; the last lines before a silence tell most.",
      width: 24,
      of: [...engine, collectorsService],
      view: { kind: "logs" },
    },
    {
      id: "monitoring-logs",
      title: "Monitoring",
      description:
        "Lines of Prometheus, Loki and Grafana in the cluster. Empty where the collector has taken their place.",
      width: 24,
      of: monitoringServices,
      view: { kind: "logs" },
      empty: "not in this cluster",
    },
  ],
};

/** Collectors, trading engine, monitoring and what they run on, in all namespaces. */
export const unifiedBoard: BoardDefinition = {
  id: "unified-crypto-system",
  title: "Unified System",
  description:
    "Everything of crypto on one board: who is up, how old prices are, what is traded, what it runs on, what is wrong.",
  rows: [health, collection, tradingRow, infrastructureRow, anomalies, logs],
};
