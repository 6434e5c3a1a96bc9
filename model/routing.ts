import type { Config, ContactPointConfig } from "./config/index.ts";
import { SEVERITIES, type Severity } from "./severity.ts";

/** The settings that decide where alerts are sent. */
type Alerts = Pick<Config["alerts"], "muteTimings" | "routes" | "routing" | "watchdog">;
type MuteTiming = Alerts["muteTimings"][number];

/** Names of mute timings: times at which alerts are muted, and times outside which they are. */
interface Timings {
  readonly muteTimings: readonly string[];
  readonly activeTimings: readonly string[];
}

/** Where the alerts of a rule are sent. */
export interface Route extends Timings {
  readonly contactPoint: string;
}

/** A notification policy: matching alerts are sent to its contact point, unless one of its nested policies matches. */
export interface Policy extends Route {
  readonly matchers: readonly PolicyMatcher[];
  readonly policies: readonly Policy[];
  /** Whether the policies after it are evaluated as well. @default false */
  readonly continue?: boolean;
}

interface PolicyMatcher {
  readonly label: string;
  readonly match: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** Labels that group alerts into notifications. Grafana requires the first two. */
export const GROUP_BY = ["alertname", "grafana_folder", "service"] as const;

/** Severity of the watchdog, which has no route. */
export const NO_SEVERITY = "none";

/** Label of every rule: its system in the catalog. */
export const SYSTEM_LABEL = "system";

/** Whether a contact point pages someone. */
export const isPager = (point: ContactPointConfig): boolean =>
  point.type === "pagerduty" || ("pager" in point && point.pager);

/** Route of alerts by severity and system. Undefined if no routes are configured: the stack's own policy then decides. */
function routeOf(alerts: Alerts, severity: Severity, system: string): Route | undefined {
  if (alerts.routes === undefined) return undefined;
  return { contactPoint: alerts.routes[severity], ...timingsOf(alerts, severity, system) };
}

function timingsOf({ muteTimings }: Alerts, severity: Severity, system: string | undefined): Timings {
  const concerns = ({ severities, systems }: MuteTiming) =>
    severities.includes(severity) && (systems === undefined || (system !== undefined && systems.includes(system)));
  const names = (mutes: MuteTiming["mutes"]) =>
    muteTimings.filter((timing) => timing.mutes === mutes && concerns(timing)).map(({ name }) => name);
  return { muteTimings: names("during"), activeTimings: names("outside") };
}

/** The route set in a rule itself. Undefined leaves routing to the policies, except for the watchdog, which never uses them. */
export function ownRoute(alerts: Alerts, severity: Severity | typeof NO_SEVERITY, system: string): Route | undefined {
  if (severity !== NO_SEVERITY) return alerts.routing === "per-rule" ? routeOf(alerts, severity, system) : undefined;
  return alerts.watchdog === undefined
    ? undefined
    : { contactPoint: alerts.watchdog, muteTimings: [], activeTimings: [] };
}

/** The stack's only notification policy: by severity, and below that by system if mute timings differ between systems. */
export function rootPolicy(alerts: Alerts): Policy | undefined {
  const { routes } = alerts;
  if (alerts.routing !== "root-policy" || routes === undefined) return undefined;
  const policies = SEVERITIES.map((severity): Policy => {
    const contactPoint = routes[severity];
    const systems = alerts.muteTimings
      .filter(({ severities }) => severities.includes(severity))
      .flatMap((timing) => timing.systems ?? []);
    return {
      ...policy(contactPoint, equal("severity", severity), timingsOf(alerts, severity, undefined)),
      // Timings are not inherited, so those that apply to all systems are repeated.
      policies: [...new Set(systems)].map((system) =>
        policy(contactPoint, equal(SYSTEM_LABEL, system), timingsOf(alerts, severity, system)),
      ),
    };
  });
  // Alerts without a known severity are still sent, and never muted.
  return { contactPoint: routes.warning, muteTimings: [], activeTimings: [], matchers: [], policies };
}

const equal = (label: string, value: string): PolicyMatcher => ({ label, match: "=", value });

const policy = (contactPoint: string, matcher: PolicyMatcher, timings: Timings): Policy => ({
  contactPoint,
  ...timings,
  matchers: [matcher],
  policies: [],
});
