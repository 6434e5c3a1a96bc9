import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ControlPlane } from "../../../local/control-plane/index.ts";
import { kubernetesApi } from "../../../local/control-plane/api.ts";
import { places } from "../../../local/layout.ts";
import { alloyExecutable } from "../alloy/tools.ts";
import { startEnvironment } from "../environment.ts";
import type { Environment } from "../environment.ts";
import type { ConfigChanges } from "../changes.ts";
import { secretData } from "../kubernetes.ts";
import { writeCredentials } from "./credentials.ts";
import { hostAddress, serviceAccountToken } from "./pods.ts";
import { runAlloy } from "./run.ts";
import type { RunningAlloy } from "./run.ts";
import { sandboxProblem } from "./sandbox.ts";
import type { Mount } from "./sandbox.ts";

const NAMESPACE = "observability";

/** The local stack after `pulumi up`, with processes in place of its pods. */
export interface CollectorWorld {
  readonly environment: Environment;
  readonly plane: Pick<ControlPlane, "api" | "folder" | "server">;
  /** Address of this machine that application pods use. */
  readonly address: string;
  /** The parts of the node's file system that the collector mounts, except the root. */
  readonly nodeFolder: string;
  /** Runs a pod of a workload as defined in the API server: arguments, environment, configuration, Secret, account, mounts. */
  readonly run: (workload: Workload, options?: RunOptions) => Promise<RunningAlloy>;
  /** Writes the Secret's current content to the pods' mount, like the kubelet. */
  readonly syncSecret: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A workload of the collector and the index of one of its pods. */
export interface Workload {
  readonly kind: "statefulsets" | "daemonsets";
  readonly name: string;
  /** Index of the pod or node. @default 0 */
  readonly index?: number;
}

export const GATEWAY: Workload = { kind: "statefulsets", name: "grafana-alloy" };
export const NODE: Workload = { kind: "daemonsets", name: "grafana-alloy-node" };
export const SAMPLER: Workload = { kind: "statefulsets", name: "grafana-alloy-sampler" };

export interface RunOptions {
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
  /** Replaces mounts, by path. */
  readonly mounts?: Readonly<Record<string, Mount>>;
  readonly address?: string;
  /** Address of the API server, if it is not the real one. */
  readonly server?: string;
}

interface Container {
  readonly args: readonly string[];
  readonly env: readonly { name: string; value?: string; valueFrom?: { fieldRef: { fieldPath: string } } }[];
  readonly ports: readonly { name: string; containerPort: number }[];
  readonly volumeMounts: readonly { name: string; mountPath: string; readOnly?: boolean }[];
  readonly securityContext: { readonly runAsUser: number };
}

interface PodSpec {
  readonly serviceAccountName: string;
  readonly containers: readonly Container[];
  readonly volumes: readonly {
    readonly name: string;
    readonly secret?: { secretName: string };
    readonly configMap?: { name: string };
    readonly hostPath?: { path: string };
    readonly emptyDir?: unknown;
  }[];
}

/** Returns why data tests cannot run on this machine; undefined if they can. */
export async function dataTestProblem(): Promise<string | undefined> {
  const problem = sandboxProblem() ?? (hostAddress() === undefined ? "no network: pods need an address" : undefined);
  if (problem !== undefined) return problem;
  const alloy = await alloyExecutable();
  return alloy === undefined ? "no Alloy; set ALLOY to an executable, or E2E_DATA=1 to build one" : undefined;
}

/** Provisions the local stack with changed settings. Call `dataTestProblem` first. */
export async function startCollectorWorld(suite: string, settings: ConfigChanges): Promise<CollectorWorld> {
  const environment = await startEnvironment(suite);
  try {
    await environment.configure(settings);
    await environment.up();
    await environment.cloud.recordTelemetry(true);
    return await worldOf(environment);
  } catch (error) {
    await environment.close();
    throw error;
  }
}

async function worldOf(environment: Environment): Promise<CollectorWorld> {
  const alloy = (await alloyExecutable()) ?? "";
  const { controlPlane, kubeconfig } = places(environment.world);
  const { clusters, users } = JSON.parse(readFileSync(kubeconfig, "utf8")) as {
    clusters: [{ cluster: { server: string } }];
    users: [{ user: { token: string } }];
  };
  const { server } = clusters[0].cluster;
  const ca = readFileSync(join(controlPlane, "pki/apiserver.crt"));
  const api = kubernetesApi(Number(new URL(server).port), ca, users[0].user.token);
  const folder = join(environment.world.folder, "collector");
  const credentials = join(folder, "credentials");
  const running: RunningAlloy[] = [];
  const sync = async () => {
    const secret = await environment.kubernetes.get(`/api/v1/namespaces/${NAMESPACE}/secrets/grafana-alloy`);
    writeCredentials(credentials, String(secret.metadata.resourceVersion), secretData(secret));
  };
  await sync();
  const run = async ({ kind, name, index = 0 }: Workload, options: RunOptions = {}): Promise<RunningAlloy> => {
    const workload = await environment.kubernetes.get<{ spec: { template: { spec: PodSpec } } }>(
      `/apis/apps/v1/namespaces/${NAMESPACE}/${kind}/${name}`,
    );
    const { spec } = workload.spec.template;
    const container = spec.containers[0];
    assert.ok(container);
    const podName = `${name}-${index}`;
    const node = kind === "daemonsets" ? `node-${index + 1}` : "node-1";
    const storage = join(folder, podName, "storage");
    const one = await runAlloy({
      alloy,
      folder: join(folder, podName),
      name: podName,
      node,
      config: await configOf(environment, spec),
      args: container.args,
      ports: portsOf(container),
      env: environmentOf(container, podName, node),
      user: container.securityContext.runAsUser,
      mounts: { ...mountsOf(spec, container, { storage, credentials, node: join(folder, "node") }), ...options.mounts },
      hosts: options.hosts ?? {},
      ...(options.address === undefined ? {} : { address: options.address }),
      serviceAccount: {
        server: options.server ?? server,
        ca: ca.toString(),
        token: await serviceAccountToken(api, NAMESPACE, spec.serviceAccountName),
      },
    });
    running.push(one);
    return one;
  };
  const nodeFolder = join(folder, "node");
  mkdirSync(join(nodeFolder, "var/log/pods"), { recursive: true });
  return {
    environment,
    plane: { api, folder: controlPlane, server },
    address: hostAddress() ?? "",
    nodeFolder,
    run,
    syncSecret: sync,
    close: async () => {
      for (const one of running) await one.kill();
      await environment.close();
    },
  };
}

/** Returns the configuration exactly as stored in the API server. */
async function configOf({ kubernetes }: Environment, { volumes }: PodSpec): Promise<string> {
  const name = volumes.find(({ name: volume }) => volume === "config")?.configMap?.name ?? "";
  const { data } = await kubernetes.get(`/api/v1/namespaces/${NAMESPACE}/configmaps/${name}`);
  return data?.["config.alloy"] ?? "";
}

const portsOf = ({ ports }: Container): Record<string, number> =>
  Object.fromEntries(
    ports.filter(({ name }) => name !== "http-metrics").map((port) => [port.name, port.containerPort]),
  );

function environmentOf({ env }: Container, pod: string, node: string): Record<string, string> {
  const fields: Readonly<Record<string, string>> = { "metadata.name": pod, "spec.nodeName": node };
  return Object.fromEntries(
    env.map(({ name, value, valueFrom }) => [name, value ?? fields[valueFrom?.fieldRef.fieldPath ?? ""] ?? ""]),
  );
}

/** Returns the mounts of the kubelet. The test provides the node's paths, except the root, which is this machine's. */
function mountsOf(
  { volumes }: PodSpec,
  { volumeMounts }: Container,
  folders: { readonly storage: string; readonly credentials: string; readonly node: string },
): Record<string, Mount> {
  return Object.fromEntries(
    volumeMounts.flatMap(({ name, mountPath, readOnly = false }): [string, Mount][] => {
      const volume = volumes.find((one) => one.name === name);
      if (volume?.configMap !== undefined) return [];
      if (volume?.secret !== undefined) return [[mountPath, { path: folders.credentials }]];
      if (volume?.hostPath?.path === "/") return [[mountPath, { path: "/" }]];
      if (volume?.hostPath !== undefined && readOnly)
        return [[mountPath, { path: join(folders.node, volume.hostPath.path) }]];
      if (volume?.emptyDir !== undefined) return [[mountPath, { tmpfs: "512m" }]];
      return [[mountPath, { path: folders.storage, writable: true }]];
    }),
  );
}
