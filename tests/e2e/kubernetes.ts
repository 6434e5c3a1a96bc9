import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { kubernetesApi } from "../../local/control-plane/api.ts";

/** The parts of a Kubernetes object that tests read. */
export interface KubernetesObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly resourceVersion: string;
    readonly generation?: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly unknown[];
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly verbs: readonly string[];
}

interface Kubeconfig {
  readonly clusters: readonly [{ cluster: { server: string; "certificate-authority-data": string } }];
  readonly users: readonly [{ user: { token: string } }];
}

/** Reads a Kubernetes API as its administrator. */
export interface Kubernetes {
  /** Returns the object or list at an API path; undefined if it does not exist. */
  readonly find: <T = KubernetesObject>(path: string) => Promise<T | undefined>;
  /** Like `find`, but fails if the object does not exist. */
  readonly get: <T = KubernetesObject>(path: string) => Promise<T>;
  readonly list: (path: string) => Promise<readonly KubernetesObject[]>;
  /** Creates an object. */
  readonly create: (path: string, object: unknown) => Promise<void>;
  /** Returns all objects of every kind except records. */
  readonly everything: () => Promise<readonly KubernetesObject[]>;
}

/** Records and heartbeats, which appear and disappear independently. */
const RECORDS = ["events", "leases"];

export async function connect(kubeconfig: string): Promise<Kubernetes> {
  const { clusters, users } = JSON.parse(await readFile(kubeconfig, "utf8")) as Kubeconfig;
  const { server, "certificate-authority-data": ca } = clusters[0].cluster;
  const api = kubernetesApi(Number(new URL(server).port), Buffer.from(ca, "base64"), users[0].user.token);

  const find = async <T>(path: string): Promise<T | undefined> => {
    const { status, text } = await api("GET", path);
    if (status === 404) return undefined;
    assert.equal(status, 200, `GET ${path}: ${text}`);
    return JSON.parse(text) as T;
  };
  const get = async <T>(path: string): Promise<T> => {
    const object = await find<T>(path);
    assert.ok(object, `GET ${path}: not found`);
    return object;
  };
  const list = async (path: string) => (await get<{ items: KubernetesObject[] }>(path)).items;
  const create = async (path: string, object: unknown) => {
    const { status, text } = await api("POST", path, object);
    assert.equal(status, 201, `POST ${path}: ${text}`);
  };
  const kindsOf = async (group: string): Promise<readonly (readonly [path: string, kind: string])[]> => {
    const { resources } = await get<{ resources: ApiResource[] }>(group);
    return resources
      .filter(({ name, verbs }) => verbs.includes("list") && !RECORDS.includes(name))
      .map(({ name, kind }) => [`${group}/${name}`, kind] as const);
  };
  const everything = async () => {
    const { groups } = await get<{ groups: { preferredVersion: { groupVersion: string } }[] }>("/apis");
    const paths = ["/api/v1", ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`)];
    const kinds = (await Promise.all(paths.map(kindsOf))).flat();
    const lists = await Promise.all(
      // Items of a list do not contain their kind.
      kinds.map(async ([path, kind]) => (await list(path)).map((object) => ({ ...object, kind }))),
    );
    return lists.flat();
  };
  return { find: find as Kubernetes["find"], get: get as Kubernetes["get"], list, create, everything };
}

/** Formats an object as `Kind namespace/name`, for readable comparisons. */
export const nameOf = ({ kind, metadata: { namespace, name } }: KubernetesObject): string =>
  `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;

/** Returns the sorted names of objects that are in `after` but not in `before`. */
export function added(before: readonly KubernetesObject[], after: readonly KubernetesObject[]): string[] {
  const known = new Set(before.map(({ metadata }) => metadata.uid));
  return after
    .filter(({ metadata }) => !known.has(metadata.uid))
    .map(nameOf)
    .sort();
}

/** Returns the decoded values of a Secret. */
export const secretData = ({ data = {} }: KubernetesObject): Record<string, string> =>
  Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
