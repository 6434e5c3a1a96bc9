import type { RoleName } from "../plan.ts";
import type { EgressTarget } from "../../../model/collector/network-flows.ts";
import type { ServicePort } from "../../../model/collector/network-policy.ts";
import type { Block } from "../language/ast.ts";
import type { Feature, HostPath, PolicyRule } from "../features/feature.ts";
import type { KnownDestinations } from "../../../model/backends/destinations.ts";
import { lateValues } from "../features/destination.ts";
import { printConfig } from "../language/print.ts";
import { referenceProblems } from "../language/check-references.ts";

/** The configuration of one kind of pod, and everything that its features require. */
export interface Role {
  readonly name: RoleName;
  readonly blocks: readonly Block[];
  readonly ports: readonly ServicePort[];
  readonly rbac: readonly PolicyRule[];
  readonly egress: ReadonlySet<EgressTarget>;
  readonly hostPaths: readonly HostPath[];
}

/** Combines features, in the order in which a signal passes through them. */
export function defineRole(name: RoleName, features: readonly Feature[]): Role {
  const rbac = new Map(features.flatMap((feature) => feature.rbac ?? []).map((rule) => [JSON.stringify(rule), rule]));
  return {
    name,
    // Several exporters share one storage component.
    blocks: [...new Set(features.flatMap(({ blocks }) => blocks))],
    ports: features.flatMap(({ ports = [] }) => ports),
    rbac: [...rbac.values()],
    egress: new Set(features.flatMap(({ egress = [] }) => egress)),
    hostPaths: features.flatMap(({ hostPaths = [] }) => hostPaths),
  };
}

/** Returns the configuration of a role as text. Throws if references between its components are invalid. */
export function renderRole({ name, blocks }: Role, destinations: KnownDestinations): string {
  const problems = referenceProblems(blocks);
  if (problems.length > 0) throw new Error(`configuration of the ${name}:\n  ${problems.join("\n  ")}`);
  return printConfig(blocks, lateValues(destinations));
}
