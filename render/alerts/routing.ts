import { GROUP_BY, type Policy, type Route } from "../../model/routing.ts";
import type { TimeInterval } from "../../model/time-interval.ts";

/** Where a rule's alerts are sent, in the shape of `alerting.RuleGroup` of @pulumiverse/grafana. */
export interface NotificationSettings {
  contactPoint: string;
  groupBies: string[];
  muteTimings?: string[];
  activeTimings?: string[];
  groupInterval?: string;
  repeatInterval?: string;
}

/** A policy below the root, in the shape of `alerting.NotificationPolicy` of @pulumiverse/grafana. */
export interface PolicyInput {
  contactPoint: string;
  matchers: { label: string; match: string; value: string }[];
  muteTimings?: string[];
  activeTimings?: string[];
  policies?: PolicyInput[];
}

export const notificationSettings = (route: Route): NotificationSettings => ({
  contactPoint: route.contactPoint,
  groupBies: [...GROUP_BY],
  ...timings(route),
});

/** The stack's notification policy. */
export const notificationPolicy = ({ contactPoint, policies }: Policy) => ({
  contactPoint,
  groupBies: [...GROUP_BY],
  policies: policies.map(policyInput),
});

function policyInput({ contactPoint, matchers, policies, ...route }: Policy): PolicyInput {
  return {
    contactPoint,
    matchers: matchers.map((matcher) => ({ ...matcher })),
    ...timings(route),
    ...(policies.length > 0 ? { policies: policies.map(policyInput) } : {}),
  };
}

/** Leaves out empty lists: Grafana does not return them. */
const timings = ({ muteTimings, activeTimings }: Pick<Route, "muteTimings" | "activeTimings">) => ({
  ...(muteTimings.length > 0 ? { muteTimings: [...muteTimings] } : {}),
  ...(activeTimings.length > 0 ? { activeTimings: [...activeTimings] } : {}),
});

/** One interval, in the shape of `alerting.MuteTiming` of @pulumiverse/grafana. */
export const muteInterval = ({ times, weekdays, daysOfMonth, months, years, location }: TimeInterval) => ({
  ...(times ? { times: times.map((time) => ({ ...time })) } : {}),
  ...(weekdays ? { weekdays: [...weekdays] } : {}),
  ...(daysOfMonth ? { daysOfMonths: [...daysOfMonth] } : {}),
  ...(months ? { months: [...months] } : {}),
  ...(years ? { years: [...years] } : {}),
  location,
});
