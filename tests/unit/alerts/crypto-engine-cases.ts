import type { Case } from "./case.ts";
import {
  fires,
  GENERATOR,
  generator,
  LLM,
  llm,
  NOTHING,
  ORCHESTRATOR,
  orchestrator,
  quiet,
  RISK,
  risk,
  seriesOf,
} from "./crypto-series.ts";

/** Rules on a service that is up but does nothing. */
const idle = (
  rule: Pick<Parameters<typeof fires>[0], "alert" | "labels">,
  up: string,
  events: string,
  summary: string,
): readonly Case[] => [
  fires(rule, "it stops", { [up]: "1x120", [events]: "0+1x30 30x90" }, "70m", summary),
  fires(rule, "it never starts, series missing", { [up]: "1x120" }, "40m", summary),
  quiet(rule, "it continues", { [up]: "1x120", [events]: "0+1x120" }, "70m"),
  quiet(rule, "one in five minutes, low traffic", { [up]: "1x120", [events]: "0+0.2x120" }, "70m"),
  quiet(
    rule,
    "the service is down, which another rule reports",
    { [up]: "1x30 0x90", [events]: "0+1x30 30x90" },
    "70m",
  ),
  quiet(rule, "it restarts", { [up]: "1x30 0x2 1x90", [events]: "0+1x30 _x5 1+1x90" }, "45m"),
  quiet(rule, "it recovers", { [up]: "1x120", [events]: "0+1x30 30x30 30+1x60" }, "80m"),
];

const MODEL = { alert: "CryptoModelNotLoaded", labels: GENERATOR };
const loaded = generator("model_load_status");
const summary = "A signal generator instance is running without its model";
const model: readonly Case[] = [
  fires(MODEL, "it cannot be read", { [loaded]: "0x120" }, "30m", summary),
  fires(
    MODEL,
    "one of two instances has no model",
    { [loaded]: "1x120", [seriesOf("signal-generator", "pod-2")("model_load_status")]: "0x120" },
    "30m",
    summary,
  ),
  quiet(MODEL, "it is loaded", { [loaded]: "1x120" }, "30m"),
  quiet(MODEL, "it takes three minutes to load", { [loaded]: "1x20 0x3 1x90" }, "24m"),
  quiet(MODEL, "series missing", NOTHING, "30m"),
  quiet(MODEL, "it recovers", { [loaded]: "0x30 1x90" }, "40m"),
];

const CONFIDENCE = { alert: "CryptoSignalConfidenceDegraded", labels: GENERATOR };
const observed = generator("signal_confidence_count");
const certainty = generator("signal_confidence_sum");
const confidence: readonly Case[] = [
  fires(
    CONFIDENCE,
    "half of what it was a day ago",
    { [observed]: "0+1x1600", [certainty]: "0+0.8x1440 1152+0.4x160" },
    "1560m",
    "Signal confidence is at 50% of its level a day ago",
  ),
  quiet(CONFIDENCE, "as it was a day ago", { [observed]: "0+1x1600", [certainty]: "0+0.8x1600" }, "1560m"),
  quiet(
    CONFIDENCE,
    "six signals an hour, low traffic",
    { [observed]: "0+0.1x1600", [certainty]: "0+0.08x1440 115.2+0.04x160" },
    "1560m",
  ),
  quiet(
    CONFIDENCE,
    "no data from the day before, series missing",
    { [observed]: "_x1450 0+1x150", [certainty]: "_x1450 0+0.1x150" },
    "1560m",
  ),
  quiet(
    CONFIDENCE,
    "it recovers",
    { [observed]: "0+1x1700", [certainty]: "0+0.8x1440 1152+0.4x90 1188.4+0.8x160" },
    "1660m",
  ),
];

const REJECTS = { alert: "CryptoLlmRejectsEverything", labels: LLM };
const validated = (decision: string) => llm("llm_validations_total", `decision="${decision}"`);
const rejects: readonly Case[] = [
  fires(
    REJECTS,
    "it rejects all, approvals missing",
    { [validated("reject")]: "0+1x120" },
    "90m",
    "100% of LLM validations in the last hour were rejections or errors",
  ),
  fires(
    REJECTS,
    "it fails",
    { [validated("error")]: "0+1x120", [validated("approve")]: "50x120" },
    "90m",
    "100% of LLM validations in the last hour were rejections or errors",
  ),
  quiet(REJECTS, "it rejects half", { [validated("reject")]: "0+1x120", [validated("approve")]: "0+1x120" }, "90m"),
  quiet(REJECTS, "it has never rejected any, series missing", { [validated("approve")]: "0+1x120" }, "90m"),
  quiet(REJECTS, "six bad signals in an hour, low traffic", { [validated("reject")]: "0+0.1x120" }, "90m"),
  quiet(
    REJECTS,
    "it recovers",
    { [validated("reject")]: "0+1x90 90x90", [validated("approve")]: "0x90 0+1x90" },
    "150m",
  ),
];

const FAILING = { alert: "CryptoRecommendationFailureRatioHigh", labels: ORCHESTRATOR };
const processed = (status: string) => orchestrator("recommendations_processed_total", `status="${status}"`);
const failing: readonly Case[] = [
  fires(
    FAILING,
    "one in five fails",
    { [processed("success")]: "0+4x120", [processed("failed")]: "0+1x120" },
    "40m",
    "20% of recommendations fail in the pipeline",
  ),
  fires(
    FAILING,
    "all fail, successes missing",
    { [processed("error")]: "0+1x120" },
    "40m",
    "100% of recommendations fail in the pipeline",
  ),
  quiet(FAILING, "no recommendation has ever failed, series missing", { [processed("success")]: "0+4x120" }, "40m"),
  quiet(FAILING, "low traffic", { [processed("failed")]: "0+0.2x120" }, "60m"),
  quiet(FAILING, "it recovers", { [processed("success")]: "0+4x120", [processed("failed")]: "0+1x30 30x90" }, "70m"),
];

const SPIKE = { alert: "CryptoRiskRejectionSpike", labels: RISK };
const refused = (level: string) => risk("rejected_trades_by_risk_total", `risk_level="${level}"`);
const spiking = { [refused("high")]: "0+0.1x400 40+5x40 240x120" };
const spike: readonly Case[] = [
  fires(
    SPIKE,
    "it rejects fifty times as many as usual",
    spiking,
    "430m",
    "Risk management rejected 75 trades in 15 minutes, more than three times as many as usual",
  ),
  quiet(SPIKE, "all as usual", spiking, "390m"),
  quiet(SPIKE, "it always rejects many", { [refused("high")]: "0+5x440" }, "430m"),
  quiet(SPIKE, "six in a quarter of an hour after none, low traffic", { [refused("high")]: "0x400 0+0.4x40" }, "430m"),
  quiet(SPIKE, "it has never rejected any, series missing", NOTHING, "430m"),
  quiet(SPIKE, "it recovers", spiking, "480m"),
];

export const CRYPTO_ENGINE_CASES: readonly Case[] = [
  ...idle(
    { alert: "CryptoSignalGenerationStopped", labels: GENERATOR },
    generator("up"),
    generator("signals_generated_total", 'symbol="BTC-USD",signal_type="hold"'),
    "The signal generator is up but has produced no signal for 25 minutes",
  ),
  ...idle(
    { alert: "CryptoOrchestratorStalled", labels: ORCHESTRATOR },
    orchestrator("up"),
    orchestrator("orchestrator_cycle_duration_seconds_count"),
    "The orchestrator is up but has completed no round for 15 minutes",
  ),
  ...model,
  ...confidence,
  ...rejects,
  ...failing,
  ...spike,
];
