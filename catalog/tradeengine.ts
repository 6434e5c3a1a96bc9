import { series } from "../model/catalog/series.ts";
import { defineSystem } from "../model/catalog/define-system.ts";
import {
  httpClientRequestDuration,
  httpServerActiveRequests,
  httpServerRequestDuration,
  processCpuTime,
  processMemoryUsage,
  targetInfo,
} from "./opentelemetry.ts";
import { client, cpu, heartbeat, memory, server } from "./tradeengine/indicators.ts";
import { rules } from "./tradeengine/rules.ts";
import { slos } from "./tradeengine/slos.ts";

/** petrosa-tradeengine: takes trading signals over HTTP and NATS, keeps positions in MongoDB, places orders at Binance. */
export const tradeengine = defineSystem({
  id: "tradeengine",
  title: "Trade engine",
  services: [
    {
      id: "tradeengine",
      title: "Trade engine",
      description: "Takes trading signals, keeps positions in MongoDB and places orders at Binance.",
      team: "petrosa",
      serviceName: "tradeengine",
      namespace: "petrosa-apps",
      workload: "petrosa-tradeengine",
      metrics: [
        targetInfo,
        httpServerRequestDuration,
        httpServerActiveRequests,
        httpClientRequestDuration,
        processCpuTime,
        processMemoryUsage,
      ],
      heartbeat,
      version: "service.version",
      server,
      client,
      inFlight: series(httpServerActiveRequests),
      cpu,
      memory,
      logs: true,
      traces: true,
      profiles: true,
      alerts: rules,
      slos,
    },
  ],
});
