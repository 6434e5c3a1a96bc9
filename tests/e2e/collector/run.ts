import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { chownSync, closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exitOf, release, spawnTethered } from "../../../local/processes/processes.ts";
import { sandboxed } from "./sandbox.ts";
import type { Mount } from "./sandbox.ts";

/** One pod of the collector: its manifest, and what the kubelet would add. */
export interface AlloyPod {
  /** Path of the executable. */
  readonly alloy: string;
  /** Folder for the log and the pod's mounts. Using the same folder again restarts the same pod. */
  readonly folder: string;
  /** The ConfigMap's text, verbatim. */
  readonly config: string;
  /** The container's arguments, verbatim. */
  readonly args: readonly string[];
  /** Ports that the configuration listens on, by name, without Alloy's own. */
  readonly ports: Readonly<Record<string, number>>;
  /** Pod name. @default "grafana-alloy-0" */
  readonly name?: string;
  /** Environment of the container, in addition to what the chart sets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Mounts by path in the container, except the configuration and the ServiceAccount. */
  readonly mounts: Readonly<Record<string, Mount>>;
  /** Names that the cluster's DNS would resolve. */
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
  /** The in-cluster identity, if any. */
  readonly serviceAccount?: { readonly server: string; readonly ca: string; readonly token: string };
  /** Loopback address that replaces the pod IP. @default a separate address */
  readonly address?: string;
  /** @default "node-1" */
  readonly node?: string;
  /** @default 473, Alloy's user; 0 for the node role */
  readonly user?: number;
}

export interface RunningAlloy {
  readonly address: string;
  readonly pid: number;
  /** Returns the address of a port of the configuration, by name. */
  readonly url: (port: string) => string;
  /** Sends a GET request to Alloy's own HTTP server. */
  readonly get: (path: string) => Promise<{ readonly status: number; readonly text: string }>;
  /** Changes the ConfigMap's text in place and reloads, like the config reloader. Returns Alloy's response. */
  readonly reload: (config: string) => Promise<{ readonly status: number; readonly text: string }>;
  /** Returns its log, including earlier runs in the same folder. */
  readonly log: () => string;
  /** Returns the CPU seconds used and the resident memory in bytes. */
  readonly usage: () => { readonly cpuSeconds: number; readonly rssBytes: number };
  /** Kills it at once, like a crash or the OOM killer. */
  readonly kill: () => Promise<void>;
  /** Stops it like the kubelet: SIGTERM, then SIGKILL after the grace period. Returns how it ended. */
  readonly stop: (graceSeconds?: number) => Promise<string>;
}

const CONFIG = "/etc/alloy";
const SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
const ALLOY_USER = 473;

/** Returns an unused loopback address: all of 127.0.0.0/8 is loopback. */
export const podAddress = (): string => `127.${randomInt(64, 128)}.${randomInt(256)}.${randomInt(1, 255)}`;

/**
 * Returns the text with the only change needed to run without network namespaces: it listens on the pod's own loopback
 * address. Throws unless this changes exactly one place for each port.
 */
export function listenOn(text: string, address: string, ports: readonly number[]): string {
  const anywhere = /(?<![\d.])0\.0\.0\.0(?![\d.])/g;
  assert.equal(text.match(anywhere)?.length ?? 0, ports.length, "places that listen on 0.0.0.0");
  for (const port of ports) assert.match(text, new RegExp(`\\b${port}\\b`), `port ${port}`);
  return text.replace(anywhere, address);
}

/** Runs a pod of the collector and waits until Alloy is ready and listens on all ports. Requires `sandboxProblem()` to be undefined. */
export async function runAlloy(pod: AlloyPod): Promise<RunningAlloy> {
  const address = pod.address ?? podAddress();
  const { args, http } = argumentsOn(pod.args, address);
  const writeConfig = (config: string) => {
    const file = join(pod.folder, "config", "config.alloy");
    writeFileSync(`${file}.new`, listenOn(config, address, Object.values(pod.ports)));
    renameSync(`${file}.new`, file);
  };
  const mounts = prepare(pod);
  writeConfig(pod.config);
  const process = launch(pod, mounts, args);
  const get = (path: string, method = "GET") => ask(`http://${address}:${http}${path}`, method);
  const isReady = async () => (await get("/-/ready")).status === 200 && (await listens(address, pod.ports));
  await ready(pod, process, isReady);
  const pid = Number(readFileSync(join(pod.folder, "pid"), "utf8"));
  return {
    address,
    pid,
    url: (name) => {
      assert.ok(name in pod.ports, `no port ${name}`);
      return `http://${address}:${pod.ports[name]}`;
    },
    get: (path) => get(path),
    reload: async (config) => {
      writeConfig(config);
      return get("/-/reload", "POST");
    },
    log: () => logOf(pod),
    usage: () => usage(pid),
    kill: process.kill,
    stop: (graceSeconds) => process.stop(pid, graceSeconds),
  };
}

function argumentsOn(given: readonly string[], address: string): { readonly args: string[]; readonly http: string } {
  const text = given.join("\n");
  const http = /--server\.http\.listen-addr=0\.0\.0\.0:(\d+)/.exec(text)?.[1] ?? "";
  const args = listenOn(text, address, [Number(http)]).split("\n");
  // By default, Alloy advertises the machine's address, on which it does not listen.
  if (args.includes("--cluster.enabled=true")) args.push(`--cluster.advertise-address=${address}:${http}`);
  return { args, http };
}

/** Writes the files that the kubelet would mount. */
function prepare(pod: AlloyPod): Record<string, Mount> {
  const at = (...parts: string[]) => join(pod.folder, ...parts);
  for (const name of ["root", "config", "serviceaccount"]) mkdirSync(at(name), { recursive: true });
  const hosts = Object.entries({ localhost: ["127.0.0.1"], ...pod.hosts });
  writeFileSync(at("hosts"), hosts.flatMap(([name, list]) => list.map((one) => `${one} ${name}\n`)).join(""));
  writeFileSync(at("serviceaccount", "token"), pod.serviceAccount?.token ?? "");
  writeFileSync(at("serviceaccount", "ca.crt"), pod.serviceAccount?.ca ?? "");
  for (const mount of Object.values(pod.mounts)) {
    if (!("path" in mount) || mount.writable !== true) continue;
    mkdirSync(mount.path, { recursive: true });
    if (process.getuid?.() === 0) chownSync(mount.path, pod.user ?? ALLOY_USER, pod.user ?? ALLOY_USER);
  }
  return {
    "/bin/alloy": { path: pod.alloy },
    "/proc": { path: "/proc" },
    "/dev": { path: "/dev", writable: true },
    "/etc/hosts": { path: at("hosts") },
    [CONFIG]: { path: at("config") },
    ...(pod.serviceAccount === undefined ? {} : { [SERVICE_ACCOUNT]: { path: at("serviceaccount") } }),
    ...pod.mounts,
  };
}

function environment({ node = "node-1", env, serviceAccount }: AlloyPod): Record<string, string> {
  const server = serviceAccount === undefined ? undefined : new URL(serviceAccount.server);
  return {
    PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
    ALLOY_DEPLOY_MODE: "helm",
    HOSTNAME: node,
    K8S_NODE_NAME: node,
    ...(server && { KUBERNETES_SERVICE_HOST: server.hostname, KUBERNETES_SERVICE_PORT: server.port }),
    ...env,
  };
}

interface Process {
  readonly ended: () => string | undefined;
  readonly kill: () => Promise<void>;
  readonly stop: (pid: number, graceSeconds?: number) => Promise<string>;
}

function launch(pod: AlloyPod, mounts: Record<string, Mount>, args: readonly string[]): Process {
  const { folder, name: hostname = "grafana-alloy-0", user = ALLOY_USER } = pod;
  const pidFile = join(folder, "pid");
  rmSync(pidFile, { force: true });
  const sandbox = { root: join(folder, "root"), hostname, user, pidFile, mounts };
  const [command, line] = sandboxed(sandbox, ["/bin/alloy", ...args]);
  const output = openSync(join(folder, "alloy.log"), "a");
  const child = spawnTethered(command, line, { env: environment(pod), output, signal: "KILL" });
  closeSync(output);
  const end = exitOf(child);
  let how: string | undefined;
  void end.then((result) => (how = result));
  const kill = async () => {
    release(child);
    await end;
  };
  return {
    ended: () => how,
    kill,
    stop: async (pid, graceSeconds = 30) => {
      if (how === undefined) process.kill(pid, "SIGTERM");
      const result = await Promise.race([end, sleep(graceSeconds * 1000, "SIGKILL after the grace period")]);
      await kill();
      return result;
    },
  };
}

async function ready(pod: AlloyPod, { ended, kill }: Process, isReady: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; ;) {
    if (await isReady().catch(() => false)) return;
    if (ended() !== undefined || Date.now() > deadline) {
      const how = ended() ?? "still running";
      await kill();
      throw new Error(`Alloy is not ready (${how}):\n${logOf(pod)}`);
    }
    await sleep(50);
  }
}

/** Components start to listen shortly after Alloy reports that it is ready. */
async function listens(host: string, ports: AlloyPod["ports"]): Promise<boolean> {
  for (const port of Object.values(ports)) {
    const socket = connect({ host, port });
    await once(socket, "connect").finally(() => socket.destroy());
  }
  return true;
}

async function ask(url: string, method: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(url, { method });
  return { status: response.status, text: await response.text() };
}

const logOf = ({ folder }: AlloyPod): string => readFileSync(join(folder, "alloy.log"), "utf8");

/** The kernel counts CPU in ticks of 10 ms. */
const TICKS_PER_SECOND = 100;

function usage(pid: number): { readonly cpuSeconds: number; readonly rssBytes: number } {
  // Fields 14 and 15 of stat. Counting starts after the name in parentheses, because the name can contain spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  const rss = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, rssBytes: Number(rss) * 1024 };
}
