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
        "Good: success only. Refusals of one symbol are its rules, of all symbols the exchange, the key or the account.",
      width: 12,
      unit: "perMinute",
      view: view("stacked", perMinute(series(tradeExecutions), "status")),
      empty: "no orders",
    },
    {
      id: "order-errors",
      title: "Order errors by symbol, last hour",
      description:
        "Orders with a wrong price or size, and balances that did not suffice. Good: none. Precision: refresh the symbol's steps. Balance: compare with the account.",
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
      title: "Execution of orders",
      description:
        "Good: p95 below 5 s. Compare with the exchange beside it: if that is fast, the executor itself waits.",
      width: 12,
      unit: "seconds",
      view: view("lines", ...quantiles(series(tradeExecutionTime))),
      empty: "no orders",
    },
    {
      id: "exchange-time",
      title: "Answers of the exchange",
      description:
        "How long Coinbase takes. Good: one bright band well below 2 s. A second band above it is a part of the exchange that is slow; no band at all is an executor that does not call.",
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
        "Good: some of each. All refused is a broken prompt or model; all approved is a gate that stands open.",
      width: 8,
      view: view("pie", lastHour(series(llmValidations), "decision")),
      empty: "no validations",
    },
    {
      id: "llm-time",
      title: "Validation and Ollama, p95",
      description:
        "Good: below 30 s. Both up: the model, its GPU or memory. Only validation up: the service itself waits.",
      width: 8,
      unit: "seconds",
      view: view("lines", p95(series(llmValidationTime), "validation"), p95(series(ollamaLatency), "Ollama")),
    },
    {
      id: "llm-confidence",
      title: "Confidence of the LLM",
      description:
        "How sure it is of its decisions. Good: the same band as yesterday. A single bright line is an answer that is always the same.",
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
        "Signals to act, validations, assessments, orders. Each is at most as high as the one before; where a line falls to 0 while the one before goes on, that hop is broken. Orders above assessments: halt trading.",
      width: 24,
      unit: "perMinute",
      logarithmic: true, // of many signals few become orders
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
      description: "Good: nearly all succeed. Failures are lost decisions; the orchestrator's log names the stage.",
      width: 12,
      unit: "perMinute",
      view: view("stacked", perMinute(series(recommendationsProcessed), "status")),
    },
    {
      id: "queues",
      title: "Waiting recommendations",
      description:
        "Good: near 0, back to it within minutes. A line that only climbs: who should take from it is stuck or too slow.",
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
        "Good: all below 60 s. The highest stage holds up every trade behind it; a round that is much longer than its stages waits between them.",
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
        "How long they take. Good: p95 below 1 s. Above, every trade waits: see the CPU of the pod and where it takes positions from.",
      width: 12,
      unit: "seconds",
      of: [riskManagementService],
      view: view("lines", ...quantiles(series(riskAssessmentTime))),
    },
    {
      id: "risk-decisions",
      title: "Risk decisions and rejections",
      description:
        "Assessments by decision, and the trades turned down by level of risk. A jump in rejections is a market that moves or a limit that is reached: find out before raising it.",
      width: 12,
      unit: "perMinute",
      of: [riskManagementService],
      view: view("lines", perMinute(series(riskAssessments), "decision"), {
        ...perMinute(series(rejectedByRisk), "risk_level"),
        legend: "turned down, risk {{risk_level}}",
      }),
    },
    {
      id: "risk-scores",
      title: "Risk scores",
      description:
        "How risky the assessed trades are. Good: the same band as yesterday; a slide up comes before rejections.",
      width: 12,
      of: [riskManagementService],
      view: { kind: "heatmap", of: series(riskScores) },
    },
  ],
};
