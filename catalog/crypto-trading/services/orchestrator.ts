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

/** Minimum rounds in ten minutes. A round starts every minute or sooner, whether or not there is work. */
const FEWEST_ROUNDS = 1;
/** Seconds for a round or a stage. A round is due every minute; longer ones pile up. */
const ROUND_SECONDS = 60;
/** Minimum rounds or runs of a stage in 15 minutes; with fewer, a quantile is meaningless. Low, because slow ones are few. */
const MINIMUM_ROUNDS = 5;
/** Share of recommendations. Rejections by the LLM or risk management are not failures. */
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
    summary: "The orchestrator is up but has completed no round for 15 minutes",
    description:
      "No signal becomes an order, not even to close a position. The orchestrator waits for another service without a timeout, or its loop has ended. Its last log lines show what it started.",
    panel: { title: "Rounds in 10 minutes" },
  },
  {
    id: "cycle-slow",
    name: "CryptoOrchestratorCycleSlow",
    severity: "warning",
    // The mean as well: a quantile cannot exceed the last boundary of its histogram, which may be 10 seconds.
    condition: above([quantile(0.95, cycle, { window: "15m" }), mean(cycle, { window: "15m" })], ROUND_SECONDS, {
      and: [atLeast(MINIMUM_ROUNDS, cycle, { window: "15m" })],
    }),
    for: "15m",
    summary: "Orchestrator rounds take {{ $value | humanizeDuration }}",
    description:
      "Signals wait for the next round and become outdated. The stage duration panel shows which stage takes the time; usually it is the LLM.",
    panel: { title: "Round duration" },
  },
  {
    id: "stage-slow",
    name: "CryptoPipelineStageSlow",
    severity: "warning",
    condition: above([quantile(0.95, stage, byStage), mean(stage, byStage)], ROUND_SECONDS, {
      and: [atLeast(MINIMUM_ROUNDS, stage, byStage)],
    }),
    for: "15m",
    summary: "Pipeline stage {{ $labels.stage }} takes {{ $value | humanizeDuration }}",
    description: "This stage delays every trade behind it. Look at the service that does its work, and at its latency.",
    panel: { title: "Stage duration" },
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
      "Decisions are lost along the way. The orchestrator's log names the stage that fails: LLM, risk management or executor.",
    panel: { title: "Failed recommendations, share" },
  },
  {
    id: "backlog",
    name: "CryptoRecommendationQueueBacklog",
    severity: "warning",
    condition: above(gauge(series(recommendationQueue), "max"), BACKLOG, {
      unless: [{ value: slope(series(recommendationQueue), { window: "15m" }), is: "below", threshold: 0 }],
    }),
    for: "15m",
    summary: "{{ $value | humanize }} recommendations are waiting for the orchestrator, and the queue is not shrinking",
    description:
      "More recommendations arrive than the orchestrator processes, so orders are placed later and later. Look for slow or failing rounds.",
    panel: { title: "Recommendations in the queue" },
  },
];

export const orchestratorService: Service = {
  id: "crypto-orchestrator",
  title: "Crypto trade orchestrator",
  description: "Passes recommendations through LLM validation and risk management to the executor, round by round.",
  ...identity,
  metrics: [up, recommendationsProcessed, pipelineStageDuration, recommendationQueue, orchestratorCycle],
  heartbeat,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, heartbeat), ...rounds, ...work],
};
