import { defineSystem } from "observability/catalog";
import { tradeengineService } from "./service.ts";

/** petrosa-tradeengine: takes trading signals over HTTP and NATS, keeps positions in MongoDB, places orders at Binance. */
export const tradeengine = defineSystem({
  id: "tradeengine",
  title: "Trade engine",
  services: [tradeengineService],
});
