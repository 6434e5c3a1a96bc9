import {
  above,
  type AlertRule,
  atLeast,
  increase,
  mean,
  quantile,
  scrapedServiceRules,
  series,
  type Service,
  share,
} from "observability/catalog";
import { DECLINED } from "./conditions.ts";
import { llmValidation as identity } from "./identities.ts";
import { llmConfidence, llmValidations, llmValidationTime, ollamaLatency, up } from "../metrics.ts";

/** Seconds. A local model answers in five to ten; after thirty the signal has aged by half of what it may. */
const LLM_SECONDS = 30;
/** Validations in ten minutes below which a quantile says nothing; slow ones are few. */
const MINIMUM_ANSWERS = 5;
/** Share of validations in an hour. The LLM turns down a third to a half; nearly all is a broken prompt or model. */
const DECLINED_SHARE = 0.95;
/** Validations in an hour below which a share says nothing: a weak market may bring ten bad signals in a row. */
const MINIMUM_VALIDATIONS = 20;

const subject = { prefix: "CryptoLlmValidation", title: "LLM validation" };
const heartbeat = series(up);
const validations = series(llmValidations);
const time = series(llmValidationTime);
const ollama = series(ollamaLatency);

const alerts: readonly AlertRule[] = [
  {
    id: "latency",
    name: "CryptoLlmLatencyHigh",
    severity: "warning",
    tier: "essential",
    // The mean as well: a quantile ends at the last boundary of its histogram, which may be 10 seconds.
    condition: above(
      [
        quantile(0.95, time, { window: "10m" }),
        mean(time, { window: "10m" }),
        quantile(0.95, ollama, { window: "10m" }),
      ],
      LLM_SECONDS,
      { and: [atLeast(MINIMUM_ANSWERS, time, { window: "10m" })] },
    ),
    for: "10m",
    summary: "Validations by the LLM take {{ $value | humanizeDuration }}",
    description:
      "Every trade waits for it. Is Ollama as slow, the model, its GPU or memory is the cause; is it fast, the service itself waits.",
    panel: { title: "Validation and Ollama" },
  },
  {
    id: "rejects-all",
    name: "CryptoLlmRejectsEverything",
    severity: "warning",
    condition: above(
      share(
        increase(series(llmValidations, { decision: DECLINED }), { window: "1h" }),
        increase(validations, { window: "1h" }),
      ),
      DECLINED_SHARE,
      { and: [atLeast(MINIMUM_VALIDATIONS, validations, { window: "1h" })] },
    ),
    for: "15m",
    summary:
      "The LLM lets nothing pass: {{ $value | humanizePercentage }} of validations of an hour are refusals or errors",
    description:
      "Nothing is traded, and everything looks alive. A new prompt or model, an answer that can no longer be parsed, or Ollama failing is likelier than a market without a single chance.",
    panel: { title: "Refusals and errors, share of an hour" },
  },
];

export const llmValidationService: Service = {
  id: "crypto-llm-validation",
  title: "Crypto LLM validation",
  description: "Asks an LLM, served by Ollama, whether a recommendation makes sense.",
  ...identity,
  metrics: [up, llmValidations, llmValidationTime, llmConfidence, ollamaLatency],
  heartbeat,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, heartbeat), ...alerts],
};
