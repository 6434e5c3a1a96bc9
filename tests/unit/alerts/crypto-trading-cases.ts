import type { Case } from "./case.ts";
import { CRYPTO_DATA_CASES } from "./crypto-data-cases.ts";
import { CRYPTO_ENGINE_CASES } from "./crypto-engine-cases.ts";
import { CRYPTO_EXCHANGE_CASES } from "./crypto-exchange-cases.ts";
import { CRYPTO_LATENCY_CASES } from "./crypto-latency-cases.ts";
import { CRYPTO_ORDER_CASES } from "./crypto-order-cases.ts";
import { fires, jobOf, NOTHING, quiet, seriesOf } from "./crypto-series.ts";
import { CRYPTO_SLO_CASES } from "./crypto-slo-cases.ts";

/** Workloads by the prefix of their alerts, with the title these use. */
const SERVICES: Readonly<Record<string, readonly [workload: string, title: string]>> = {
  CryptoSignalGenerator: ["signal-generator", "Signal generator"],
  CryptoTradeOrchestrator: ["trade-orchestrator", "Trade orchestrator"],
  CryptoLlmValidation: ["llm-validation", "LLM validation"],
  CryptoRiskManagement: ["risk-management", "Risk management"],
  CryptoTradeExecutor: ["trade-executor", "Trade executor"],
  CryptoCollectors: ["market-data-collectors", "Market data collectors"],
};
/** Optional services. */
const MONITORING: typeof SERVICES = {
  CryptoPrometheus: ["prometheus", "In-cluster Prometheus"],
  CryptoLoki: ["loki", "In-cluster Loki"],
  CryptoGrafana: ["grafana", "In-cluster Grafana"],
};

const targetDown = ([prefix, [workload, title]]: (typeof ENTRIES)[number]): readonly Case[] => {
  const rule = { alert: `${prefix}TargetDown`, labels: { job: jobOf(workload) } };
  const up = seriesOf(workload)("up");
  const summary = `${title}: no instance can be scraped`;
  return [
    fires(rule, "it does not answer", { [up]: "1x20 0x100" }, "30m", summary),
    quiet(rule, "one of two answers", { [up]: "0x120", [seriesOf(workload, "pod-2")("up")]: "1x120" }, "30m"),
    quiet(rule, "it restarts", { [up]: "1x20 0x2 1x100" }, "24m"),
    quiet(rule, "series missing", NOTHING, "30m"),
    quiet(rule, "it recovers", { [up]: "0x30 1x90" }, "40m"),
  ];
};
const ENTRIES = Object.entries(SERVICES);

const absent = ([prefix, [workload, title]]: (typeof ENTRIES)[number]): readonly Case[] => {
  const rule = { alert: `${prefix}TelemetryAbsent`, labels: { job: jobOf(workload) } };
  const up = seriesOf(workload)("up");
  return [
    fires(rule, "series missing", NOTHING, "20m", `${title}: no metrics for 15 minutes`),
    quiet(rule, "it is down but still discovered", { [up]: "0x120" }, "30m"),
    quiet(rule, "it recovers", { [up]: "_x40 1x80" }, "60m"),
  ];
};

export const CRYPTO_TRADING_CASES: readonly Case[] = [
  ...ENTRIES.flatMap(absent),
  ...[...ENTRIES, ...Object.entries(MONITORING)].flatMap(targetDown),
  ...CRYPTO_ORDER_CASES,
  ...CRYPTO_LATENCY_CASES,
  ...CRYPTO_EXCHANGE_CASES,
  ...CRYPTO_ENGINE_CASES,
  ...CRYPTO_DATA_CASES,
  ...CRYPTO_SLO_CASES,
];
