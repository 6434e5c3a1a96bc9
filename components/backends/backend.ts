import * as pulumi from "@pulumi/pulumi";
import type * as grafana from "@pulumiverse/grafana";
import type { DataSources } from "../../model/backends/data-sources.ts";
import {
  planDestinations,
  type AuthPlan,
  type DestinationPlan,
  type KnownDestinations,
  type Protocol,
  type Reach,
  type Signal,
} from "../../model/backends/destinations.ts";

/** A minted token that its write endpoints have already accepted. */
export interface WriteToken {
  /** Secret. */
  readonly value: pulumi.Output<string>;
  /** Changes when the token is replaced; says nothing about its value. */
  readonly version: pulumi.Output<string>;
}

/** A token that an `up` has to replace in time. */
export interface ExpiringToken {
  /** Unix time in seconds from which it is refused. */
  readonly expiresAt: pulumi.Output<number>;
}

/** How the collector says who it is. */
type Auth =
  | { readonly kind: "basic"; readonly username: pulumi.Output<string>; readonly token: WriteToken }
  | Exclude<AuthPlan, { readonly kind: "basic" }>;

/** Where a signal is written, and as whom. Signals with the same destination, the same object, share a queue. */
export interface Destination {
  readonly protocol: Protocol;
  /** Of OTLP without `/v1/<signal>`. */
  readonly url: pulumi.Output<string>;
  readonly auth: Auth;
  readonly reach: Reach;
}

/** The Grafana that shows a backend's telemetry. */
export interface GrafanaAccess {
  readonly url: pulumi.Output<string>;
  readonly provider: grafana.Provider;
  /** What is made in it dies with this resource; undefined where Grafana outlives this program. */
  readonly owner: pulumi.Resource | undefined;
}

/** Rule files by name, as Prometheus and Loki's ruler take them. */
type RuleFiles = Readonly<Record<string, string>>;

/** Who evaluates alert rules: Grafana, from rule groups; or Prometheus, from files that the backend takes. */
type RuleDelivery =
  | { readonly kind: "grafana" }
  | { readonly kind: "prometheus"; readonly deliver: (files: pulumi.Input<RuleFiles>) => pulumi.Resource };

/** What every backend gives to the collector, the applications, the dashboards and the alerts; none of them can tell which one it is. */
export interface TelemetryBackend {
  /** Absent: the backend has no place for the signal, and it is not collected. */
  readonly destinations: Readonly<Partial<Record<Signal, Destination>>>;
  /** Absent, or of a type that is not queried here: dashboards, panels and rules on it are left out. */
  readonly dataSources: DataSources;
  /** Undefined: there are no dashboards. */
  readonly grafana: GrafanaAccess | undefined;
  readonly rules: RuleDelivery;
  /** Tokens that rules watch, by name. Empty where nothing expires. */
  readonly expiringTokens: Readonly<Record<string, ExpiringToken>>;
  /** May write profiles only; where applications push their profiles themselves. */
  readonly applicationToken: WriteToken | undefined;
  /** Annotations of the collector's ServiceAccounts that give its pods a role of the cloud. */
  readonly collectorIdentity: Readonly<Record<string, string>>;
}

/** A backend's destinations as plans, with what is known later of each, and its token where it has one. */
export interface Destinations {
  readonly plans: readonly DestinationPlan[];
  readonly known: pulumi.Output<KnownDestinations>;
  readonly tokens: Readonly<Record<string, WriteToken>>;
}

export function destinationsOf({ destinations }: Pick<TelemetryBackend, "destinations">): Destinations {
  const planned = planDestinations(destinations);
  const known = planned.map(({ plan, destination: { url, auth } }) => [
    plan.name,
    pulumi.all([url, auth.kind === "basic" ? auth.username : ""]).apply(([to, username]) => ({ url: to, username })),
  ]);
  return {
    plans: planned.map(({ plan }) => plan),
    known: pulumi.all(Object.fromEntries(known) as Record<string, pulumi.Output<KnownDestinations[string]>>),
    tokens: Object.fromEntries(
      planned.flatMap(({ plan, destination: { auth } }) => (auth.kind === "basic" ? [[plan.name, auth.token]] : [])),
    ),
  };
}
