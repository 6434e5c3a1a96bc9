import type { Slo } from "observability/catalog";
import { binance, server } from "./indicators.ts";

/** Seconds. A bucket boundary of the histogram. */
const LATENCY_SECONDS = 1;

/** What clients that send signals and orders to the trade engine can rely on. */
export const slos: readonly Slo[] = [
  {
    id: "http",
    title: "Trade engine available",
    description: "Requests to the trade engine are answered without a server error.",
    objective: 0.999,
    indicator: { kind: "events", all: server.all, failed: server.failed },
    name: "TradeEngineHttp",
  },
  {
    id: "latency",
    title: "Trade engine answers in time",
    description: `Requests to the trade engine are answered within ${LATENCY_SECONDS} s.`,
    objective: 0.95,
    indicator: { kind: "latency", of: server.all, seconds: LATENCY_SECONDS },
    name: "TradeEngineLatency",
  },
  {
    id: "binance",
    title: "Calls to Binance succeed",
    description: "The trade engine's calls to Binance succeed: orders, balances, prices.",
    // Orders that the exchange rejects count as failures; strategies occasionally send some.
    objective: 0.99,
    indicator: { kind: "events", all: binance.all, failed: binance.failed },
    name: "TradeEngineBinance",
  },
];
