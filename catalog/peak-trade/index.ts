import { defineSystem } from "observability/catalog";
import { runsBoard } from "./boards/runs.ts";
import { backtest, smokeSender } from "./services/index.ts";

/*
 * Peak Trade is research: backtests that run for minutes or hours and end, and a script that sends one span to see whether
 * telemetry arrives. That nothing is heard of them is their normal state, so no rule is about absence.
 *
 * Both name themselves with underscores. The log files of their pods are found under that name with the annotation
 * `resource.opentelemetry.io/service.name`.
 */

/** Research on trading strategies. */
export const peakTrade = defineSystem({
  id: "peak-trade",
  title: "Peak Trade",
  services: [backtest, smokeSender],
  boards: [runsBoard],
});
