import {
  above,
  type AlertRule,
  atLeast,
  increase,
  quantile,
  rate,
  ratio,
  scrapedServiceRules,
  series,
  type Service,
} from "observability/catalog";
import { riskManagement as identity } from "./identities.ts";
import { rejectedByRisk, riskAssessments, riskAssessmentTime, riskScores, up } from "../metrics.ts";

/** Trades in 15 minutes. Fewer mean a nervous strategy, not a nervous market. */
const REJECTIONS = 10;
/** Multiple of the usual rate over six hours. */
const SPIKE = 3;
/** Seconds. A bucket boundary of the histogram. The service only computes; it calls no other service. */
const ASSESSMENT_P95 = 1;
/** Minimum assessments in ten minutes; with fewer, a quantile is meaningless. */
const MINIMUM_ASSESSMENTS = 10;

const subject = { prefix: "CryptoRiskManagement", title: "Risk management" };
const heartbeat = series(up);
const rejected = series(rejectedByRisk);
const time = series(riskAssessmentTime);

const alerts: readonly AlertRule[] = [
  {
    id: "rejection-spike",
    name: "CryptoRiskRejectionSpike",
    severity: "warning",
    tier: "essential",
    condition: above(increase(rejected, { window: "15m" }), REJECTIONS, {
      and: [
        {
          value: ratio(rate(rejected, { window: "15m" }), rate(rejected, { window: "6h" })),
          is: "above",
          threshold: SPIKE,
        },
      ],
    }),
    for: "5m",
    keepFiringFor: "10m",
    summary:
      "Risk management rejected {{ $value | humanize }} trades in 15 minutes, more than three times as many as usual",
    description:
      "The market is moving, a limit is reached, or the strategy takes unreasonable positions. The limits work as intended: do not raise them before you know which it is.",
    panel: { title: "Trades rejected in 15 minutes" },
  },
  {
    id: "assessment-slow",
    name: "CryptoRiskAssessmentSlow",
    severity: "warning",
    condition: above(quantile(0.95, time, { window: "10m" }), ASSESSMENT_P95, {
      and: [atLeast(MINIMUM_ASSESSMENTS, time, { window: "10m" })],
    }),
    for: "10m",
    summary: "Risk assessment p95 latency is {{ $value | humanizeDuration }}",
    description:
      "Every trade waits for it, including those that reduce risk. Check the CPU of the pod and the source of its positions.",
    panel: { title: "Assessments, 95th percentile" },
  },
];

export const riskManagementService: Service = {
  id: "crypto-risk-management",
  title: "Crypto risk management",
  description: "Scores every trade and rejects those that break a limit.",
  ...identity,
  metrics: [up, riskAssessments, riskAssessmentTime, riskScores, rejectedByRisk],
  heartbeat,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, heartbeat), ...alerts],
};
