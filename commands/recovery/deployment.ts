/** A resource as Pulumi stores it. What is not named here is passed on as it is. */
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

/** A resource operation that Pulumi began and whose end it has not seen. */
interface PendingOperation {
  readonly type: string;
  readonly resource: StoredResource;
}

/** What `pulumi stack export` prints. */
export interface Export {
  readonly version: number;
  readonly deployment: {
    readonly resources?: readonly StoredResource[];
    readonly pending_operations?: readonly PendingOperation[];
  };
}

/** What `pulumi preview --json` prints. Secrets in it are masked. */
export interface Plan {
  readonly steps?: readonly { readonly op: string; readonly newState?: StoredResource }[];
}

/** Custom resources whose creation was interrupted, except replacements: of those the state knows the one that is still in use. */
export function interruptedCreations(exported: Export): readonly StoredResource[] {
  const known = urnsOf(exported);
  return (exported.deployment.pending_operations ?? [])
    .filter(({ type, resource }) => type === "creating" && resource.custom === true && !known.has(resource.urn))
    .map(({ resource }) => resource);
}

/** Custom resources that the next update creates, as far as all that they belong to exists already. */
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
 * The export without interrupted operations, and with resources that have got an id as if their creation had succeeded: a
 * refresh then fills in what exists, and drops what does not. (`pulumi refresh --import-pending-creates` means to do this, but
 * only relabels the operations, and drops them.)
 */
export function withAdopted(exported: Export, adopted: readonly StoredResource[]): Export {
  const { resources = [], ...rest } = exported.deployment;
  return { ...exported, deployment: { ...rest, resources: [...resources, ...adopted], pending_operations: [] } };
}

/** Inputs of the provider that a resource belongs to. */
export const providerInputs = (exported: Export, resource: StoredResource): Readonly<Record<string, unknown>> =>
  provider(exported, resource)?.inputs ?? {};

function provider({ deployment }: Export, resource: StoredResource): StoredResource | undefined {
  return deployment.resources?.find(({ urn, id = "" }) => `${urn}::${id}` === resource.provider);
}

const urnsOf = ({ deployment }: Export): ReadonlySet<string> =>
  new Set(deployment.resources?.map(({ urn }) => urn) ?? []);
