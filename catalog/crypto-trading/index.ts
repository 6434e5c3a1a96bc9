import { defineSystem } from "observability/catalog";
import { collectorsService } from "./services/collectors.ts";
import { engineBoard } from "./boards/engine.ts";
import { engine } from "./services/index.ts";
import { monitoringServices } from "./services/monitoring.ts";
import { unifiedBoard } from "./boards/unified.ts";

/** A model's signals become orders on Coinbase if an LLM and risk management agree; also the services that feed and monitor this. */
export const cryptoTrading = defineSystem({
  id: "crypto-trading",
  title: "Crypto trading",
  services: [...engine, collectorsService, ...monitoringServices],
  boards: [engineBoard, unifiedBoard],
});
