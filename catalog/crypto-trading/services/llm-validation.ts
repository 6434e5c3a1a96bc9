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

/** Seconds. A local model answers in five to ten; after thirty, the signal has reached half of its maximum age. */
const LLM_SECONDS = 30;
/** Minimum validations in ten minutes; with fewer, a quantile is meaningless. Low, because slow ones are few. */
const MINIMUM_ANSWERS = 5;
/** Share of validations in an hour. The LLM rejects a third to a half; nearly all means a broken prompt or model. */
const DECLINED_SHARE = 0.95;
/** Minimum validations in an hour; with fewer, a share is meaningless: a weak market may bring ten bad signals in a row. */
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
    // The mean as well: a quantile cannot exceed the last boundary of its histogram, which may be 10 seconds.
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
    summary: "LLM validations take {{ $value | humanizeDuration }}",
    description:
      "Every trade waits for the LLM. If Ollama is slow too, the cause is the model, its GPU or memory; if it is fast, the service itself is the bottleneck.",
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
    summary: "{{ $value | humanizePercentage }} of LLM validations in the last hour were rejections or errors",
    description:
      "Nothing is traded although everything looks healthy. A new prompt or model, an answer that can no longer be parsed, or a failing Ollama is more likely than a market without a single opportunity.",
    panel: { title: "Rejections and errors, share in the last hour" },
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
