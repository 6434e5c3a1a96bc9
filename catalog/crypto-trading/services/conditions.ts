import { gauge, type Guard, type Measure, rare, series, type Series, sum, times } from "observability/catalog";
import { up } from "../metrics.ts";

/** `status` of what did not work out. */
export const FAILED = "failed|error|rejected";
/** `decision` of the LLM or of risk management against a trade; the LLM's own failures let nothing pass either. */
export const DECLINED = { matches: "reject.*|denied|error" } as const;
export const APPROVED = { matches: "approve.*" } as const;
/** `signal_type` of signals that nothing is to follow from. */
export const NO_ACTION = "(?i)hold|neutral|none";

/** For `unless`: it happened. The first event of a new series counts, as after a restart it may be the only one. */
export const happened = (of: Series, window: string): Guard => ({
  value: rare(of, { window }),
  is: "above",
  threshold: 0,
});

const isUp = gauge(series(up), "max");

/** 0 rather than nothing while the service answers but its counter is not there: nothing was counted since its start. */
export const countedWhileUp = (events: Measure): Measure => sum(events, times(isUp, 0));

/** The service answers. Where it does not, another rule says so. */
export const answers: Guard = { value: isUp, is: "above", threshold: 0 };
