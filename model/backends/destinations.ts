/** Kinds of telemetry. */
export const SIGNALS = ["metrics", "logs", "traces", "profiles"] as const;
export type Signal = (typeof SIGNALS)[number];

/** Protocol for writing to a backend. */
export type Protocol = "otlp-http" | "prometheus-remote-write" | "pyroscope";

/** Where a destination is: at any address, or in pods of the cluster. Determines the NetworkPolicy. */
export type Reach =
  | { readonly kind: "internet" }
  | {
      readonly kind: "pods";
      readonly namespace: string;
      /** Labels of the pods. */
      readonly labels: Readonly<Record<string, string>>;
    };

/** How the collector authenticates. Tokens are read from a mounted file. */
export type AuthPlan =
  | { readonly kind: "basic" }
  | { readonly kind: "sigv4"; readonly region: string; readonly service: string }
  | { readonly kind: "none" };

/** A destination for signals, without the values that are known only later: addresses, users, tokens. */
export interface DestinationPlan {
  /** Unique in a plan: `otlp`, `profiles`, or its signals. */
  readonly name: string;
  readonly signals: readonly Signal[];
  readonly protocol: Protocol;
  readonly auth: AuthPlan;
  readonly reach: Reach;
}

/** Values of each destination that are known only later, by its name. */
export type KnownDestinations = Readonly<Record<string, { readonly url: string; readonly username: string }>>;

/**
 * Plans the destinations. Signals with the same destination object share a queue and a connection.
 * @returns each destination with its plan, in the order of the signals
 */
export function planDestinations<D extends Pick<DestinationPlan, "protocol" | "auth" | "reach">>(
  destinations: Readonly<Partial<Record<Signal, D>>>,
): readonly { readonly plan: DestinationPlan; readonly destination: D }[] {
  const distinct = [...new Set(SIGNALS.flatMap((signal) => destinations[signal] ?? []))];
  const pushed = distinct.filter(({ protocol }) => protocol !== "pyroscope");
  return distinct.map((destination) => {
    const signals = SIGNALS.filter((signal) => destinations[signal] === destination);
    const { protocol, reach } = destination;
    const auth = authPlan(destination.auth);
    const only = protocol === "pyroscope" || pushed.length === 1;
    const name = only ? (protocol === "pyroscope" ? "profiles" : "otlp") : signals.join("-");
    return { destination, plan: { name, signals, protocol, auth, reach } };
  });
}

/** Removes what only a backend knows: users and tokens. */
const authPlan = (auth: AuthPlan): AuthPlan =>
  auth.kind === "sigv4" ? { kind: auth.kind, region: auth.region, service: auth.service } : { kind: auth.kind };
