import type { System } from "../model/catalog/system.ts";
import { collector } from "./collector.ts";
import { cryptoTrading } from "./crypto-trading.ts";
import { grafanaCloud } from "./grafana-cloud.ts";
import { kubernetes } from "./kubernetes.ts";
import { peakTrade } from "./peak-trade.ts";
import { pipelines } from "./pipelines.ts";
import { tradeengine } from "./tradeengine.ts";

/** Every system there is, by its name in `catalog.systems`. */
export const systems: Readonly<Record<string, System>> = {
  tradeengine,
  collector,
  "crypto-trading": cryptoTrading,
  "grafana-cloud": grafanaCloud,
  kubernetes,
  "peak-trade": peakTrade,
  pipelines,
};
