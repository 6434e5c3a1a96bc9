import type { Config } from "./config.ts";
import { SEVERITIES, type Severity } from "./severity.ts";
import { includes } from "./time-interval.ts";

type Alerts = Config["alerts"];
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
  readonly matchers: readonly Matcher[];
  readonly policies: readonly Policy[];
  /** Whether the policies after it are asked, too. @default false */
  readonly continue?: boolean;
}

interface Matcher {
  readonly label: string;
  readonly match: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

type Labels = Readonly<Record<string, string>>;

/** What a notification is about. Grafana insists on the first two. */
export const GROUP_BY = ["alertname", "grafana_folder", "service"] as const;

/** Severity of the watchdog, which no route knows. */
export const NO_SEVERITY = "none";

/** Label of every rule: what it belongs to in the catalog. */
export const SYSTEM_LABEL = "system";

/** Whether a contact point calls somebody out. */
export const isPager = (point: Alerts["contactPoints"][number]): boolean =>
  point.type === "pagerduty" || ("pager" in point && point.pager);

/** Where alerts of a severity and a system go; undefined leaves it to the stack's own policy, as nothing is configured. */
export function routeOf(alerts: Alerts, severity: Severity, system: string): Route | undefined {
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

const equal = (label: string, value: string): Matcher => ({ label, match: "=", value });

const policy = (contactPoint: string, matcher: Matcher, timings: Timings): Policy => ({
  contactPoint,
  ...timings,
  matchers: [matcher],
  policies: [],
});

/** The policies that take an alert, as Alertmanager walks the tree: depth first, the first that matches unless it says `continue`. */
export function takers(tree: Policy, labels: Labels): readonly Policy[] {
  if (!tree.matchers.every((matcher) => matches(matcher, labels))) return [];
  const found: Policy[] = [];
  for (const child of tree.policies) {
    const below = takers(child, labels);
    found.push(...below);
    if (below.length > 0 && child.continue !== true) break;
  }
  return found.length > 0 ? found : [tree];
}

/** A label that an alert does not have is an empty one; a regular expression has to match all of it. */
function matches({ label, match, value }: Matcher, labels: Labels): boolean {
  const given = labels[label] ?? "";
  const regular = match === "=~" || match === "!~";
  const same = regular ? new RegExp(`^(?:${value})$`, "s").test(given) : given === value;
  return match === "=" || match === "=~" ? same : !same;
}

/** A rule as far as it matters to who is told. */
export interface RoutedRule {
  readonly severity: Severity | typeof NO_SEVERITY;
  /** Id of its system. */
  readonly system: string;
  /** Labels of its alerts. */
  readonly labels: Labels;
}

/** Who is told of an alert. */
export interface Delivery {
  /** Name of the contact point. */
  readonly contactPoint: string;
  /** Whether it calls somebody out. */
  readonly pages: boolean;
  /** Whether a mute timing keeps it back; false where no moment is given. */
  readonly muted: boolean;
}

/** Who is told of a rule's alerts, at a moment. Throws where the configuration leaves that to the stack, or names nobody. */
export function receiverOf(alerts: Alerts, { severity, system, labels }: RoutedRule, at?: Date): Delivery {
  const tree = rootPolicy(alerts);
  const route =
    ownRoute(alerts, severity, system) ?? (tree && takers(tree, { severity, [SYSTEM_LABEL]: system, ...labels })[0]);
  const point = alerts.contactPoints.find(({ name }) => name === route?.contactPoint);
  if (route === undefined || point === undefined) {
    throw new Error(`alerts of severity "${severity}" of system "${system}" have no contact point`);
  }
  return { contactPoint: point.name, pages: isPager(point), muted: at !== undefined && isMuted(alerts, route, at) };
}

function isMuted(alerts: Alerts, { muteTimings, activeTimings }: Route, at: Date): boolean {
  const lasts = (name: string) => alerts.muteTimings.some((timing) => timing.name === name && includes(timing, at));
  return muteTimings.some(lasts) || (activeTimings.length > 0 && !activeTimings.some(lasts));
}
