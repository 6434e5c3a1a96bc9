import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { apiOfKubeconfig } from "./control-plane/api.ts";
import { LocalWorldError } from "./errors.ts";
import { places } from "./layout.ts";
import type { World } from "./layout.ts";
import { identify, isRunning } from "./processes.ts";
import type { Report } from "./progress.ts";
import { pulumi, readState } from "./pulumi.ts";
import type { PendingOperation } from "./pulumi.ts";

/** How long an update that somebody else started may take before we give up on it, in ms. */
const OTHER_UPDATE_MS = 5 * 60_000;

/**
 * Makes the stack usable again after an update was killed: releases its lock, takes over what was created but not recorded,
 * and clears the rest. Needs the services. Does nothing when nothing is wrong.
 */
export async function recoverStack(world: World, report: Report): Promise<void> {
  const released = await releaseLock(world, report);
  const pending = (await readState(world))?.pending ?? [];
  if (!released && pending.length === 0) return;
  await forgetUnfinishedReleases(world, pending);
  if (pending.length === 0) return;
  report(`stack ${world.stack}: ${pending.length} operations were interrupted, looking for what they have made`);
  for (const operation of pending) {
    const id = operation.type === "creating" ? await idOf(world, operation) : undefined;
    if (id !== undefined && (await takeOver(world, operation, id))) report(`  took over ${operation.urn} (${id})`);
  }
  await pulumi(world, ["refresh", "--yes", "--skip-preview", "--clear-pending-creates", "--stack", world.stack]);
}

async function releaseLock(world: World, report: Report): Promise<boolean> {
  const folder = join(places(world).state, ".pulumi", "locks", "organization", world.project, world.stack);
  const names = existsSync(folder) ? await readdir(folder) : [];
  if (names.length === 0) return false;
  for (const name of names) await waitForOwner(join(folder, name), report);
  // An owner that ended in order has removed its lock.
  if ((await readdir(folder)).length === 0) return false;
  report(`stack ${world.stack}: an update was killed, releasing its lock`);
  await pulumi(world, ["cancel", "--yes", "--stack", world.stack]);
  return true;
}

async function waitForOwner(lock: string, report: Report): Promise<void> {
  const { pid } = JSON.parse(await readFile(lock, "utf8")) as { pid: number };
  const owner = identify(pid);
  if (owner === undefined) return;
  report(`an update of this stack is still running (process ${pid}), waiting for it`);
  const deadline = Date.now() + OTHER_UPDATE_MS;
  while (isRunning(owner)) {
    if (Date.now() > deadline) {
      throw new LocalWorldError(
        `an update of this stack is still running (process ${pid})`,
        `end it with \`kill -INT ${pid}\`, then run this again`,
      );
    }
    await sleep(500);
  }
}

const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";
const UNFINISHED = "status in (pending-install,pending-upgrade,pending-rollback)";

/**
 * Deletes the records of Helm operations that nobody finishes ("another operation is in progress"), and of releases that Pulumi
 * does not know ("cannot re-use a name that is still in use"). The objects stay: the next installation adopts them.
 */
async function forgetUnfinishedReleases(world: World, pending: readonly PendingOperation[]): Promise<void> {
  const api = await apiOfKubeconfig(places(world).kubeconfig);
  const unknown = pending.filter(({ type, resource }) => type === "creating" && resource === HELM_RELEASE);
  const selectors = [UNFINISHED, ...unknown.map(({ inputs }) => `name=${String(inputs["name"])}`)];
  for (const selector of selectors) {
    const query = new URLSearchParams({ labelSelector: `owner=helm,${selector}` });
    const { items } = JSON.parse((await api("GET", `/api/v1/secrets?${query.toString()}`)).text) as {
      items: readonly { metadata: { namespace: string; name: string } }[];
    };
    for (const { metadata } of items) {
      await api("DELETE", `/api/v1/namespaces/${metadata.namespace}/secrets/${metadata.name}`);
    }
  }
}

/** The part of the stand-in's state in which ids are looked up that follow from no input. */
interface CloudState {
  readonly policies: readonly { id: string; name: string; region: string }[];
  readonly stacks: readonly { slug: string; instance: { serviceAccounts: readonly { id: number; name: string }[] } }[];
}

type Inputs = PendingOperation["inputs"];

/** Import id by resource type. Types that are missing here can simply be created again. */
const importIds: Readonly<Record<string, (inputs: Inputs, cloud: CloudState) => string | undefined>> = {
  "grafana:cloud/stack:Stack": ({ slug }) => text(slug),
  "grafana:cloud/accessPolicy:AccessPolicy": ({ name, region }, { policies }) => {
    const found = policies.find((policy) => policy.name === name && policy.region === region);
    return found && `${found.region}:${found.id}`;
  },
  "grafana:cloud/stackServiceAccount:StackServiceAccount": ({ name, stackSlug }, { stacks }) => {
    const stack = stacks.find(({ slug }) => slug === stackSlug);
    const found = stack?.instance.serviceAccounts.find((account) => account.name === name);
    return stack && found && `${stack.slug}:${found.id}`;
  },
  "grafana:oss/folder:Folder": ({ uid }) => text(uid),
  "grafana:oss/dashboard:Dashboard": ({ configJson }) =>
    text((JSON.parse(text(configJson) ?? "{}") as { uid?: unknown }).uid),
  "grafana:alerting/contactPoint:ContactPoint": ({ name }) => text(name),
  "grafana:alerting/ruleGroup:RuleGroup": ({ folderUid, name }) => `${text(folderUid) ?? ""}:${text(name) ?? ""}`,
};

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

async function idOf(world: World, { resource, inputs }: PendingOperation): Promise<string | undefined> {
  const find = importIds[resource];
  if (find === undefined) return undefined;
  return find(inputs, JSON.parse(await readFile(join(places(world).grafanaCloud, "state.json"), "utf8")) as CloudState);
}

/** Imports what a killed create has made. (`refresh --import-pending-creates` only relabels the operation, and then drops it.) */
async function takeOver(world: World, operation: PendingOperation, id: string): Promise<boolean> {
  const file = join(places(world).workspace, "import.json");
  const resource = {
    type: operation.resource,
    name: operation.urn.split("::").at(-1),
    id,
    ...(operation.parent === undefined ? {} : { parent: "parent" }),
    provider: "provider",
  };
  const nameTable = {
    ...(operation.parent === undefined ? {} : { parent: operation.parent }),
    // A provider reference is its URN and its id.
    provider: operation.provider.split("::").slice(0, -1).join("::"),
  };
  await writeFile(file, JSON.stringify({ nameTable, resources: [resource] }));
  const flags = ["--generate-code=false", "--protect=false", "--yes", "--skip-preview", "--stack", world.stack];
  // It fails when the create was killed before the other side saw it: then there is nothing to take over.
  return (await pulumi(world, ["import", "--file", file, ...flags], { allowFailure: true })).exitCode === 0;
}
