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

/** Trades in 15 minutes: fewer are a nervous strategy, not a nervous market. */
const REJECTIONS = 10;
/** Times the usual of six hours. */
const SPIKE = 3;
/** Seconds. A boundary of the histogram; it computes, it asks nobody. */
const ASSESSMENT_P95 = 1;
/** Assessments in ten minutes below which a quantile says nothing. */
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
    summary: "Risk management has turned down {{ $value | humanize }} trades in 15 minutes, over three times the usual",
    description:
      "The market moves, a limit is reached, or the strategy has lost its measure. The limits do their work: do not raise them before you know which it is.",
    panel: { title: "Trades turned down in 15 minutes" },
  },
  {
    id: "assessment-slow",
    name: "CryptoRiskAssessmentSlow",
    severity: "warning",
    condition: above(quantile(0.95, time, { window: "10m" }), ASSESSMENT_P95, {
      and: [atLeast(MINIMUM_ASSESSMENTS, time, { window: "10m" })],
    }),
    for: "10m",
    summary: "The slowest 5 % of risk assessments take {{ $value | humanizeDuration }}",
    description:
      "Every trade waits for it, also those that reduce the risk. Look at the CPU of the pod and at where it takes positions from.",
    panel: { title: "Assessments, 95th percentile" },
  },
];

export const riskManagementService: Service = {
  id: "crypto-risk-management",
  title: "Crypto risk management",
  description: "Scores every trade and turns down those that break a limit.",
  ...identity,
  metrics: [up, riskAssessments, riskAssessmentTime, riskScores, rejectedByRisk],
  heartbeat,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, heartbeat), ...alerts],
};
