import { defineSystem } from "observability/catalog";
import { runsBoard } from "./boards/runs.ts";
import { backtest, smokeSender } from "./services/index.ts";

/*
 * Peak Trade is research: backtests that run for minutes or hours and end, and a script that sends one span to test whether
 * telemetry arrives. Silence is their normal state, so no rule alerts on absence.
 *
 * Both have underscores in their service names. With the annotation `resource.opentelemetry.io/service.name`, the logs of
 * their pods appear under the same name.
 */

/** Research on trading strategies. */
export const peakTrade = defineSystem({
  id: "peak-trade",
  title: "Peak Trade",
  services: [backtest, smokeSender],
  boards: [runsBoard],
});
