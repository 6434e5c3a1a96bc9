import { type ApplicationOutputs, SCHEMA_VERSION, type StackOutputs } from "../../model/outputs.ts";

/** Outputs of a stack as they come: of any version, or none at all. */
export type UncheckedOutputs = { readonly [Key in keyof StackOutputs]?: unknown };

/** What a Deployment in a namespace needs of the contract. */
export interface Telemetry extends ApplicationOutputs {
  /** Name of the cluster: the same wherever its API server answers. */
  readonly cluster: string;
}

/**
 * Checks the contract and picks what is meant for a namespace.
 * @throws Error where the stack has no such outputs, another version of them, or does not know the namespace.
 */
export function telemetryFor(namespace: string, stack: string, outputs: UncheckedOutputs): Telemetry {
  const { schemaVersion } = outputs;
  if (schemaVersion === undefined) {
    throw new Error(
      `stack ${stack}: expected the output schemaVersion, got none\n` +
        "  fix: run `pulumi up` there, or correct application:observabilityStack",
    );
  }
  if (schemaVersion !== SCHEMA_VERSION) {
    throw new Error(
      `stack ${stack}: expected outputs of schemaVersion ${SCHEMA_VERSION}, got ${JSON.stringify(schemaVersion)}\n` +
        "  fix: take this program and that stack from the same release of observability",
    );
  }
  const { applications, environment } = outputs as StackOutputs;
  const application = applications[namespace];
  if (!application) {
    const known = Object.keys(applications).join(", ") || "none";
    throw new Error(
      `application:namespace: expected one that stack ${stack} serves (${known}), got "${namespace}"\n` +
        "  fix: add it to observability:applications of that stack, and run `pulumi up` there",
    );
  }
  return { ...application, cluster: environment.cluster };
}
