import { type ApplicationOutputs, SCHEMA_VERSION, type StackOutputs } from "../../model/outputs.ts";

/** Unvalidated outputs of a stack: they can have any version or be missing. */
export type UncheckedOutputs = { readonly [Key in keyof StackOutputs]?: unknown };

/** The part of the contract that a Deployment in a namespace needs. */
export interface Telemetry extends ApplicationOutputs {
  /** Name of the cluster, independent of its API server's address. */
  readonly cluster: string;
}

/**
 * Validates the contract and returns the part for a namespace.
 * @throws Error if the stack has no such outputs, has another version of them, or does not serve the namespace.
 */
export function telemetryFor(namespace: string, stack: string, outputs: UncheckedOutputs): Telemetry {
  const { schemaVersion } = outputs;
  if (schemaVersion === undefined) {
    throw new Error(
      `stack ${stack}: expected the output schemaVersion, got none\n` +
        "  fix: run `pulumi up` on that stack, or correct application:observabilityStack",
    );
  }
  if (schemaVersion !== SCHEMA_VERSION) {
    throw new Error(
      `stack ${stack}: expected outputs of schemaVersion ${SCHEMA_VERSION}, got ${JSON.stringify(schemaVersion)}\n` +
        "  fix: use the same release of observability for this program and that stack",
    );
  }
  const { applications, environment } = outputs as StackOutputs;
  const application = applications[namespace];
  if (!application) {
    const known = Object.keys(applications).join(", ") || "none";
    throw new Error(
      `application:namespace: expected a namespace that stack ${stack} serves (${known}), got "${namespace}"\n` +
        "  fix: add it to observability:applications of that stack, and run `pulumi up` on it",
    );
  }
  return { ...application, cluster: environment.cluster };
}
