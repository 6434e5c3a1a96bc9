import type { System } from "observability/catalog";
import { collector } from "./collector/index.ts";
import { cryptoTrading } from "./crypto-trading/index.ts";
import { grafanaCloud } from "./grafana-cloud/index.ts";
import { kubernetes } from "./kubernetes/index.ts";
import { peakTrade } from "./peak-trade/index.ts";
import { pipelines } from "./pipelines/index.ts";
import { tradeengine } from "./tradeengine/index.ts";

/** All systems, by their names in `catalog.systems`. */
export const systems: Readonly<Record<string, System>> = {
  tradeengine,
  collector,
  "crypto-trading": cryptoTrading,
  "grafana-cloud": grafanaCloud,
  kubernetes,
  "peak-trade": peakTrade,
  pipelines,
};
