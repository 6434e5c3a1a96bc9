import type { Case } from "./case.ts";
import { eventSloCases, grows, RECOVERED, RECOVERED_AT, type EventSlo } from "./slo-cases.ts";

const job = "petrosa/tradeengine";
const of = (name: string, labels: Readonly<Record<string, string>>) => {
  const pairs = Object.entries({ job, instance: "pod-1", ...labels });
  return `${name}{${pairs.map(([label, value]) => `${label}="${value}"`).join(",")}}`;
};
const server = (status: string) =>
  of("http_server_request_duration_seconds_count", { http_route: "/signals", http_response_status_code: status });
const client = (address: string, error = "") =>
  of("http_client_request_duration_seconds_count", { server_address: address, error_type: error });

const available: EventSlo = {
  name: "TradeEngineHttp",
  title: "Trade engine available",
  job,
  events: (good, bad) => ({ [server("200")]: good, [server("500")]: bad }),
  fast: 20,
  slow: 4,
  kept: 0.5,
};
const exchange: EventSlo = {
  name: "TradeEngineBinance",
  title: "Calls to Binance succeed",
  job,
  events: (good, bad) => ({
    [client("fapi.binance.com")]: good,
    [client("testnet.binance.vision", "418")]: bad,
    [client("data-manager", "500")]: bad,
  }),
  fast: 200,
  slow: 40,
  kept: 5,
};

const LATENCY = ["TradeEngineLatencyBudgetFastBurn", "TradeEngineLatencyBudgetSlowBurn"] as const;
/** Requests a minute that take up to half a second, and up to five seconds. */
const durations = (fast: number, slow: number, one = "1") => {
  const bucket = (le: string) => of("http_server_request_duration_seconds_bucket", { http_route: "/signals", le });
  return {
    [bucket("0.5")]: grows(fast),
    [bucket(one)]: grows(fast),
    [bucket("5")]: grows(fast + slow),
    [bucket("+Inf")]: grows(fast + slow),
    [of("http_server_request_duration_seconds_count", { http_route: "/signals" })]: grows(fast + slow),
  };
};
const labels = { job };

const latency: readonly Case[] = [
  {
    name: "Trade engine answers in time: four of five requests are slow, and the budget burns fast",
    labels,
    series: durations(2, 8),
    at: "90m",
    firing: {
      [LATENCY[0]]: "Trade engine answers in time: 80% failing, the error budget runs out within days",
      [LATENCY[1]]: "Trade engine answers in time: 80% failing, a tenth of the error budget burns within days",
    },
    quiet: [],
  },
  {
    name: "Trade engine answers in time: one in five requests is slow, with bounds as Prometheus 3 writes them, and the budget burns slowly",
    labels,
    series: durations(8, 2, "1.0"),
    at: "300m",
    firing: {
      [LATENCY[1]]: "Trade engine answers in time: 20% failing, a tenth of the error budget burns within days",
    },
    quiet: [LATENCY[0]],
  },
  {
    name: "Trade engine answers in time: nearly all requests are fast",
    labels,
    series: durations(98, 2),
    at: "300m",
    firing: {},
    quiet: LATENCY,
  },
  {
    name: "Trade engine answers in time: the only request an hour is slow, low traffic",
    labels,
    series: durations(0, 0.01),
    at: "120m",
    firing: {},
    quiet: LATENCY,
  },
  {
    name: "Trade engine answers in time: the budget recovers seven hours after half an hour of slow answers",
    labels,
    series: {
      ...Object.fromEntries(Object.keys(durations(0, 0)).map((one) => [one, "0+100x60 6000+150x30 10500+100x610"])),
      [of("http_server_request_duration_seconds_bucket", { http_route: "/signals", le: "1" })]: RECOVERED.good,
    },
    at: RECOVERED_AT,
    firing: {},
    quiet: LATENCY,
  },
  {
    name: "Trade engine answers in time: there are no requests, series missing",
    labels,
    series: { [of("target_info", {})]: "1x400" },
    at: "300m",
    firing: {},
    quiet: LATENCY,
  },
];

/** The SLOs of the trade engine. */
export const TRADEENGINE_SLO_CASES: readonly Case[] = [
  ...eventSloCases(available),
  ...eventSloCases(exchange),
  ...latency,
];
