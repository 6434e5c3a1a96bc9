import { type System } from "../catalog/system.ts";
import { rulesOf } from "../catalog/rules.ts";
import { ruleUid } from "../catalog/uids.ts";
import { TOKEN_OVERLAP } from "../config/grafana-cloud.ts";
import { durationSeconds } from "../duration.ts";

/** Who writes telemetry, and what it may write: the least that works. No writer may read or administer anything. */
export interface Writer {
  /** Stable key: part of resource names and of the access policy's name. */
  readonly key: "collector" | "profiles";
  readonly displayName: string;
  readonly scopes: readonly `${"metrics" | "logs" | "traces" | "profiles"}:write`[];
  /** Write endpoints that have to accept a new token before anyone uses it. */
  readonly endpoints: readonly ("otlp" | "profiles")[];
}

/** The collector: all signals. */
export const COLLECTOR_WRITER: Writer = {
  key: "collector",
  displayName: "Collector: all signals",
  scopes: ["metrics:write", "logs:write", "traces:write", "profiles:write"],
  endpoints: ["otlp", "profiles"],
};

/** Applications that push their profiles themselves, past the collector. */
export const PROFILES_WRITER: Writer = {
  key: "profiles",
  displayName: "Applications that push their profiles themselves",
  scopes: ["profiles:write"],
  endpoints: ["profiles"],
};

/** Scopes of the bootstrap token: what it takes to create the stack, its service account and the writers' tokens. */
export const BOOTSTRAP_SCOPES = [
  "stacks:read",
  "stacks:write",
  "stacks:delete",
  "accesspolicies:read",
  "accesspolicies:write",
  "accesspolicies:delete",
  "stack-service-accounts:write",
] as const;

/**
 * Seconds left at which the rules on tokens fire, by rule uid. The catalog states them for the default overlap; of another one
 * they are the same share, so that a token that was replaced in time never fires.
 */
export function expiryThresholds(systems: readonly System[], overlap: number): Readonly<Record<string, number>> {
  const share = overlap / (durationSeconds(TOKEN_OVERLAP) ?? 1);
  const rules = systems
    .flatMap(({ services }) => services)
    .flatMap((service) => rulesOf(service).map((rule) => [ruleUid(service, rule), rule.condition] as const));
  return Object.fromEntries(
    rules.flatMap(([uid, condition]) =>
      condition.kind === "token-expiry" ? [[uid, Math.round(condition.threshold * share)]] : [],
    ),
  );
}
