import { BOOTSTRAP_TOKEN } from "../../model/backends/grafana-cloud.ts";
import {
  type Export,
  interruptedCreations,
  type Plan,
  plannedCreations,
  providerInputs,
  type StoredResource,
  withAdopted,
} from "./deployment.ts";
import { type FindPolicy, identify } from "./identity.ts";

/** The commands that a recovery runs on a stack and its cluster. They return standard output, and throw if they fail. */
export interface Commands {
  readonly pulumi: (args: readonly string[], input?: string) => Promise<string>;
  readonly kubectl: (args: readonly string[]) => Promise<string>;
  readonly report: (line: string) => void;
}

const RELEASE = "kubernetes:helm.sh/v3:Release";
const UNFINISHED = "pending-install,pending-upgrade,pending-rollback,uninstalling";

/**
 * Recovers a stack whose update was killed, so that `pulumi up` can continue. Adopts resources that were created but not
 * recorded, forgets unfinished Helm operations, and refreshes the state. The stack must not be locked.
 */
export async function recover(commands: Commands): Promise<void> {
  const exported = await exportOf(commands);
  await forgetUnfinishedReleases(exported, commands);
  await adopt(exported, interruptedCreations(exported), commands);
}

/**
 * Adopts objects that the next update would create in Grafana although they exist there already, because an earlier update lost
 * an answer or its state.
 */
export async function adoptExisting(commands: Commands): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    const exported = await exportOf(commands);
    const plan = JSON.parse(await commands.pulumi(["preview", "--json"])) as Plan;
    const planned = plannedCreations(plan, exported).filter(
      ({ urn, type }) => type.startsWith("grafana:") && !tried.has(urn),
    );
    for (const { urn } of planned) tried.add(urn);
    // Adopted resources make more inputs known, and with them more ids.
    if ((await adopt(exported, planned, commands)) === 0) return;
  }
}

const exportOf = async ({ pulumi }: Commands): Promise<Export> =>
  JSON.parse(await pulumi(["stack", "export"])) as Export;

/** Adds the candidates that exist to the state, and refreshes it. Returns the number of adopted candidates. */
async function adopt(exported: Export, candidates: readonly StoredResource[], commands: Commands): Promise<number> {
  const identified: StoredResource[] = [];
  for (const resource of candidates) {
    const id = await identify(resource, findPolicy(exported, resource, commands));
    if (id !== undefined) identified.push({ ...resource, id, ...(await fieldManager(exported, resource, commands)) });
  }
  if (identified.length > 0 || (exported.deployment.pending_operations ?? []).length > 0) {
    await commands.pulumi(["stack", "import"], JSON.stringify(withAdopted(exported, identified)));
  }
  await commands.pulumi(["refresh", "--yes", "--skip-preview"]);
  const known = new Map((await exportOf(commands)).deployment.resources?.map(({ urn, id }) => [urn, id]));
  for (const resource of candidates) {
    const id = known.get(resource.urn);
    commands.report(`${nameOf(resource)}: ${id === undefined ? "will be created" : `adopted as ${id}`}`);
  }
  return candidates.filter(({ urn }) => known.has(urn)).length;
}

/**
 * Pulumi uses a random field manager name for each Kubernetes object. With a name other than the one that set the fields, the
 * next change to one of them would be a conflict.
 */
async function fieldManager(
  exported: Export,
  resource: StoredResource,
  { kubectl }: Commands,
): Promise<Pick<StoredResource, "outputs">> {
  const [, group, version, kind] = /^kubernetes:(?:core|([a-z0-9.-]+))\/(\w+):(\w+)$/.exec(resource.type) ?? [];
  if (kind === undefined || resource.type === RELEASE) return {};
  const { namespace, name } = (resource.inputs?.["metadata"] ?? {}) as { namespace?: string; name?: string };
  const managers = await kubectl([
    ...clusterFlags(exported, resource),
    ...(namespace === undefined ? [] : ["--namespace", namespace]),
    ...["get", `${kind}.${version}.${group ?? ""}`, String(name), "--ignore-not-found"],
    ...["--show-managed-fields", "--output", "jsonpath={.metadata.managedFields[*].manager}"],
  ]);
  const own = managers.split(/\s+/).find((manager) => /^pulumi-kubernetes-/.test(manager));
  return own === undefined ? {} : { outputs: { __fieldManager: own } };
}

/** kubectl flags for the cluster of a resource. */
function clusterFlags(exported: Export, resource: StoredResource): readonly string[] {
  const { context, kubeconfig } = providerInputs(exported, resource);
  return [...(typeof kubeconfig === "string" ? ["--kubeconfig", kubeconfig] : []), "--context", String(context)];
}

/** `…$grafana:cloud/stack:Stack::grafana-cloud` → `Stack grafana-cloud`. */
const nameOf = ({ type, urn }: StoredResource): string => `${type.split(":").at(-1)} ${urn.split("::").at(-1)}`;

/**
 * Deletes the records of killed Helm operations. Helm refuses any other operation until they end, which they never do. The
 * objects stay, and the next installation takes them over.
 */
async function forgetUnfinishedReleases(exported: Export, { kubectl, report }: Commands): Promise<void> {
  const { resources = [], pending_operations: pending = [] } = exported.deployment;
  const releases = new Map(
    [...resources, ...pending.map(({ resource }) => resource)]
      .filter(({ type }) => type === RELEASE)
      .map((release) => [release.urn, release]),
  );
  for (const release of releases.values()) {
    const { namespace, name } = release.inputs ?? {};
    const deleted = await kubectl([
      ...clusterFlags(exported, release),
      ...["--namespace", String(namespace)],
      ...["delete", "secret", "--selector", `owner=helm,name=${String(name)},status in (${UNFINISHED})`],
      ...["--ignore-not-found", "--output", "name"],
    ]);
    if (deleted.startsWith("secret/")) {
      report(`Release ${String(name)}: forgot its unfinished operation (${deleted.trim()})`);
    }
  }
}

/** Looks a policy up by name: names are unique in a region, ids are random. */
function findPolicy(exported: Export, resource: StoredResource, { pulumi }: Commands): FindPolicy {
  return async (region, name) => {
    const token = (await pulumi(["config", "get", `observability:${BOOTSTRAP_TOKEN}`])).trim();
    const { cloudApiUrl } = providerInputs(exported, resource);
    const query = new URLSearchParams({ region, name });
    const url = `${String(cloudApiUrl)}/api/v1/accesspolicies?${query.toString()}`;
    const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`GET ${url}: expected 200, got ${answer.status}`);
    const { items } = (await answer.json()) as { items: readonly { id: string; name: string }[] };
    const found = items.find((policy) => policy.name === name);
    return found && `${region}:${found.id}`;
  };
}
