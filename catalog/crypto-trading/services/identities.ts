import type { ServiceIdentity } from "observability/catalog";

const identity = (workload: string, namespace: string): ServiceIdentity => ({
  team: "crypto",
  serviceName: workload,
  namespace,
  workload,
});

/** A service of the trading engine. */
const trading = (workload: string): ServiceIdentity => identity(workload, "crypto-trading");

/** Listens on port 8025. */
export const signalGenerator = trading("signal-generator");
/** Listens on port 8024. */
export const tradeExecutor = trading("trade-executor");
/** Listens on port 8050. */
export const llmValidation = trading("llm-validation");
/** Listens on port 8023. */
export const tradeOrchestrator = trading("trade-orchestrator");
/** Listens on port 8027. */
export const riskManagement = trading("risk-management");
export const marketDataCollectors = identity("market-data-collectors", "crypto-collectors");

/** Part of the monitoring that ran here before and may still run. */
export const monitoring = (workload: string): ServiceIdentity => identity(workload, "monitoring");
