import { defineMetric, type Metric, scrapedFrom } from "observability/catalog";

/*
 * Every service exposes its own metrics on `/metrics`. The boundaries of Prometheus' client libraries end at 10 seconds, and
 * above its last boundary a quantile cannot show how slow something is. If a histogram needs higher ones, its description
 * says so.
 */
const { gauge, counter, histogram, up } = scrapedFrom("annotations");
export { up };

/** For metrics that the services have not always exposed. */
const optional = <const Label extends string>(metric: Metric<Label>): Metric<Label> =>
  defineMetric({ ...metric, optional: true });

// Signal generator

export const signalsGenerated = counter(
  "signals_generated_total",
  "{signal}",
  ["symbol", "signal_type"],
  "Signals by symbol and type: buy, sell, hold.",
);
export const signalConfidence = histogram(
  "signal_confidence",
  "1",
  [],
  "Confidence of the model in its signals, 0 to 1; boundaries in steps of 0.1.",
);
export const modelInferenceTime = histogram(
  "model_inference_time_seconds",
  "s",
  [],
  "Time the model takes for one inference.",
);
export const modelLoadStatus = gauge("model_load_status", "1", [], "1 while the model is loaded.");
export const databaseQueryTime = histogram("database_query_time_seconds", "s", [], "Duration of a database query.");
export const marketDataLastUpdate = optional(
  gauge(
    "market_data_last_update_timestamp_seconds",
    "s",
    ["symbol"],
    "Unix time of the newest price. Optional: services must be extended to expose it; without it, no rule or SLO detects old prices.",
  ),
);

// Trade executor

export const tradeExecutions = counter(
  "trade_executions_total",
  "{order}",
  ["status", "symbol"],
  "Orders by outcome: success, failed, error, rejected by the exchange.",
);
export const tradeExecutionTime = histogram(
  "trade_execution_time_seconds",
  "s",
  [],
  "Time from accepting a recommendation to the exchange's response.",
);
export const exchangeResponseTime = histogram(
  "coinbase_api_response_time_seconds",
  "s",
  [],
  "Time the exchange takes to answer a call.",
);
export const orderPrecisionErrors = counter(
  "order_precision_errors_total",
  "{order}",
  ["symbol"],
  "Orders whose price or size does not fit the exchange's steps.",
);
export const balanceCheckFailures = counter(
  "balance_check_failures_total",
  "{check}",
  ["symbol"],
  "Orders that the balance did not cover, or whose balance could not be read.",
);
export const pendingRecommendations = gauge(
  "pending_recommendations",
  "{recommendation}",
  [],
  "Recommendations waiting for the executor.",
);
export const signalToOrderDelay = optional(
  histogram(
    "signal_to_order_delay_seconds",
    "s",
    [],
    "Time from a signal to its order; boundaries up to 120 s, one of them 60. Optional: the executor must be extended to expose it.",
  ),
);

// LLM validation

export const llmValidations = counter(
  "llm_validations_total",
  "{validation}",
  ["decision"],
  "Validations by decision: approve, reject, modify, error.",
);
export const llmValidationTime = histogram(
  "llm_validation_time_seconds",
  "s",
  [],
  "Duration of a validation; boundaries up to 120 s.",
);
export const llmConfidence = histogram(
  "llm_confidence_scores",
  "1",
  [],
  "Confidence of the LLM in its decisions, 0 to 1; boundaries in steps of 0.1.",
);
export const ollamaLatency = histogram(
  "ollama_api_latency_seconds",
  "s",
  [],
  "Time Ollama takes to answer; boundaries up to 120 s.",
);

// Trade orchestrator

export const recommendationsProcessed = counter(
  "recommendations_processed_total",
  "{recommendation}",
  ["status"],
  "Recommendations by outcome: success, failed, error.",
);
export const pipelineStageDuration = histogram(
  "pipeline_stage_duration_seconds",
  "s",
  ["stage"],
  "Duration of a pipeline stage; boundaries up to 120 s.",
);
export const recommendationQueue = gauge(
  "pending_recommendations_queue_size",
  "{recommendation}",
  [],
  "Recommendations waiting for the orchestrator.",
);
export const orchestratorCycle = histogram(
  "orchestrator_cycle_duration_seconds",
  "s",
  [],
  "Duration of one orchestrator round; boundaries up to 120 s.",
);

// Risk management

export const riskAssessments = counter(
  "risk_assessments_total",
  "{assessment}",
  ["decision"],
  "Assessments by decision: approved, rejected.",
);
export const riskAssessmentTime = histogram("risk_assessment_time_seconds", "s", [], "Duration of an assessment.");
export const riskScores = histogram(
  "risk_scores",
  "1",
  [],
  "Risk scores of trades, 0 to 1; boundaries in steps of 0.1.",
);
export const rejectedByRisk = counter(
  "rejected_trades_by_risk_total",
  "{trade}",
  ["risk_level"],
  "Trades rejected as too risky, by risk level.",
);

// Market data collectors

export const recordsCollected = optional(
  counter(
    "market_data_records_collected_total",
    "{record}",
    ["symbol"],
    "Prices and trades received from the feed. Optional: the collectors must be extended to expose it.",
  ),
);
export const feedConnected = optional(
  gauge(
    "market_data_feed_connected",
    "1",
    ["symbol"],
    "1 while the connection to the feed is open. Optional: the collectors must be extended to expose it.",
  ),
);
