import type { Config, ContactPointConfig } from "./config/index.ts";
import { SEVERITIES, type Severity } from "./severity.ts";

/** What of the settings decides where alerts go. */
type Alerts = Pick<Config["alerts"], "muteTimings" | "routes" | "routing" | "watchdog">;
type MuteTiming = Alerts["muteTimings"][number];

/** Names of mute timings: when nobody is told, and when alone somebody is. */
interface Timings {
  readonly muteTimings: readonly string[];
  readonly activeTimings: readonly string[];
}

/** Where the alerts of a rule go. */
export interface Route extends Timings {
  readonly contactPoint: string;
}

/** A notification policy: alerts that match it go to its contact point, unless one of its own policies matches. */
export interface Policy extends Route {
  readonly matchers: readonly PolicyMatcher[];
  readonly policies: readonly Policy[];
  /** Whether the policies after it are asked, too. @default false */
  readonly continue?: boolean;
}

interface PolicyMatcher {
  readonly label: string;
  readonly match: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** What a notification is about. Grafana insists on the first two. */
export const GROUP_BY = ["alertname", "grafana_folder", "service"] as const;

/** Severity of the watchdog, which no route knows. */
export const NO_SEVERITY = "none";

/** Label of every rule: what it belongs to in the catalog. */
export const SYSTEM_LABEL = "system";

/** Whether a contact point calls somebody out. */
export const isPager = (point: ContactPointConfig): boolean =>
  point.type === "pagerduty" || ("pager" in point && point.pager);

/** Where alerts of a severity and a system go; undefined leaves it to the stack's own policy, as nothing is configured. */
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

/** What a rule says itself of where its alerts go; undefined leaves it to the policies. The watchdog never does. */
export function ownRoute(alerts: Alerts, severity: Severity | typeof NO_SEVERITY, system: string): Route | undefined {
  if (severity !== NO_SEVERITY) return alerts.routing === "per-rule" ? routeOf(alerts, severity, system) : undefined;
  return alerts.watchdog === undefined
    ? undefined
    : { contactPoint: alerts.watchdog, muteTimings: [], activeTimings: [] };
}

/** The stack's one notification policy: by severity, and below by system where mute timings tell them apart. */
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
      // Timings are not inherited: those of all systems are named again.
      policies: [...new Set(systems)].map((system) =>
        policy(contactPoint, equal(SYSTEM_LABEL, system), timingsOf(alerts, severity, system)),
      ),
    };
  });
  // What has no known severity is still told to somebody, always.
  return { contactPoint: routes.warning, muteTimings: [], activeTimings: [], matchers: [], policies };
}

const equal = (label: string, value: string): PolicyMatcher => ({ label, match: "=", value });

const policy = (contactPoint: string, matcher: PolicyMatcher, timings: Timings): Policy => ({
  contactPoint,
  ...timings,
  matchers: [matcher],
  policies: [],
});
