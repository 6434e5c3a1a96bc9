import { defineSystem } from "observability/catalog";
import { collectorsService } from "./services/collectors.ts";
import { engineBoard } from "./boards/engine.ts";
import { engine } from "./services/index.ts";
import { monitoringServices } from "./services/monitoring.ts";
import { unifiedBoard } from "./boards/unified.ts";

/** Crypto trading: a model's signals become orders at Coinbase once an LLM and risk management agree; and what feeds and watches it. */
export const cryptoTrading = defineSystem({
  id: "crypto-trading",
  title: "Crypto trading",
  services: [...engine, collectorsService, ...monitoringServices],
  boards: [engineBoard, unifiedBoard],
});
