import { llmValidationService } from "./llm-validation.ts";
import { orchestratorService } from "./orchestrator.ts";
import { riskManagementService } from "./risk-management.ts";
import { signalGeneratorService } from "./signal-generator.ts";
import { tradeExecutorService } from "./trade-executor.ts";

/** In the order in which a trade passes through them. */
export const engine = [
  signalGeneratorService,
  orchestratorService,
  llmValidationService,
  riskManagementService,
  tradeExecutorService,
];
