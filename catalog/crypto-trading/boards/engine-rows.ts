import { type BoardRow, gauge, quantile, series, seriesOf, view } from "observability/catalog";
import { NO_ACTION } from "../services/conditions.ts";
import {
  llmValidation,
  riskManagement,
  signalGenerator,
  tradeExecutor,
  tradeOrchestrator,
} from "../services/identities.ts";
import { llmValidationService } from "../services/llm-validation.ts";
import {
  balanceCheckFailures,
  exchangeResponseTime,
  llmConfidence,
  llmValidations,
  llmValidationTime,
  ollamaLatency,
  orchestratorCycle,
  orderPrecisionErrors,
  pendingRecommendations,
  pipelineStageDuration,
  recommendationQueue,
  recommendationsProcessed,
  rejectedByRisk,
  riskAssessments,
  riskAssessmentTime,
  riskScores,
  signalsGenerated,
  tradeExecutions,
  tradeExecutionTime,
} from "../metrics.ts";
import { orchestratorService } from "../services/orchestrator.ts";
import { lastHour, p95, perMinute, quantiles, totalPerMinute } from "./queries.ts";
import { riskManagementService } from "../services/risk-management.ts";
import { tradeExecutorService } from "../services/trade-executor.ts";

export const executionRow: BoardRow = {
  id: "trade-execution",
  title: "Trade Execution",
  of: [tradeExecutorService],
  panels: [
    {
      id: "executions-by-status",
      title: "Orders by status",
      description:
        "Good: success only. Rejections for one symbol point to its trading rules; for all symbols, to the exchange, the key or the account.",
      width: 12,
      unit: "perMinute",
      view: view("stacked", perMinute(series(tradeExecutions), "status")),
      empty: "no orders",
    },
    {
      id: "order-errors",
      title: "Order errors by symbol, last hour",
      description:
        "Orders with a wrong price or size, and failed balance checks. Good: none. For precision errors, refresh the symbol's steps; for balance failures, compare with the account.",
      width: 12,
      view: view(
        "bars",
        { ...lastHour(series(orderPrecisionErrors), "symbol"), legend: "precision {{symbol}}" },
        { ...lastHour(series(balanceCheckFailures), "symbol"), legend: "balance {{symbol}}" },
      ),
      empty: "none",
    },
    {
      id: "execution-time",
      title: "Order execution time",
      description:
        "Good: p95 below 5 s. Compare with the exchange response time: if the exchange is fast, the executor itself is the bottleneck.",
      width: 12,
      unit: "seconds",
      view: view("lines", ...quantiles(series(tradeExecutionTime))),
      empty: "no orders",
    },
    {
      id: "exchange-time",
      title: "Exchange response time",
      description:
        "How long Coinbase takes to answer. Good: one bright band well below 2 s. A second band above it means part of the exchange is slow; no band means the executor makes no calls.",
      width: 12,
      unit: "seconds",
      view: { kind: "heatmap", of: series(exchangeResponseTime) },
    },
  ],
};

export const validationRow: BoardRow = {
  id: "llm-validation",
  title: "LLM Validation",
  of: [llmValidationService],
  panels: [
    {
      id: "llm-decisions",
      title: "Decisions, last hour",
      description:
        "Good: some of each. If all are rejected, the prompt or model is broken; if all are approved, the gate lets everything through.",
      width: 8,
      view: view("pie", lastHour(series(llmValidations), "decision")),
      empty: "no validations",
    },
    {
      id: "llm-time",
      title: "Validation and Ollama, p95",
      description:
        "Good: below 30 s. If both are slow, the cause is the model, its GPU or memory; if only validation is slow, the service itself is the bottleneck.",
      width: 8,
      unit: "seconds",
      view: view("lines", p95(series(llmValidationTime), "validation"), p95(series(ollamaLatency), "Ollama")),
    },
    {
      id: "llm-confidence",
      title: "LLM confidence",
      description:
        "How sure the LLM is of its decisions. Good: the same band as yesterday. A single bright line means its answer is always the same.",
      width: 8,
      view: { kind: "heatmap", of: series(llmConfidence) },
    },
  ],
};

export const flowRow: BoardRow = {
  id: "pipeline-flow",
  title: "Pipeline Flow",
  of: [orchestratorService],
  panels: [
    {
      id: "hops",
      title: "Each hop, per minute",
      description:
        "Signals to buy or sell, validations, assessments and orders. No line should be above the one before it. If a line falls to 0 while the one before it does not, that hop is broken. Orders above assessments: halt trading.",
      width: 24,
      unit: "perMinute",
      logarithmic: true, // only a few of many signals become orders
      view: view(
        "lines",
        totalPerMinute(
          seriesOf(signalGenerator, signalsGenerated, { signal_type: { notMatches: NO_ACTION } }),
          "1 signals to buy or sell",
        ),
        totalPerMinute(seriesOf(llmValidation, llmValidations), "2 validated by the LLM"),
        totalPerMinute(seriesOf(riskManagement, riskAssessments), "3 assessed for risk"),
        totalPerMinute(seriesOf(tradeExecutor, tradeExecutions), "4 orders"),
      ),
    },
    {
      id: "recommendations",
      title: "Recommendations by outcome",
      description:
        "Good: nearly all succeed. Failures are lost decisions; the orchestrator's log names the stage that failed.",
      width: 12,
      unit: "perMinute",
      view: view("stacked", perMinute(series(recommendationsProcessed), "status")),
    },
    {
      id: "queues",
      title: "Waiting recommendations",
      description:
        "Good: near 0, or back to it within minutes. If a line only climbs, the service that takes from the queue is stuck or too slow.",
      width: 12,
      view: view(
        "lines",
        { value: gauge(seriesOf(tradeOrchestrator, recommendationQueue), "max"), legend: "for the orchestrator" },
        { value: gauge(seriesOf(tradeExecutor, pendingRecommendations), "max"), legend: "for the executor" },
      ),
    },
    {
      id: "stages",
      title: "Rounds and their stages, p95",
      description:
        "Good: all below 60 s. The slowest stage delays every trade behind it. A round that is much longer than its stages waits between them.",
      width: 12,
      unit: "seconds",
      view: view("lines", p95(series(orchestratorCycle), "round"), {
        value: quantile(0.95, series(pipelineStageDuration), { by: ["stage"] }),
        legend: "stage {{stage}}",
      }),
    },
    {
      id: "risk-time",
      title: "Risk assessments",
      description:
        "How long assessments take. Good: p95 below 1 s. Above that, every trade waits: check the CPU of the pod and the source of its positions.",
      width: 12,
      unit: "seconds",
      of: [riskManagementService],
      view: view("lines", ...quantiles(series(riskAssessmentTime))),
    },
    {
      id: "risk-decisions",
      title: "Risk decisions and rejections",
      description:
        "Assessments by decision, and rejected trades by risk level. A jump in rejections means the market is moving or a limit is reached. Find out which before you raise a limit.",
      width: 12,
      unit: "perMinute",
      of: [riskManagementService],
      view: view("lines", perMinute(series(riskAssessments), "decision"), {
        ...perMinute(series(rejectedByRisk), "risk_level"),
        legend: "rejected, risk {{risk_level}}",
      }),
    },
    {
      id: "risk-scores",
      title: "Risk scores",
      description:
        "How risky the assessed trades are. Good: the same band as yesterday. An upward drift precedes rejections.",
      width: 12,
      of: [riskManagementService],
      view: { kind: "heatmap", of: series(riskScores) },
    },
  ],
};
