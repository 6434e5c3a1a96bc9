import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import { BEGIN, EVER, type Incident } from "../incident.ts";
import { change, logged, silent } from "../timeline.ts";

const systems = [tradeengine];
const SERVER = "http.server.request.duration";
const CLIENT = "http.client.request.duration";

export const TRADEENGINE_INCIDENTS: readonly Incident[] = [
  {
    name: "the trade engine answers one request in five with an error",
    systems,
    happenings: [
      change({ metric: SERVER, labels: { http_response_status_code: "500" } }, BEGIN, EVER, { perMinute: () => 2 }),
      change({ metric: SERVER, labels: { http_response_status_code: "200" } }, BEGIN, EVER, { perMinute: () => 8 }),
    ],
    fires: { TradeEngineHttpErrors: 12 },
    may: ["TradeEngineHttpBudgetFastBurn", "TradeEngineHttpBudgetSlowBurn"],
  },
  {
    name: "the trade engine is gone",
    systems,
    happenings: [silent("tradeengine", BEGIN, EVER)],
    fires: { TradeEngineTelemetryAbsent: 16 },
    may: ["TradeEngineLogsAbsent"],
  },
  {
    name: "an exchange answers slowly",
    systems,
    happenings: [change({ metric: CLIENT }, BEGIN, EVER, { mean: () => 4 })],
    fires: { TradeEngineDependencyLatencyHigh: 20 },
  },
  {
    name: "a consumer fails outside any request",
    systems,
    happenings: [logged("tradeengine", "error", "cannot read position", BEGIN, EVER, 20)],
    fires: { TradeEngineErrorLogBurst: 10 },
  },
];
