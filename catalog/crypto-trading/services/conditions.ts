import { gauge, type Guard, type Measure, rare, series, type Series, sum, times } from "observability/catalog";
import { up } from "../metrics.ts";

/** `status` of failures. */
export const FAILED = "failed|error|rejected";
/** `decision` of the LLM or risk management against a trade. Failures of the LLM itself also block trades. */
export const DECLINED = { matches: "reject.*|denied|error" } as const;
export const APPROVED = { matches: "approve.*" } as const;
/** `signal_type` of signals that require no action. */
export const NO_ACTION = "(?i)hold|neutral|none";

/** For `unless`: it happened. The first event of a new series counts, because after a restart it may be the only one. */
export const happened = (of: Series, window: string): Guard => ({
  value: rare(of, { window }),
  is: "above",
  threshold: 0,
});

const isUp = gauge(series(up), "max");

/** 0 instead of no data while the service is up but its counter is missing: nothing has been counted since it started. */
export const countedWhileUp = (events: Measure): Measure => sum(events, times(isUp, 0));

/** The service is up. If it is not, another rule fires. */
export const answers: Guard = { value: isUp, is: "above", threshold: 0 };
