import { defineSystem } from "../model/catalog/define-system.ts";
import { collectorsService } from "./crypto-trading/collectors.ts";
import { engine, engineBoard } from "./crypto-trading/engine-board.ts";
import { monitoringServices } from "./crypto-trading/monitoring.ts";
import { unifiedBoard } from "./crypto-trading/unified-board.ts";

/** Crypto trading: a model's signals become orders at Coinbase once an LLM and risk management agree; and what feeds and watches it. */
export const cryptoTrading = defineSystem({
  id: "crypto-trading",
  title: "Crypto trading",
  services: [...engine, collectorsService, ...monitoringServices],
  boards: [engineBoard, unifiedBoard],
});
