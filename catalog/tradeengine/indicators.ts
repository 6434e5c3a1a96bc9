import {
  httpClientRequestDuration,
  httpServerRequestDuration,
  processCpuTime,
  processMemoryUsage,
  type Requests,
  series,
  targetInfo,
} from "observability/catalog";

/** Kubernetes calls these every few seconds. If they counted, they would hide real failures and slow requests. */
const PROBES = { notMatches: "/(health|live|ready)" };
/** REST APIs of the exchange and its test network. */
const BINANCE = { matches: String.raw`.*\.binance\.(com|vision)` };
/** No response, or a status of 400 and above: Binance answers rejected orders, bans and bad keys with 4xx. */
const FAILED = { matches: ".+" };

export const heartbeat = series(targetInfo);

export const server: Requests = {
  all: series(httpServerRequestDuration, { "http.route": PROBES }),
  failed: series(httpServerRequestDuration, { "http.route": PROBES, "http.response.status_code": { matches: "5.." } }),
  by: "http.route",
};

export const client: Requests = {
  all: series(httpClientRequestDuration),
  failed: series(httpClientRequestDuration, { "error.type": FAILED }),
  by: "server.address",
};

export const binance = {
  all: series(httpClientRequestDuration, { "server.address": BINANCE }),
  failed: series(httpClientRequestDuration, { "server.address": BINANCE, "error.type": FAILED }),
};

/** Limits of one pod. */
export const cpu = { used: series(processCpuTime), limit: 1 };
export const memory = { used: series(processMemoryUsage), limit: 1024 ** 3 };
