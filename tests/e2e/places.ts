import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { helmRelease } from "./canaries.ts";
import type { Place } from "./canaries.ts";
import type { Environment } from "./environment.ts";
import { instanceApi } from "./grafana.ts";
import { nameOf } from "./kubernetes.ts";
import type { KubernetesObject } from "./kubernetes.ts";

/** Storage of Kubernetes and the Grafana Cloud stand-in, which are not part of the program. They hold what they receive. */
const STORES = ["control-plane", "grafana-cloud"];

/** Copies of the kubeconfig, which the Kubernetes plugin leaves behind. */
const KUBECONFIGS = /^tmp\/kubeconfig\d+$/;

/** Secrets that hold the tokens. Only their values are excluded. */
const SECRETS = ["Secret observability/grafana-alloy", "Secret petrosa-apps/petrosa-sensitive-credentials"];

/** Returns every place outside the storage that a secret could have reached. */
export async function everywhere(environment: Environment): Promise<Place[]> {
  return [
    ...(await files(environment.world.folder)),
    ...(await clusterObjects(environment)),
    ...(await cloudRecords(environment)),
  ];
}

/** Returns every file in a folder. Does not follow links, which lead to executables. */
async function files(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const names = paths.map((path) => relative(folder, path));
  const wanted = names.filter((name) => !STORES.includes(topOf(name)) && !KUBECONFIGS.test(name));
  return Promise.all(
    wanted.map(async (name) => ({
      group: `file: ${groupOf(name)}`,
      name,
      content: await readFile(join(folder, name)),
    })),
  );
}

const topOf = (path: string): string => path.split(sep)[0] ?? "";

/** `state/.pulumi/backups/…` → `state/.pulumi/backups`. */
const groupOf = (path: string): string =>
  path
    .split(sep)
    .slice(0, topOf(path) === "state" ? 3 : 1)
    .join("/");

/** Kinds that a secret is likely to reach. The summary lists them separately. */
const SHOWN = ["ConfigMap", "Secret", "Pod", "StatefulSet", "DaemonSet", "Deployment", "Event"];

async function clusterObjects({ kubernetes }: Environment): Promise<Place[]> {
  const objects = await kubernetes.everything();
  const events = (await kubernetes.list("/api/v1/events")).map((event) => ({ ...event, kind: "Event" }));
  return [...objects, ...events].flatMap((object) => {
    const name = nameOf(object);
    const group = `cluster: ${SHOWN.includes(object.kind) ? object.kind : "all other kinds"}`;
    const place = { group, name, content: JSON.stringify(withoutOwnValues(object)) };
    const release = object.metadata.labels?.["owner"] === "helm" ? object.data?.["release"] : undefined;
    if (release === undefined) return [place];
    const content = helmRelease(release);
    return [place, { group: "cluster: Helm release, decoded", name: `${name}, decoded`, content }];
  });
}

const withoutOwnValues = (object: KubernetesObject): Partial<KubernetesObject> => {
  const { data, ...rest } = object;
  return SECRETS.includes(nameOf(object)) ? rest : { ...rest, ...(data && { data: decoded(object.kind, data) }) };
};

/** Adds the decoded values of a Secret to their base64. */
const decoded = (kind: string, data: Readonly<Record<string, string>>): Record<string, string> =>
  kind === "Secret"
    ? Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, `${value} ${Buffer.from(value, "base64").toString()}`]),
      )
    : data;

/** Returns readable data in Grafana Cloud: the request log, and everything in the instance except contact points. */
async function cloudRecords(environment: Environment): Promise<Place[]> {
  const grafana = await instanceApi(environment);
  const paths = [
    "/search?type=dash-db",
    "/dashboards/uid/tradeengine-service",
    "/v1/provisioning/alert-rules",
    "/v1/provisioning/policies",
  ];
  const answers = paths.map(async (path) => ({
    group: "Grafana: dashboards, rules, policy",
    name: `Grafana ${path}`,
    content: JSON.stringify(await grafana(path)),
  }));
  const requests = JSON.stringify(await environment.cloud.requests());
  return [
    ...(await Promise.all(answers)),
    { group: "Grafana Cloud: request log", name: "request log", content: requests },
  ];
}
