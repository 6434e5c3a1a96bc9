import { gatewayRole } from "./gateway.ts";
import { needsNode, nodeRole } from "./node.ts";
import type { CollectorPlan } from "../plan.ts";
import { profilerRole } from "./profiler.ts";
import type { Role } from "./role.ts";
import { samplerRole } from "./sampler.ts";

/** Returns every kind of pod that the settings require. The gateway always exists and comes first. */
export const collectorRoles = (plan: CollectorPlan): readonly Role[] => [
  gatewayRole(plan),
  ...(needsNode(plan) ? [nodeRole(plan)] : []),
  ...[samplerRole(plan), profilerRole(plan)].filter((role) => role !== undefined),
];
