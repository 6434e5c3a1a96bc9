/** A resource as Pulumi stores it. Fields that are not listed here are passed on unchanged. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
  /** `<urn>::<id>` of the provider. */
  readonly provider?: string;
}

/** A resource operation that Pulumi started but did not see finish. */
interface PendingOperation {
  readonly type: string;
  readonly resource: StoredResource;
}

/** Output of `pulumi stack export`. */
export interface Export {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly StoredResource[];
    readonly pending_operations?: readonly PendingOperation[];
  };
}

/** Output of `pulumi preview --json`. Secrets are masked. */
export interface Plan {
  readonly steps?: readonly { readonly op: string; readonly newState?: StoredResource }[];
}

/** Custom resources whose creation was interrupted. Replacements are excluded: the state still has the resource that is in use. */
export function interruptedCreations(exported: Export): readonly StoredResource[] {
  const known = urnsOf(exported);
  return (exported.deployment.pending_operations ?? [])
    .filter(({ type, resource }) => type === "creating" && resource.custom === true && !known.has(resource.urn))
    .map(({ resource }) => resource);
}

/** Custom resources that the next update creates, if their provider, parent and dependencies exist already. */
export function plannedCreations({ steps = [] }: Plan, exported: Export): readonly StoredResource[] {
  const known = urnsOf(exported);
  return steps
    .flatMap(({ op, newState }) => (op === "create" && newState?.custom === true ? [newState] : []))
    .filter((resource) => provider(exported, resource) !== undefined)
    .filter(({ parent, dependencies = [] }) =>
      [...dependencies, ...(parent === undefined ? [] : [parent])].every((urn) => known.has(urn)),
    );
}

/**
 * The export without interrupted operations, and with the adopted resources as if their creation had succeeded. A refresh then
 * fills in those that exist, and drops the others. (`pulumi refresh --import-pending-creates` is meant to do this, but only
 * relabels the operations and drops them.)
 */
export function withAdopted(exported: Export, adopted: readonly StoredResource[]): Export {
  const { resources = [], ...rest } = exported.deployment;
  return { ...exported, deployment: { ...rest, resources: [...resources, ...adopted], pending_operations: [] } };
}

/** Inputs of a resource's provider. */
export const providerInputs = (exported: Export, resource: StoredResource): Readonly<Record<string, unknown>> =>
  provider(exported, resource)?.inputs ?? {};

function provider({ deployment }: Export, resource: StoredResource): StoredResource | undefined {
  return deployment.resources?.find(({ urn, id = "" }) => `${urn}::${id}` === resource.provider);
}

const urnsOf = ({ deployment }: Export): ReadonlySet<string> =>
  new Set(deployment.resources?.map(({ urn }) => urn) ?? []);
