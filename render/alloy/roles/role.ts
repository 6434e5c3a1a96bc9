import type { RoleName } from "../plan.ts";
import type { EgressTarget } from "../../../model/collector/network-flows.ts";
import type { ServicePort } from "../../../model/collector/network-policy.ts";
import type { Block } from "../language/ast.ts";
import type { Feature, HostPath, PolicyRule } from "../features/feature.ts";
import type { KnownDestinations } from "../../../model/backends/destinations.ts";
import { lateValues } from "../features/destination.ts";
import { printConfig } from "../language/print.ts";
import { referenceProblems } from "../language/check-references.ts";

/** What one kind of pod runs, and everything its features need around it. */
export interface Role {
  readonly name: RoleName;
  readonly blocks: readonly Block[];
  readonly ports: readonly ServicePort[];
  readonly rbac: readonly PolicyRule[];
  readonly egress: ReadonlySet<EgressTarget>;
  readonly hostPaths: readonly HostPath[];
}

/** Joins features, in the order a signal passes through them. */
export function defineRole(name: RoleName, features: readonly Feature[]): Role {
  const rbac = new Map(features.flatMap((feature) => feature.rbac ?? []).map((rule) => [JSON.stringify(rule), rule]));
  return {
    name,
    // Several exporters share one storage.
    blocks: [...new Set(features.flatMap(({ blocks }) => blocks))],
    ports: features.flatMap(({ ports = [] }) => ports),
    rbac: [...rbac.values()],
    egress: new Set(features.flatMap(({ egress = [] }) => egress)),
    hostPaths: features.flatMap(({ hostPaths = [] }) => hostPaths),
  };
}

/** The configuration of a role as text. Throws when its components do not fit together. */
export function renderRole({ name, blocks }: Role, destinations: KnownDestinations): string {
  const problems = referenceProblems(blocks);
  if (problems.length > 0) throw new Error(`configuration of the ${name}:\n  ${problems.join("\n  ")}`);
  return printConfig(blocks, lateValues(destinations));
}
