import {
  httpClientRequestDuration,
  httpServerActiveRequests,
  httpServerRequestDuration,
  processCpuTime,
  processMemoryUsage,
  series,
  type Service,
  targetInfo,
} from "observability/catalog";
import { client, cpu, heartbeat, memory, server } from "./indicators.ts";
import { rules } from "./rules/index.ts";
import { slos } from "./slos.ts";

export const tradeengineService: Service = {
  id: "tradeengine",
  title: "Trade engine",
  description: "Receives trading signals, keeps positions in MongoDB and places orders on Binance.",
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
};
