import { type BoardRow, gauge, increase, rate, ratio, series, seriesOf, top, view } from "observability/catalog";
import { containerCpu, containerMemory } from "../../kubernetes/metrics/containers.ts";
import {
  deploymentAvailable,
  deploymentReplicas,
  restarts as containerRestarts,
} from "../../kubernetes/metrics/state.ts";
import { kubernetes } from "../../kubernetes/index.ts";
import {
  llmValidation,
  riskManagement,
  signalGenerator,
  tradeExecutor,
  tradeOrchestrator,
} from "../services/identities.ts";
import { llmValidationService } from "../services/llm-validation.ts";
import {
  databaseQueryTime,
  llmValidations,
  llmValidationTime,
  modelInferenceTime,
  pendingRecommendations,
  recommendationQueue,
  riskAssessments,
  riskAssessmentTime,
  signalsGenerated,
  signalToOrderDelay,
  tradeExecutions,
  tradeExecutionTime,
} from "../metrics.ts";
import { lastHour, p95, perMinute } from "./queries.ts";
import { riskManagementService } from "../services/risk-management.ts";
import { signalGeneratorService } from "../services/signal-generator.ts";
import { tradeExecutorService } from "../services/trade-executor.ts";

export const tradingRow: BoardRow = {
  id: "trading-engine",
  title: "Trading Engine",
  of: [signalGeneratorService],
  panels: [
    {
      id: "signals-by-type",
      title: "Signals by type",
      description: "Signals to buy, sell or hold. If a type disappears, or only one remains, check the model.",
      width: 12,
      unit: "perMinute",
      view: view("stacked", perMinute(series(signalsGenerated), "signal_type")),
    },
    {
      id: "executions-by-status",
      title: "Orders by status",
      description:
        "Good: success only. No orders while signals flow: see the hops on the Crypto Trading Engine dashboard.",
      width: 12,
      unit: "perMinute",
      of: [tradeExecutorService],
      view: view("stacked", perMinute(series(tradeExecutions), "status")),
      empty: "no orders",
    },
    {
      id: "time-per-hop",
      title: "Time in each hop, p95",
      description:
        "What a trade waits for, and the total where the executor reports it. Good: total below 60 s. Start with the slowest hop; its service has a dashboard.",
      width: 12,
      unit: "seconds",
      view: view(
        "lines",
        p95(seriesOf(signalGenerator, modelInferenceTime), "1 model"),
        p95(seriesOf(llmValidation, llmValidationTime), "2 LLM"),
        p95(seriesOf(riskManagement, riskAssessmentTime), "3 risk"),
        p95(seriesOf(tradeExecutor, tradeExecutionTime), "4 execution"),
        p95(seriesOf(tradeExecutor, signalToOrderDelay), "total: signal to order"),
      ),
    },
    {
      id: "queues",
      title: "Waiting recommendations",
      description:
        "Good: near 0, or back to it within minutes. If a line only climbs, the service that takes from the queue is stuck.",
      width: 12,
      view: view(
        "lines",
        { value: gauge(seriesOf(tradeOrchestrator, recommendationQueue), "max"), legend: "for the orchestrator" },
        { value: gauge(seriesOf(tradeExecutor, pendingRecommendations), "max"), legend: "for the executor" },
      ),
    },
    {
      id: "llm-decisions",
      title: "LLM decisions, last hour",
      description:
        "Good: some of each. If all are rejected, the prompt or model is broken; if all are approved, the gate lets everything through.",
      width: 12,
      of: [llmValidationService],
      view: view("pie", lastHour(series(llmValidations), "decision")),
      empty: "no validations",
    },
    {
      id: "risk-decisions",
      title: "Risk decisions, last hour",
      description:
        "Good: some of each. If all are rejected, a limit is reached. If there are none while orders go out, halt trading.",
      width: 12,
      of: [riskManagementService],
      view: view("pie", lastHour(series(riskAssessments), "decision")),
      empty: "no assessments",
    },
  ],
};

const cluster = kubernetes.services.filter(({ id }) => id === "kubernetes");

const NAMESPACES = { namespace: { matches: "crypto-trading|crypto-collectors|crypto-monitoring|monitoring" } };
const CONTAINERS = { ...NAMESPACES, container: { not: "" } };

const cpu = series(containerCpu, CONTAINERS);
const memory = series(containerMemory, CONTAINERS);
const restarts = series(containerRestarts, NAMESPACES);
const byDeployment = { by: ["namespace", "deployment"] };

export const infrastructureRow: BoardRow = {
  id: "infrastructure",
  title: "Infrastructure",
  of: cluster,
  panels: [
    {
      id: "cpu",
      title: "CPU by namespace",
      description:
        "Good: the same pattern as yesterday. A step up is load or a loop; the dashboards of the pods show which pod causes it.",
      width: 8,
      unit: "cores",
      view: view("stacked", { value: rate(cpu, { by: ["namespace"] }), legend: "{{namespace}}" }),
    },
    {
      id: "memory",
      title: "Memory by namespace",
      description: "Good: flat. A steady climb is a leak; the panel on the right shows which pod.",
      width: 8,
      unit: "bytes",
      view: view("stacked", { value: gauge(memory, "sum", { by: ["namespace"] }), legend: "{{namespace}}" }),
    },
    {
      id: "memory-by-pod",
      title: "Pods using the most memory",
      description: "The ten largest. A pod that grows, disappears and starts again is killed at its limit.",
      width: 8,
      unit: "bytes",
      view: view("bar-gauge", {
        value: top(10, gauge(memory, "sum", { by: ["namespace", "pod"] })),
        legend: "{{pod}}",
      }),
    },
    {
      id: "restarts",
      title: "Restarts, last hour",
      description:
        "By container. Good: none, except for deploys. If one container has more than two, its last log lines before the restart show why.",
      width: 8,
      view: view("bars", {
        value: increase(restarts, { by: ["namespace", "container"], window: "1h" }),
        legend: "{{container}}",
      }),
      empty: "none",
    },
    {
      id: "available",
      title: "Available pods, share of desired",
      description: "By deployment. Good: 100 %. Below that, a rollout is stuck, a probe fails, or no node has room.",
      width: 8,
      unit: "ratio",
      view: view("lines", {
        value: ratio(
          gauge(series(deploymentAvailable, NAMESPACES), "sum", byDeployment),
          gauge(series(deploymentReplicas, NAMESPACES), "sum", byDeployment),
        ),
        legend: "{{deployment}}",
      }),
    },
    {
      id: "database",
      title: "Database queries, p95",
      description:
        "Queries of the signal generator. Good: below 0.5 s. Above that, the pool is exhausted, an index is lost, or the disk is slow.",
      width: 8,
      unit: "seconds",
      view: view("lines", p95(seriesOf(signalGenerator, databaseQueryTime), "queries")),
    },
  ],
};
