import { defineMetric, type Metric, scrapedFrom } from "observability/catalog";

/*
 * Every service exposes its own on `/metrics`. Where a histogram needs boundaries beyond those of Prometheus' client libraries, which
 * end at 10 seconds, its description says so: above its last boundary a quantile cannot tell how slow something is.
 */
const { gauge, counter, histogram, up } = scrapedFrom("annotations");
export { up };

/** Not part of what the services have always exposed. */
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
export const modelInferenceTime = histogram("model_inference_time_seconds", "s", [], "Time the model takes.");
export const modelLoadStatus = gauge("model_load_status", "1", [], "1 while the model is loaded.");
export const databaseQueryTime = histogram("database_query_time_seconds", "s", [], "Time of a database query.");
export const marketDataLastUpdate = optional(
  gauge(
    "market_data_last_update_timestamp_seconds",
    "s",
    ["symbol"],
    "Unix time of the newest price. Optional: services have to be extended by it; without it no rule or SLO sees old prices.",
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
  "Time from taking a recommendation to the exchange's answer.",
);
export const exchangeResponseTime = histogram(
  "coinbase_api_response_time_seconds",
  "s",
  [],
  "Time until the exchange answers a call.",
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
  "Recommendations that wait for the executor.",
);
export const signalToOrderDelay = optional(
  histogram(
    "signal_to_order_delay_seconds",
    "s",
    [],
    "Time from a signal to the order made of it; boundaries up to 120 s, one of them 60. Optional: the executor has to be extended by it.",
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
  "Time of a validation; boundaries up to 120 s.",
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
  "Time until Ollama answers; boundaries up to 120 s.",
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
  "Time of a stage of the pipeline; boundaries up to 120 s.",
);
export const recommendationQueue = gauge(
  "pending_recommendations_queue_size",
  "{recommendation}",
  [],
  "Recommendations that wait for the orchestrator.",
);
export const orchestratorCycle = histogram(
  "orchestrator_cycle_duration_seconds",
  "s",
  [],
  "Time of one round of the orchestrator; boundaries up to 120 s.",
);

// Risk management

export const riskAssessments = counter(
  "risk_assessments_total",
  "{assessment}",
  ["decision"],
  "Assessments by decision: approved, rejected.",
);
export const riskAssessmentTime = histogram("risk_assessment_time_seconds", "s", [], "Time of an assessment.");
export const riskScores = histogram("risk_scores", "1", [], "Risk of trades, 0 to 1; boundaries in steps of 0.1.");
export const rejectedByRisk = counter(
  "rejected_trades_by_risk_total",
  "{trade}",
  ["risk_level"],
  "Trades that were too risky, by level of risk.",
);

// Market data collectors

export const recordsCollected = optional(
  counter(
    "market_data_records_collected_total",
    "{record}",
    ["symbol"],
    "Prices and trades taken from the feed. Optional: the collectors have to be extended by it.",
  ),
);
export const feedConnected = optional(
  gauge(
    "market_data_feed_connected",
    "1",
    ["symbol"],
    "1 while the connection to the feed is open. Optional: the collectors have to be extended by it.",
  ),
);
