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
  /** Changes when the token is replaced, and reveals nothing about its value. */
  readonly version: pulumi.Output<string>;
}

/** A token that `up` has to replace in time. */
export interface ExpiringToken {
  /** Unix time in seconds at which it expires. */
  readonly expiresAt: pulumi.Output<number>;
}

/** How the collector authenticates. */
type Auth =
  | { readonly kind: "basic"; readonly username: pulumi.Output<string>; readonly token: WriteToken }
  | Exclude<AuthPlan, { readonly kind: "basic" }>;

/** Where a signal is written, and with which credentials. Signals with the same destination object share a queue. */
export interface Destination {
  readonly protocol: Protocol;
  /** For OTLP, without `/v1/<signal>`. */
  readonly url: pulumi.Output<string>;
  readonly auth: Auth;
  readonly reach: Reach;
}

/** The Grafana that shows a backend's telemetry. */
export interface GrafanaAccess {
  readonly url: pulumi.Output<string>;
  readonly provider: grafana.Provider;
  /** Objects in Grafana are deleted with this resource. Undefined if Grafana outlives this program. */
  readonly owner: pulumi.Resource | undefined;
}

/** Rule files by name, in the format of Prometheus and Loki's ruler. */
type RuleFiles = Readonly<Record<string, string>>;

/** Who evaluates alert rules: Grafana, from rule groups, or Prometheus, from files that the backend accepts. */
type RuleDelivery =
  | { readonly kind: "grafana" }
  | { readonly kind: "prometheus"; readonly deliver: (files: pulumi.Input<RuleFiles>) => pulumi.Resource };

/** What every backend provides to the collector, applications, dashboards and alerts. None of them knows which backend it is. */
export interface TelemetryBackend {
  /** A signal without a destination is not collected, because the backend cannot store it. */
  readonly destinations: Readonly<Partial<Record<Signal, Destination>>>;
  /** If a data source is absent, or of a type that is not queried here, dashboards, panels and rules on it are left out. */
  readonly dataSources: DataSources;
  /** If undefined, there are no dashboards. */
  readonly grafana: GrafanaAccess | undefined;
  readonly rules: RuleDelivery;
  /** Tokens that rules watch, by name. Empty if no token expires. */
  readonly expiringTokens: Readonly<Record<string, ExpiringToken>>;
  /** Token that may only write profiles, for applications that push their profiles directly. */
  readonly applicationToken: WriteToken | undefined;
  /** Annotations of the collector's ServiceAccounts that give its pods a cloud role. */
  readonly collectorIdentity: Readonly<Record<string, string>>;
}

/** A backend's destinations as plans, with the values of each that are known later, and its token if it has one. */
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
