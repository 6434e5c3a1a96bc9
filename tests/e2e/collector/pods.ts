import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import type { ControlPlane } from "../../../local/control-plane/index.ts";
import { until } from "./until.ts";

/** An application in the cluster. Its process is a server of the test on this machine. */
export interface Application {
  readonly namespace: string;
  readonly name: string;
  /** Ports on which the test's server listens, by container port name. */
  readonly ports: Readonly<Record<string, number>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Annotations of the application's Service. Without them, there is no Service. */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** @default "app" */
  readonly container?: string;
  /** @default chosen by the scheduler */
  readonly node?: string;
}

export interface Pod {
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
}

type Api = ControlPlane["api"];

/**
 * Returns an address of this machine for pods, because EndpointSlices reject loopback. Servers of applications listen on it.
 * Undefined on a machine without a network.
 */
export function hostAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.find(({ family, internal, address }) => family === "IPv4" && !internal && !address.startsWith("169.254."))
    ?.address;
}

/** Makes a request and returns the JSON of the response. Fails the test if the request fails. */
export async function call<T>(api: Api, method: string, path: string, body?: unknown): Promise<T> {
  const { status, text } = await api(method, path, body);
  assert.ok(status < 300, `${method} ${path}: ${status} ${text}`);
  return JSON.parse(text) as T;
}

/** Creates a namespace unless it exists. */
export async function createNamespace(api: Api, name: string, annotations: Record<string, string> = {}): Promise<void> {
  const { status, text } = await api("POST", "/api/v1/namespaces", { metadata: { name, annotations } });
  assert.ok(status === 201 || status === 409, text);
}

/** Runs a Deployment of one pod at an address of this machine, and waits until discovery can find it. */
export async function runApplication(api: Api, app: Application, address: string): Promise<Pod> {
  const { namespace, name } = app;
  await createNamespace(api, namespace);
  await call(api, "POST", `/apis/apps/v1/namespaces/${namespace}/deployments`, deployment(app));
  if (app.serviceAnnotations !== undefined) {
    await call(api, "POST", `/api/v1/namespaces/${namespace}/services`, service(app));
  }
  const pod = await until(`a running pod of ${namespace}/${name}`, () => moved(api, app, address));
  if (app.serviceAnnotations !== undefined) {
    await until(`a ready endpoint of ${namespace}/${name}`, () => isReady(api, app, address));
  }
  return pod;
}

const labelsOf = ({ name }: Application): Record<string, string> => ({ "app.kubernetes.io/name": name });

function deployment(app: Application): object {
  const ports = Object.entries(app.ports).map(([name, containerPort]) => ({ name, containerPort }));
  const labels = { ...labelsOf(app), ...app.podLabels };
  return {
    metadata: { name: app.name },
    spec: {
      replicas: 1,
      selector: { matchLabels: labelsOf(app) },
      template: {
        metadata: { labels, annotations: app.podAnnotations ?? {} },
        spec: {
          ...(app.node === undefined ? {} : { nodeName: app.node }),
          containers: [{ name: app.container ?? "app", image: "registry.example/app:1.2.3", ports }],
        },
      },
    },
  };
}

function service(app: Application): object {
  const ports = Object.entries(app.ports).map(([name, port]) => ({ name, port, targetPort: name }));
  const metadata = { name: app.name, annotations: app.serviceAnnotations };
  return { metadata, spec: { selector: labelsOf(app), ports } };
}

interface PodObject {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly status: { readonly phase: string; podIP?: string; podIPs?: { ip: string }[] };
}

const moved = (api: Api, { namespace, name }: Application, ip: string): Promise<Pod | undefined> =>
  moveTo(api, namespace, `app.kubernetes.io/name=${name}`, ip);

/** Changes the address of a running pod. Undefined if it is not running or was changed in the meantime. */
export async function moveTo(api: Api, namespace: string, labels: string, ip: string): Promise<Pod | undefined> {
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const selector = encodeURIComponent(labels);
  const { items } = await call<{ items: PodObject[] }>(api, "GET", `${pods}?labelSelector=${selector}`);
  const [pod] = items;
  if (pod?.status.phase !== "Running") return undefined;
  const { metadata, status } = pod;
  const answer = await api("PUT", `${pods}/${metadata.name}/status`, {
    ...pod,
    status: { ...status, podIP: ip, podIPs: [{ ip }] },
  });
  return answer.status === 200 ? { name: metadata.name, uid: metadata.uid, ip } : undefined;
}

interface Slice {
  readonly endpoints?: { readonly addresses: readonly string[]; readonly conditions: { readonly ready?: boolean } }[];
}

async function isReady(api: Api, { namespace, name }: Application, ip: string): Promise<boolean> {
  const slices = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const selector = encodeURIComponent(`kubernetes.io/service-name=${name}`);
  const { items } = await call<{ items: Slice[] }>(api, "GET", `${slices}?labelSelector=${selector}`);
  const endpoints = items.flatMap((slice) => slice.endpoints ?? []);
  return endpoints.some(({ addresses, conditions }) => addresses.includes(ip) && conditions.ready === true);
}

/** Reports an event about a pod, like the kubelet. */
export async function reportEvent(
  api: Api,
  namespace: string,
  pod: Pod,
  event: { readonly reason: string; readonly message: string; readonly type?: "Normal" | "Warning" },
): Promise<void> {
  const now = new Date().toISOString();
  await call(api, "POST", `/api/v1/namespaces/${namespace}/events`, {
    metadata: { generateName: `${pod.name}.` },
    involvedObject: { kind: "Pod", apiVersion: "v1", namespace, name: pod.name, uid: pod.uid },
    type: "Normal",
    source: { component: "kubelet", host: "node-1" },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    ...event,
  });
}

/** Returns a ServiceAccount token like the one that the kubelet mounts. Creates the account if it is missing. */
export async function serviceAccountToken(api: Api, namespace: string, name: string): Promise<string> {
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  const { status, text } = await api("POST", accounts, { metadata: { name } });
  assert.ok(status === 201 || status === 409, text);
  const { status: made } = await call<{ status: { token: string } }>(api, "POST", `${accounts}/${name}/token`, {
    spec: {},
  });
  return made.token;
}
