import { BOOTSTRAP_TOKEN } from "../../model/config.ts";
import { type Export, interruptedCreations, providerInputs, type StoredResource, withAdopted } from "./deployment.ts";
import { type FindPolicy, identify } from "./identity.ts";

/** The commands that a recovery needs, on one stack and its cluster. They answer standard output, and throw when they fail. */
export interface Commands {
  readonly pulumi: (args: readonly string[], input?: string) => Promise<string>;
  readonly kubectl: (args: readonly string[]) => Promise<string>;
  readonly report: (line: string) => void;
}

const RELEASE = "kubernetes:helm.sh/v3:Release";
const UNFINISHED = "pending-install,pending-upgrade,pending-rollback,uninstalling";

/**
 * Brings a stack whose update was killed back to where `pulumi up` goes on. What was created and not recorded is adopted, Helm
 * operations that nobody finishes are forgotten, and the state is compared with what exists. The stack must not be locked.
 */
export async function recover(commands: Commands): Promise<void> {
  const exported = JSON.parse(await commands.pulumi(["stack", "export"])) as Export;
  await forgetUnfinishedReleases(exported, commands);
  const ids = new Map<string, string>();
  for (const resource of interruptedCreations(exported)) {
    const id = await identify(resource, findPolicy(exported, resource, commands));
    if (id !== undefined) ids.set(resource.urn, id);
    commands.report(`${nameOf(resource)}: ${id === undefined ? "is created anew" : `adopted as ${id}, if it exists`}`);
  }
  if ((exported.deployment.pending_operations ?? []).length > 0) {
    await commands.pulumi(["stack", "import"], JSON.stringify(withAdopted(exported, ids)));
  }
  await commands.pulumi(["refresh", "--yes", "--skip-preview"]);
}

/** `…$grafana:cloud/stack:Stack::grafana-cloud` → `Stack grafana-cloud`. */
const nameOf = ({ type, urn }: StoredResource): string => `${type.split(":").at(-1)} ${urn.split("::").at(-1)}`;

/**
 * Deletes the records of Helm operations that were killed: Helm refuses any other operation until they end, and they never
 * do. The objects stay, and the next installation takes them over.
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
    const { context, kubeconfig } = providerInputs(exported, release);
    const deleted = await kubectl([
      ...(typeof kubeconfig === "string" ? ["--kubeconfig", kubeconfig] : []),
      ...["--context", String(context), "--namespace", String(namespace)],
      ...["delete", "secret", "--selector", `owner=helm,name=${String(name)},status in (${UNFINISHED})`],
      ...["--ignore-not-found", "--output", "name"],
    ]);
    if (deleted.startsWith("secret/"))
      report(`Release ${String(name)}: forgot its unfinished operation (${deleted.trim()})`);
  }
}

/** The names of policies are unique in a region, their ids are random. */
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
