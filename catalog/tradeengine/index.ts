import { defineSystem } from "observability/catalog";
import { tradeengineService } from "./service.ts";

/** petrosa-tradeengine: receives trading signals over HTTP and NATS, keeps positions in MongoDB, places orders on Binance. */
export const tradeengine = defineSystem({
  id: "tradeengine",
  title: "Trade engine",
  services: [tradeengineService],
});
