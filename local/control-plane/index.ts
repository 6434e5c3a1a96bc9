import type { ChildProcess } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { kubernetesApi } from "./api.ts";
import type { KubernetesApi } from "./api.ts";
import { ensureCredentials, writeKubeconfig } from "./credentials.ts";
import { apiServer, controllers, etcd, startingObjects } from "./programs.ts";
import type { Program } from "./programs.ts";
import { lastLines, LocalWorldError, messageOf } from "../errors.ts";
import { choosePort } from "../processes/ports.ts";
import { exitOf, release, spawnTethered } from "../processes/processes.ts";

export interface ControlPlaneOptions {
  /** Folder of the executables: etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kwok. */
  readonly executables: string;
  /** State that survives a restart. @default a temporary folder, removed at the end */
  readonly folder?: string;
  /** @default 1 */
  readonly nodes?: number;
  /** Name of cluster and context in the kubeconfig. @default "local" */
  readonly context?: string;
  /** @default 120000 */
  readonly timeoutMs?: number;
  /** Called when each step of the startup is done. */
  readonly log?: (line: string) => void;
}

/** A real Kubernetes API without containers. Pods "run" because kwok says so. */
export interface ControlPlane {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly context: string;
  readonly server: string;
  readonly api: KubernetesApi;
  readonly pids: Readonly<Record<string, number>>;
  readonly bootMs: number;
  /** Resolves with an error as soon as one of the programs exits unexpectedly. */
  readonly failed: Promise<Error>;
  readonly stop: () => Promise<void>;
}

/** Starts etcd, API server, controller manager, scheduler and kwok. They exit with this process, even if it is killed. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const attempts = 3;
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Another process took the port after it was chosen and before the API server started.
      if (attempt === attempts || !/address already in use/.test(messageOf(error))) throw error;
    }
  }
}

async function startOnce(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { executables, nodes = 1, context = "local", timeoutMs = 120_000, log = () => undefined } = options;
  const began = Date.now();
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), "control-plane-")));
  await mkdir(folder, { recursive: true });
  const programs = startPrograms(executables, folder);
  const until = waiter(programs, began + timeoutMs, (step) => log(`${step} after ${Date.now() - began} ms`));
  const stop = async () => {
    await programs.stop();
    if (options.folder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const token = await ensureCredentials(folder);
    const port = await rememberedPort(folder);
    programs.launch(etcd(options.folder !== undefined));
    programs.launch(apiServer(port));
    await until("certificate", () => Promise.resolve(existsSync(join(folder, "pki/apiserver.key"))), 10);
    const ca = await readFile(join(folder, "pki/apiserver.crt"));
    const server = `https://127.0.0.1:${port}`;
    const kubeconfig = await writeKubeconfig(folder, context, server, ca, token);
    const api = kubernetesApi(port, ca, token);
    await until("API server", async () => (await api("GET", "/readyz")).status === 200);
    // Leases of the previous kwok: until they expire, the new one would not touch nodes and pods.
    await api("DELETE", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases");
    for (const program of controllers(join(import.meta.dirname, "stages.yaml"))) programs.launch(program);
    await createStartingObjects(api, nodes);
    await until("default ServiceAccount", async () => (await api("GET", DEFAULT_ACCOUNT)).status === 200);
    await until("nodes", () => nodesReady(api));
    // The first request for the schema takes a second: make it here, so that no user waits for it.
    api("GET", "/openapi/v2").catch(() => undefined);
    const bootMs = Date.now() - began;
    return { folder, kubeconfig, context, server, api, pids: programs.pids(), bootMs, failed: programs.failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const DEFAULT_ACCOUNT = "/api/v1/namespaces/default/serviceaccounts/default";

/** Returns the port of the last run if it is free, because provisioned resources hold the address. */
async function rememberedPort(folder: string): Promise<number> {
  const file = join(folder, "port");
  const port = await choosePort(existsSync(file) ? Number(await readFile(file, "utf8")) : undefined);
  await writeFile(file, `${port}\n`);
  return port;
}

function startPrograms(executables: string, folder: string) {
  const children = new Map<string, ChildProcess>();
  const ends: Promise<string>[] = [];
  const state = { stopping: false };
  const { promise: failed, resolve: fail } = Promise.withResolvers<Error>();
  const launch = ({ name, args }: Program) => {
    const log = join(folder, `${name}.log`);
    const output = openSync(log, "w");
    const env = { ...process.env, HOME: folder };
    const child = spawnTethered(join(executables, name), args, { cwd: folder, env, output, signal: "KILL" });
    closeSync(output);
    const end = exitOf(child);
    ends.push(end);
    children.set(name, child);
    void end.then((how) => {
      if (state.stopping) return;
      const message = `${name} of the control plane exited (${how}):\n${lastLines(readFileSync(log, "utf8"))}`;
      fail(
        new LocalWorldError(
          message,
          "run `make up` again; if it fails again, run `make clean` first to start from scratch",
        ),
      );
    });
  };
  const stop = async () => {
    state.stopping = true;
    for (const child of children.values()) release(child);
    await Promise.all(ends);
  };
  const pids = () => Object.fromEntries([...children].map(([name, child]) => [name, child.pid ?? 0]));
  return { launch, stop, pids, failed };
}

function waiter(programs: { readonly failed: Promise<Error> }, deadline: number, done: (step: string) => void) {
  let failure: Error | undefined;
  void programs.failed.then((error) => (failure = error));
  return async (step: string, check: () => Promise<boolean>, pauseMs = 50): Promise<void> => {
    let last = "";
    while (!(await check().catch((error: unknown) => void (last = messageOf(error))))) {
      if (failure !== undefined) throw failure;
      if (Date.now() > deadline) {
        throw new LocalWorldError(
          `the control plane did not start in time: still waiting for ${step} ${last}`,
          "run it again when the machine is less busy, or read the logs in the control plane's folder",
        );
      }
      await sleep(pauseMs);
    }
    done(step);
  };
}

async function createStartingObjects(api: KubernetesApi, nodes: number): Promise<void> {
  for (const [path, object] of startingObjects(nodes)) {
    const { status, text } = await api("POST", path, object);
    const conflict = 409; // from an earlier run
    if (status !== 201 && status !== conflict) throw new Error(`POST ${path}: ${status} ${text}`);
  }
}

interface Node {
  readonly spec: { readonly taints?: readonly unknown[] };
  readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

async function nodesReady(api: KubernetesApi): Promise<boolean> {
  const { items } = JSON.parse((await api("GET", "/api/v1/nodes")).text) as { items: readonly Node[] };
  return items.every(
    ({ spec, status }) =>
      (spec.taints ?? []).length === 0 &&
      (status.conditions ?? []).some((condition) => condition.type === "Ready" && condition.status === "True"),
  );
}
