import { series, type Service, targetInfo } from "observability/catalog";
import { spanCalls } from "../metrics.ts";
import { errorLogs, exportFailed, operationsFailed } from "../rules/index.ts";

const identity = (serviceName: string) => ({
  team: "peak-trade",
  serviceName,
  namespace: "peak-trade",
  workload: serviceName.replaceAll("_", "-"),
});

export const backtest: Service = {
  ...identity("peak_trade_backtest"),
  id: "peak-trade-backtest",
  title: "Peak Trade backtest",
  description: "Runs a strategy on historical data from the lake. It is a job: between runs there is nothing to see.",
  metrics: [targetInfo, spanCalls],
  heartbeat: series(targetInfo),
  version: "service.version",
  logs: true,
  traces: true,
  profiles: false,
  alerts: [operationsFailed, errorLogs, exportFailed("PeakTradeBacktest", "A backtest")],
};

export const smokeSender: Service = {
  ...identity("peak_trade_smoke_sender"),
  id: "peak-trade-smoke",
  title: "Peak Trade smoke test",
  description: "Sends one span to test whether it arrives. Look for it under Traces.",
  metrics: [targetInfo, spanCalls],
  heartbeat: series(targetInfo),
  logs: true,
  traces: true,
  profiles: false,
  alerts: [exportFailed("PeakTradeSmoke", "The smoke test")],
};
