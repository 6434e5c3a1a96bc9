/** A resource as Pulumi stores it. What is not named here is passed on as it is. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly custom?: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** `<urn>::<id>` of the provider. */
  readonly provider?: string;
}

/** A resource operation that Pulumi began and whose end it has not seen. */
export interface PendingOperation {
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

/** Custom resources whose creation was interrupted, except replacements: of those the state knows the one that is still in use. */
export function interruptedCreations({ deployment }: Export): readonly StoredResource[] {
  const known = new Set(deployment.resources?.map(({ urn }) => urn));
  return (deployment.pending_operations ?? [])
    .filter(({ type, resource }) => type === "creating" && resource.custom === true && !known.has(resource.urn))
    .map(({ resource }) => resource);
}

/**
 * The export without interrupted operations, and with those creations that have got an id as if they had succeeded: a refresh
 * then fills in what exists, and drops what does not. (`pulumi refresh --import-pending-creates` means to do this, but only
 * relabels the operations, and drops them.)
 */
export function withAdopted(exported: Export, ids: ReadonlyMap<string, string>): Export {
  const adopted = interruptedCreations(exported).flatMap((resource) => {
    const id = ids.get(resource.urn);
    return id === undefined ? [] : [{ ...resource, id }];
  });
  const { resources = [], ...rest } = exported.deployment;
  return { ...exported, deployment: { ...rest, resources: [...resources, ...adopted], pending_operations: [] } };
}

/** Inputs of the provider that a resource belongs to. */
export function providerInputs({ deployment }: Export, resource: StoredResource): Readonly<Record<string, unknown>> {
  const found = deployment.resources?.find(({ urn, id = "" }) => `${urn}::${id}` === resource.provider);
  return found?.inputs ?? {};
}
