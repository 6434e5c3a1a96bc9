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
      description:
        "Signals to buy, sell or hold. A type that vanishes, or one that is all there is, points at the model.",
      width: 12,
      unit: "perMinute",
      view: view("stacked", perMinute(series(signalsGenerated), "signal_type")),
    },
    {
      id: "executions-by-status",
      title: "Orders by status",
      description: "Good: success only. No orders while signals flow: see the hops on the board of the trading engine.",
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
        "What a trade waits for; all of it where the executor reports it, good below 60 s. The highest hop is the one to look at; its service has a board.",
      width: 12,
      unit: "seconds",
      view: view(
        "lines",
        p95(seriesOf(signalGenerator, modelInferenceTime), "1 model"),
        p95(seriesOf(llmValidation, llmValidationTime), "2 LLM"),
        p95(seriesOf(riskManagement, riskAssessmentTime), "3 risk"),
        p95(seriesOf(tradeExecutor, tradeExecutionTime), "4 execution"),
        p95(seriesOf(tradeExecutor, signalToOrderDelay), "all: signal to order"),
      ),
    },
    {
      id: "queues",
      title: "Waiting recommendations",
      description: "Good: near 0, back to it within minutes. A line that only climbs: who takes from it is stuck.",
      width: 12,
      view: view(
        "lines",
        { value: gauge(seriesOf(tradeOrchestrator, recommendationQueue), "max"), legend: "for the orchestrator" },
        { value: gauge(seriesOf(tradeExecutor, pendingRecommendations), "max"), legend: "for the executor" },
      ),
    },
    {
      id: "llm-decisions",
      title: "Decisions of the LLM, last hour",
      description: "Good: some of each. All refused is a broken prompt or model, all approved a gate that stands open.",
      width: 12,
      of: [llmValidationService],
      view: view("pie", lastHour(series(llmValidations), "decision")),
      empty: "no validations",
    },
    {
      id: "risk-decisions",
      title: "Decisions of risk management, last hour",
      description:
        "Good: some of each. All rejected is a limit that is reached. None while orders go out: halt trading.",
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
      description: "Good: the same course as yesterday. A step up is load or a loop; the pods' own boards tell whose.",
      width: 8,
      unit: "cores",
      view: view("stacked", { value: rate(cpu, { by: ["namespace"] }), legend: "{{namespace}}" }),
    },
    {
      id: "memory",
      title: "Memory by namespace",
      description: "Good: flat. A steady climb is a leak: see which pod on the right.",
      width: 8,
      unit: "bytes",
      view: view("stacked", { value: gauge(memory, "sum", { by: ["namespace"] }), legend: "{{namespace}}" }),
    },
    {
      id: "memory-by-pod",
      title: "Pods with most memory",
      description: "The ten largest. One that grows until it is gone and starts again is killed at its limit.",
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
        "By container. Good: none, but for deploys. More than two of one container: its log before the end tells why.",
      width: 8,
      view: view("bars", {
        value: increase(restarts, { by: ["namespace", "container"], window: "1h" }),
        legend: "{{container}}",
      }),
      empty: "none",
    },
    {
      id: "available",
      title: "Available pods, share of wanted",
      description: "By deployment. Good: 100 %. Below: a rollout is stuck, a probe fails, or no node has room.",
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
      description: "Of the signal generator. Good: below 0.5 s. Above: pool exhausted, an index lost, or a slow disk.",
      width: 8,
      unit: "seconds",
      view: view("lines", p95(seriesOf(signalGenerator, databaseQueryTime), "queries")),
    },
  ],
};
