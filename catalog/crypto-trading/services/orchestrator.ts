import {
  above,
  type AlertRule,
  atLeast,
  below,
  gauge,
  increase,
  mean,
  quantile,
  rate,
  scrapedServiceRules,
  series,
  type Service,
  share,
  slope,
} from "observability/catalog";
import { answers, countedWhileUp, FAILED } from "./conditions.ts";
import { BACKLOG } from "./executor-exchange.ts";
import { tradeOrchestrator as identity } from "./identities.ts";
import {
  orchestratorCycle,
  pipelineStageDuration,
  recommendationQueue,
  recommendationsProcessed,
  up,
} from "../metrics.ts";

/** Rounds in ten minutes. It goes round every minute or faster, whether there is work or not. */
const FEWEST_ROUNDS = 1;
/** Seconds, of a round or of a stage. A round is due every minute: longer ones pile up. */
const ROUND_SECONDS = 60;
/** Rounds or runs of a stage in 15 minutes below which a quantile says nothing; slow ones are few. */
const MINIMUM_ROUNDS = 5;
/** Share of recommendations. Refusals by the LLM or by risk management are no failures. */
const FAILED_RECOMMENDATIONS = 0.1;
const MINIMUM_RECOMMENDATIONS = 10;

const subject = { prefix: "CryptoTradeOrchestrator", title: "Trade orchestrator" };
const heartbeat = series(up);
const processed = series(recommendationsProcessed);
const cycle = series(orchestratorCycle);
const stage = series(pipelineStageDuration);
const byStage = { by: ["stage"], window: "15m" };

const rounds: readonly AlertRule[] = [
  {
    id: "stalled",
    name: "CryptoOrchestratorStalled",
    severity: "critical",
    condition: below(countedWhileUp(increase(cycle, { window: "10m" })), FEWEST_ROUNDS, { and: [answers] }),
    for: "5m",
    summary: "The orchestrator runs, but has finished no round for 15 minutes",
    description:
      "No signal becomes an order, not even one that closes a position. It waits for somebody without a time limit, or its loop has ended: its last log lines tell what it began.",
    panel: { title: "Rounds in 10 minutes" },
  },
  {
    id: "cycle-slow",
    name: "CryptoOrchestratorCycleSlow",
    severity: "warning",
    // The mean as well: a quantile ends at the last boundary of its histogram, which may be 10 seconds.
    condition: above([quantile(0.95, cycle, { window: "15m" }), mean(cycle, { window: "15m" })], ROUND_SECONDS, {
      and: [atLeast(MINIMUM_ROUNDS, cycle, { window: "15m" })],
    }),
    for: "15m",
    summary: "Rounds of the orchestrator take {{ $value | humanizeDuration }}",
    description:
      "Signals wait for the next round and age. The panel on stages tells which of them takes the time; the LLM is the usual one.",
    panel: { title: "Time of a round" },
  },
  {
    id: "stage-slow",
    name: "CryptoPipelineStageSlow",
    severity: "warning",
    condition: above([quantile(0.95, stage, byStage), mean(stage, byStage)], ROUND_SECONDS, {
      and: [atLeast(MINIMUM_ROUNDS, stage, byStage)],
    }),
    for: "15m",
    summary: "Stage {{ $labels.stage }} of the pipeline takes {{ $value | humanizeDuration }}",
    description:
      "This stage holds up every trade behind it. Go on with the service that does its work, and with its latency.",
    panel: { title: "Time of each stage" },
  },
];

const work: readonly AlertRule[] = [
  {
    id: "failures",
    name: "CryptoRecommendationFailureRatioHigh",
    severity: "warning",
    condition: above(
      share(
        rate(series(recommendationsProcessed, { status: { matches: FAILED } }), { window: "15m" }),
        rate(processed, { window: "15m" }),
      ),
      FAILED_RECOMMENDATIONS,
      { and: [atLeast(MINIMUM_RECOMMENDATIONS, processed, { window: "15m" })] },
    ),
    for: "10m",
    keepFiringFor: "10m",
    summary: "{{ $value | humanizePercentage }} of recommendations fail in the pipeline",
    description:
      "Decisions are lost on their way. The log of the orchestrator names the stage that fails: LLM, risk management or executor.",
    panel: { title: "Recommendations that fail, share" },
  },
  {
    id: "backlog",
    name: "CryptoRecommendationQueueBacklog",
    severity: "warning",
    condition: above(gauge(series(recommendationQueue), "max"), BACKLOG, {
      unless: [{ value: slope(series(recommendationQueue), { window: "15m" }), is: "below", threshold: 0 }],
    }),
    for: "15m",
    summary: "{{ $value | humanize }} recommendations wait for the orchestrator, and they do not get fewer",
    description:
      "More comes in than it takes on, so that orders are placed ever later. Rounds that take long or fail tell why.",
    panel: { title: "Recommendations in the queue" },
  },
];

export const orchestratorService: Service = {
  id: "crypto-orchestrator",
  title: "Crypto trade orchestrator",
  description: "Takes recommendations through LLM validation and risk management to the executor, round by round.",
  ...identity,
  metrics: [up, recommendationsProcessed, pipelineStageDuration, recommendationQueue, orchestratorCycle],
  heartbeat,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, heartbeat), ...rounds, ...work],
};
