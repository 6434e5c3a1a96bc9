import { TRADEENGINE_CASES } from "./cases.ts";
import { type Case } from "./case.ts";
import { COLLECTOR_CASES } from "./collector-cases.ts";
import { CRYPTO_TRADING_CASES } from "./crypto-trading-cases.ts";
import { GRAFANA_CLOUD_CASES } from "./grafana-cloud-cases.ts";
import { KUBERNETES_CASES } from "./kubernetes-cases.ts";
import { PEAK_TRADE_CASES } from "./peak-trade-cases.ts";
import { PIPELINES_CASES } from "./pipelines-cases.ts";

/** All cases that promtool runs. Each file of cases adds its cases here. */
export const ALL_CASES: readonly Case[] = [
  ...TRADEENGINE_CASES,
  ...COLLECTOR_CASES,
  ...CRYPTO_TRADING_CASES,
  ...GRAFANA_CLOUD_CASES,
  ...KUBERNETES_CASES,
  ...PEAK_TRADE_CASES,
  ...PIPELINES_CASES,
];
