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
        "Share of orders in the last hour that the exchange accepted. Good: above 99 %. Below that, continue on the Crypto Trading Engine dashboard.",
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
        "The symbol whose newest price is oldest. Good: seconds. Above two minutes, stop its strategy: decisions are based on an outdated price.",
      width: 6,
      unit: "seconds",
      of: [signalGeneratorService],
      view: view("stat", { value: top(1, priceAge.value), legend: "{{symbol}}" }),
      empty: "not reported",
    },
    {
      id: "signals",
      title: "Signals per minute",
      description:
        "Average over 15 minutes. Good: as many as usual at this hour. 0 means the generator hangs, or prices are old.",
      width: 6,
      unit: "perMinute",
      of: [signalGeneratorService],
      view: view("stat", signalsPerMinute),
    },
    {
      id: "pending",
      title: "Waiting orders",
      description: "Recommendations not executed yet. Good: a handful. Above 50, orders are placed later and later.",
      width: 6,
      of: [tradeExecutorService],
      view: view("stat", { value: gauge(series(pendingRecommendations), "max") }),
    },
    {
      id: "health",
      title: "Health of all services",
      description:
        "Services in all namespaces that answer scrapes: collectors, trading engine, monitoring. Start with the first one that went down: those behind it wait.",
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
        "Age of the newest price, records per minute, and whether the connection is open. Good: seconds, some, yes. Old but connected means the subscription is lost: restart the collector of this symbol.",
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
        "Records that the collectors receive from the feeds. Good: a steady band. If one symbol is at 0, check its feed; if all are at 0, check the exchange or the network.",
      width: 12,
      unit: "perMinute",
      view: view("lines", perMinute(series(recordsCollected), "symbol")),
      empty: "not reported",
    },
    {
      id: "age-collected",
      title: "Age of prices, as collected",
      description: "Good: seconds, a flat line. A straight climb means the feed sends nothing more.",
      width: 12,
      unit: "seconds",
      view: view("lines", priceAge),
      empty: "not reported",
    },
    {
      id: "age-used",
      title: "Age of prices, as the signal generator sees them",
      description:
        "Good: the same as in the panel on the left. If prices are older than collected, the database in between is slow or stuck. Above two minutes, stop the strategy.",
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

/** Now, and at the same time the day before. */
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
      description: "Firing and pending alerts, with links to runbooks. Start with the critical ones.",
      width: 12,
      view: { kind: "alerts" },
      empty: "none",
    },
    {
      id: "error-lines",
      title: "Error lines",
      description: "Log lines of level error and above, from all services. Read the ones that repeat.",
      width: 12,
      view: { kind: "logs", levels: FAILURE_LEVELS },
      empty: "none",
    },
    {
      id: "failures-against-yesterday",
      title: "Failed orders, compared with the day before",
      description:
        "Good: both near 0. A step up points to the deploy if there was one at that time, otherwise to the exchange.",
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
      title: "Signals, compared with the day before",
      description:
        "Good: the same shape. About half means a symbol or a type is missing; none means the generator hangs.",
      width: 8,
      unit: "perMinute",
      of: [signalGeneratorService],
      view: againstYesterday(times(rate(series(signalsGenerated), { window: "1h" }), 60)),
    },
    {
      id: "rejections-against-yesterday",
      title: "Rejected trades, compared with the day before",
      description:
        "Trades that risk management rejects in an hour. Good: the same level. A multiple means the market is moving, a limit is reached, or the strategy takes unreasonable positions.",
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
      description: "All lines. Filter by service or text. The last lines before a silence are the most useful.",
      width: 24,
      of: [...engine, collectorsService],
      view: { kind: "logs" },
    },
    {
      id: "monitoring-logs",
      title: "Monitoring",
      description:
        "Log lines of Prometheus, Loki and Grafana in the cluster. Empty if the collector has replaced them.",
      width: 24,
      of: monitoringServices,
      view: { kind: "logs" },
      empty: "not in this cluster",
    },
  ],
};

/** Collectors, trading engine, monitoring and their infrastructure, in all namespaces. */
export const unifiedBoard: BoardDefinition = {
  id: "unified-crypto-system",
  title: "Unified System",
  description:
    "Crypto trading on one dashboard: services that are up, age of prices, trades, infrastructure and problems.",
  rows: [health, collection, tradingRow, infrastructureRow, anomalies, logs],
};
