import type { Case } from "./case.ts";
import { TRADEENGINE_SLO_CASES } from "./tradeengine-slo-cases.ts";

const JOB = 'job="petrosa/tradeengine",instance="pod-1"';
const server = (status: string, suffix = "count", more = "") =>
  `http_server_request_duration_seconds_${suffix}{${JOB},http_route="/signals",http_response_status_code="${status}"${more}}`;
const probes = `http_server_request_duration_seconds_count{${JOB},http_route="/ready",http_response_status_code="200"}`;
const client = (status: string, error = "", suffix = "count", more = "") =>
  `http_client_request_duration_seconds_${suffix}{${JOB},server_address="fapi.binance.com",http_response_status_code="${status}"${error === "" ? "" : `,error_type="${error}"`}${more}}`;
const cpu = (instance: string) =>
  `process_cpu_time_seconds_total{job="petrosa/tradeengine",instance="${instance}",type="user"}`;
const memory = (instance: string) => `process_memory_usage_bytes{job="petrosa/tradeengine",instance="${instance}"}`;
const alive = { [`target_info{${JOB}}`]: "1x120" };
const MIB = 1024 ** 2;

/** Buckets of a histogram: a share of its events is between 2.5 s and 5 s, the rest below 0.5 s. */
const latency = (series: (suffix: string, more: string) => string, fast: number, slow: number) => ({
  [series("bucket", ',le="0.5"')]: `0+${fast}x120`,
  [series("bucket", ',le="1"')]: `0+${fast}x120`,
  [series("bucket", ',le="2.5"')]: `0+${fast}x120`,
  [series("bucket", ',le="5"')]: `0+${fast + slow}x120`,
  [series("bucket", ',le="+Inf"')]: `0+${fast + slow}x120`,
  [series("count", "")]: `0+${fast + slow}x120`,
});
const serverLatency = (fast: number, slow: number) =>
  latency((suffix, more) => server("200", suffix, more), fast, slow);
const clientLatency = (fast: number, slow: number) =>
  latency((suffix, more) => client("200", "", suffix, more), fast, slow);

const tradeengine: readonly Omit<Case, "labels">[] = [
  {
    name: "a healthy service pages no one",
    series: {
      ...alive,
      ...serverLatency(60, 1),
      ...clientLatency(60, 1),
      [cpu("pod-1")]: "0+20x120",
      [memory("pod-1")]: `${300 * MIB}x120`,
    },
    at: "60m",
    firing: {},
    quiet: [
      "TradeEngineTelemetryAbsent",
      "TradeEngineHttpErrors",
      "TradeEngineHttpLatencyHigh",
      "TradeEngineDependencyErrors",
      "TradeEngineDependencyLatencyHigh",
      "TradeEngineCpuSaturated",
      "TradeEngineMemorySaturated",
    ],
  },
  {
    name: "one request in ten fails",
    series: { ...alive, [server("200")]: "0+9x120", [server("500")]: "0+1x120" },
    at: "30m",
    firing: { TradeEngineHttpErrors: "Trade engine answers 10% of requests with a server error" },
    quiet: ["TradeEngineDependencyErrors"],
  },
  {
    name: "probes that succeed do not hide requests that fail",
    series: { ...alive, [probes]: "0+600x120", [server("200")]: "0+9x120", [server("500")]: "0+1x120" },
    at: "30m",
    firing: { TradeEngineHttpErrors: "Trade engine answers 10% of requests with a server error" },
    quiet: [],
  },
  {
    name: "a single failure at night, at low traffic, is not an incident",
    series: { ...alive, [server("200")]: "0x20 1x100", [server("500")]: "0x20 1x100" },
    at: "26m",
    firing: {},
    quiet: ["TradeEngineHttpErrors"],
  },
  {
    name: "an alert keeps firing for ten minutes after failures end, so that one incident is one page",
    // The missing requests follow at once, so the share drops from 10% to zero: in between, Prometheus 2 and 3 count differently.
    series: { ...alive, [server("200")]: "0+9x30 1000+1000x90", [server("500")]: "0+1x30 30x90" },
    at: "38m",
    firing: { TradeEngineHttpErrors: "Trade engine answers 10% of requests with a server error" },
    quiet: [],
  },
  {
    name: "the trade engine recovers: its failures ended long ago",
    series: { ...alive, [server("200")]: "0+9x120", [server("500")]: "0+1x30 30x90" },
    at: "60m",
    firing: {},
    quiet: ["TradeEngineHttpErrors"],
  },
  {
    name: "one request in ten is slow",
    series: { ...alive, ...serverLatency(9, 1) },
    at: "40m",
    firing: { TradeEngineHttpLatencyHigh: "Trade engine p95 request latency is 3.75s" },
    quiet: ["TradeEngineHttpErrors"],
  },
  {
    name: "one slow request a minute is low traffic and does not count",
    series: { ...alive, ...serverLatency(0, 1) },
    at: "40m",
    firing: {},
    quiet: ["TradeEngineHttpLatencyHigh"],
  },
  {
    name: "the exchange bans the IP address",
    series: { ...alive, [client("200")]: "0+5x120", [client("418", "418")]: "0+5x120" },
    at: "30m",
    firing: { TradeEngineDependencyErrors: "50% of the trade engine's outgoing calls fail" },
    quiet: ["TradeEngineHttpErrors"],
  },
  {
    name: "the exchange does not answer at all",
    series: { ...alive, [client("", "ConnectionError")]: "0+5x120" },
    at: "30m",
    firing: { TradeEngineDependencyErrors: "100% of the trade engine's outgoing calls fail" },
    quiet: [],
  },
  {
    name: "the exchange is slow",
    series: { ...alive, ...clientLatency(9, 1) },
    at: "40m",
    firing: { TradeEngineDependencyLatencyHigh: "Trade engine p95 latency of outgoing calls is 3.75s" },
    quiet: ["TradeEngineDependencyErrors"],
  },
  {
    name: "the exchange fails once a minute and is slow, at low traffic",
    series: { ...alive, ...clientLatency(0, 1), [client("500", "500")]: "0+0.5x120" },
    at: "40m",
    firing: {},
    quiet: ["TradeEngineDependencyErrors", "TradeEngineDependencyLatencyHigh"],
  },
  {
    name: "the exchange recovers after failing for half an hour",
    series: { ...alive, [client("200")]: "0+9x120", [client("500", "500")]: "0+1x30 30x90" },
    at: "60m",
    firing: {},
    quiet: ["TradeEngineDependencyErrors"],
  },
  {
    name: "all series of the trade engine except its heartbeat are missing",
    series: alive,
    at: "60m",
    firing: {},
    quiet: [
      "TradeEngineHttpErrors",
      "TradeEngineHttpLatencyHigh",
      "TradeEngineDependencyErrors",
      "TradeEngineDependencyLatencyHigh",
      "TradeEngineCpuSaturated",
      "TradeEngineMemorySaturated",
    ],
  },
  {
    name: "nothing has ever been reported",
    series: { 'target_info{job="petrosa/other",instance="pod-9"}': "1x120" },
    at: "20m",
    firing: { TradeEngineTelemetryAbsent: "Trade engine has reported no metrics for 15 minutes" },
    quiet: ["TradeEngineHttpErrors"],
  },
  {
    name: "a restart of eight minutes is not an absence",
    series: { [`target_info{${JOB}}`]: "1x30 _x8 1x60" },
    at: "39m",
    firing: {},
    quiet: ["TradeEngineTelemetryAbsent"],
  },
  {
    name: "one of two pods is out of CPU",
    series: { ...alive, [cpu("pod-1")]: "0+57x120", [cpu("pod-2")]: "0+6x120" },
    at: "60m",
    firing: { TradeEngineCpuSaturated: "A trade engine pod uses 95% of its CPU limit" },
    quiet: [],
  },
  {
    name: "two half-busy pods are not one full pod",
    series: { ...alive, [cpu("pod-1")]: "0+30x120", [cpu("pod-2")]: "0+30x120" },
    at: "60m",
    firing: {},
    quiet: ["TradeEngineCpuSaturated"],
  },
  {
    name: "a restart resets the counter of CPU time",
    series: { ...alive, [cpu("pod-1")]: "0+20x60 0+20x60" },
    at: "65m",
    firing: {},
    quiet: ["TradeEngineCpuSaturated"],
  },
  {
    name: "memory is nearly full",
    series: { ...alive, [memory("pod-1")]: `${973 * MIB}x120`, [memory("pod-2")]: `${300 * MIB}x120` },
    at: "30m",
    firing: { TradeEngineMemorySaturated: "A trade engine pod uses 95.02% of its memory limit" },
    quiet: [],
  },
];

export const TRADEENGINE_CASES: readonly Case[] = [
  ...tradeengine.map((one) => ({ ...one, labels: { job: "petrosa/tradeengine" } })),
  ...TRADEENGINE_SLO_CASES,
];
