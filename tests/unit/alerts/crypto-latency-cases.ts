import type { Case } from "./case.ts";
import {
  EXECUTOR,
  executor,
  fires,
  GENERATOR,
  generator,
  histogram,
  LLM,
  llm,
  NOTHING,
  ORCHESTRATOR,
  orchestrator,
  quiet,
  RISK,
  risk,
} from "./crypto-series.ts";

/** A rule on a quantile: its histogram, and the two boundaries above its threshold. */
interface Slow {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly of: typeof executor;
  readonly metric: readonly [name: string, more?: string];
  readonly bounds: readonly [lower: number, upper: number];
  /** Shows the midpoint of the two, because one event in ten lies between them. */
  readonly summary: string;
}

const RULES: readonly Slow[] = [
  {
    alert: "CryptoTradeExecutionLatencyHigh",
    labels: EXECUTOR,
    of: executor,
    metric: ["trade_execution_time_seconds"],
    bounds: [5, 10],
    summary: "Order execution p95 latency is 7.5s",
  },
  {
    alert: "CryptoExchangeApiLatencyHigh",
    labels: EXECUTOR,
    of: executor,
    metric: ["coinbase_api_response_time_seconds"],
    bounds: [2.5, 5],
    summary: "Exchange p95 response time is 3.75s",
  },
  {
    alert: "CryptoModelInferenceSlow",
    labels: GENERATOR,
    of: generator,
    metric: ["model_inference_time_seconds"],
    bounds: [1, 2.5],
    summary: "Model inference p95 latency is 1.75s",
  },
  {
    alert: "CryptoDatabaseQueriesSlow",
    labels: GENERATOR,
    of: generator,
    metric: ["database_query_time_seconds"],
    bounds: [0.5, 1],
    summary: "Signal generator p95 database query time is 750ms",
  },
  {
    alert: "CryptoLlmLatencyHigh",
    labels: LLM,
    of: llm,
    metric: ["llm_validation_time_seconds"],
    bounds: [30, 60],
    summary: "LLM validations take 45s",
  },
  {
    alert: "CryptoOrchestratorCycleSlow",
    labels: ORCHESTRATOR,
    of: orchestrator,
    metric: ["orchestrator_cycle_duration_seconds"],
    bounds: [60, 120],
    summary: "Orchestrator rounds take 1m 30s",
  },
  {
    alert: "CryptoPipelineStageSlow",
    labels: { ...ORCHESTRATOR, stage: "validate" },
    of: orchestrator,
    metric: ["pipeline_stage_duration_seconds", 'stage="validate"'],
    bounds: [60, 120],
    summary: "Pipeline stage validate takes 1m 30s",
  },
  {
    alert: "CryptoRiskAssessmentSlow",
    labels: RISK,
    of: risk,
    metric: ["risk_assessment_time_seconds"],
    bounds: [1, 2.5],
    summary: "Risk assessment p95 latency is 1.75s",
  },
];

/** Slow for 40 minutes, then fast. */
const recovering = (series: Case["series"], fast: Case["series"]): Case["series"] =>
  Object.fromEntries(
    Object.entries(series).map(([name, values]) => {
      const slope = (of: string) => Number(/\+([\d.]+)x/.exec(of)?.[1]);
      const reached = slope(values) * 40;
      return [name, `0+${slope(values)}x40 ${reached}+${slope(fast[name] ?? values)}x200`];
    }),
  );

const casesOf = (rule: Slow): readonly Case[] => {
  const { of, metric, bounds, summary } = rule;
  const rates = (fast: number, slow: number) => histogram(of, metric, bounds, [fast, slow]);
  return [
    fires(rule, "one in ten is slow", rates(9, 1), "60m", summary),
    quiet(rule, "one in fifty is slow", rates(49, 1), "60m"),
    quiet(rule, "a single slow one, low traffic", rates(0, 0.1), "60m"),
    quiet(rule, "nothing happens, series missing", NOTHING, "60m"),
    quiet(rule, "it recovers", recovering(rates(9, 1), rates(10, 0)), "90m"),
  ];
};

const LATE = {
  llm: { alert: "CryptoLlmLatencyHigh", labels: LLM },
  cycle: { alert: "CryptoOrchestratorCycleSlow", labels: ORCHESTRATOR },
  stage: { alert: "CryptoPipelineStageSlow", labels: { ...ORCHESTRATOR, stage: "validate" } },
};
/** A histogram whose boundaries end at 10 seconds, with events that take longer. */
const beyond = (of: typeof executor, name: string, seconds: number, more = ""): Case["series"] => ({
  [of(`${name}_bucket`, `${more === "" ? "" : `${more},`}le="10"`)]: "0x120",
  [of(`${name}_bucket`, `${more === "" ? "" : `${more},`}le="+Inf"`)]: "0+1x120",
  [of(`${name}_count`, more)]: "0+1x120",
  [of(`${name}_sum`, more)]: `0+${seconds}x120`,
});

export const CRYPTO_LATENCY_CASES: readonly Case[] = [
  ...RULES.flatMap(casesOf),
  fires(
    LATE.llm,
    "all beyond the last boundary of the histogram",
    beyond(llm, "llm_validation_time_seconds", 40),
    "60m",
    "LLM validations take 40s",
  ),
  fires(
    LATE.llm,
    "Ollama is slow, but validation does not measure it",
    {
      ...histogram(llm, ["llm_validation_time_seconds"], [30, 60], [5, 0]),
      ...histogram(llm, ["ollama_api_latency_seconds"], [30, 60], [0, 5]),
    },
    "60m",
    "LLM validations take 58.5s",
  ),
  fires(
    LATE.cycle,
    "all beyond the last boundary of the histogram",
    beyond(orchestrator, "orchestrator_cycle_duration_seconds", 75.5),
    "60m",
    "Orchestrator rounds take 1m 15s",
  ),
  fires(
    LATE.stage,
    "all beyond the last boundary of the histogram, while another stage is fast",
    {
      ...beyond(orchestrator, "pipeline_stage_duration_seconds", 75.5, 'stage="validate"'),
      ...histogram(orchestrator, ["pipeline_stage_duration_seconds", 'stage="risk"'], [60, 120], [5, 0]),
    },
    "60m",
    "Pipeline stage validate takes 1m 15s",
  ),
];
