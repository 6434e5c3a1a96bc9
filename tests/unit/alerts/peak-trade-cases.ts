import type { Case } from "./case.ts";

const JOB = { job: "peak-trade/peak_trade_backtest", instance: "run-1" };
const spans = (operation: string, status: "UNSET" | "ERROR") => {
  const labels = {
    ...JOB,
    span_name: operation,
    span_kind: "SPAN_KIND_INTERNAL",
    status_code: `STATUS_CODE_${status}`,
  };
  return `traces_span_metrics_calls_total{${Object.entries(labels)
    .map(([label, value]) => `${label}="${value}"`)
    .join(",")}}`;
};
const RULE = "PeakTradeOperationsFailed";

/** Backtests: jobs that send no telemetry most of the time. */
export const PEAK_TRADE_CASES: readonly Case[] = [
  {
    name: "backtest: one read of the lake in five fails",
    labels: { job: JOB.job, span_name: "lake.read" },
    series: {
      [spans("lake.read", "UNSET")]: "0+8x60",
      [spans("lake.read", "ERROR")]: "0+2x60",
      [spans("lake.list", "UNSET")]: "0+10x60",
    },
    at: "30m",
    firing: { [RULE]: "20% of the backtest's lake.read operations fail" },
    quiet: [],
  },
  {
    name: "backtest: a read fails and is retried",
    labels: {},
    series: { [spans("lake.read", "UNSET")]: "0+40x60", [spans("lake.read", "ERROR")]: "0+1x60" },
    at: "30m",
    firing: {},
    quiet: [RULE],
  },
  {
    name: "backtest: one of two reads fails, low traffic",
    labels: {},
    series: { [spans("lake.read", "UNSET")]: "0+0.2x60", [spans("lake.read", "ERROR")]: "0+0.2x60" },
    at: "30m",
    firing: {},
    quiet: [RULE],
  },
  {
    name: "backtest: nothing has failed, series missing",
    labels: {},
    series: { [spans("lake.read", "UNSET")]: "0+10x60" },
    at: "30m",
    firing: {},
    quiet: [RULE],
  },
  {
    name: "backtest: it recovers half an hour after a run with failures",
    labels: {},
    series: { [spans("lake.read", "UNSET")]: "0+5x30", [spans("lake.read", "ERROR")]: "0+5x30" },
    at: "60m",
    firing: {},
    quiet: [RULE],
  },
  {
    name: "backtest: nothing runs for hours, series missing",
    labels: {},
    series: { 'target_info{job="peak-trade/other"}': "1x300" },
    at: "240m",
    firing: {},
    quiet: [RULE],
  },
];
