import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import getPort from "get-port";
import { apiPath } from "./admission.ts";
import type { Admission } from "./admission.ts";
import { podTemplate } from "./helm.ts";
import type { KubernetesObject } from "./helm.ts";
import { executable } from "./tools.ts";

const NAMESPACE = "restricted";
const TIMEOUT_MS = 30_000;

/** Metrics that it serves: of the cluster, and its own. */
export interface Served {
  readonly metrics: string;
  readonly own: string;
}

/** Runs the real kube-state-metrics as in its Deployment, with only the account's permissions, until it serves enough metrics. */
export async function serve(
  plane: Admission,
  objects: readonly KubernetesObject[],
  enough: (served: Served) => boolean,
): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), "kube-state-metrics-"));
  const [port, ownPort] = [await getPort(), await getPort()];
  const kubeconfig = join(folder, "kubeconfig");
  await writeFile(kubeconfig, await accountKubeconfig(plane, objects));
  const args = (podTemplate(objects).spec.containers[0]?.args ?? []).filter((arg) => !arg.startsWith("--port="));
  const here = ["--host=127.0.0.1", `--port=${port}`, "--telemetry-host=127.0.0.1", `--telemetry-port=${ownPort}`];
  const child = execa(await executable("kube-state-metrics"), [...args, ...here, `--kubeconfig=${kubeconfig}`], {
    reject: false,
  });
  try {
    for (const deadline = Date.now() + TIMEOUT_MS; ; await sleep(100)) {
      const served = {
        metrics: await read(`http://127.0.0.1:${port}/metrics`),
        own: await read(`http://127.0.0.1:${ownPort}/metrics`),
      };
      if (enough(served)) return served;
      if (Date.now() > deadline)
        throw new Error(`kube-state-metrics does not serve the expected metrics: ${served.metrics}`);
    }
  } finally {
    child.kill();
    await child;
    await rm(folder, { recursive: true });
    await each(plane, objects, "DELETE");
  }
}

const read = (url: string): Promise<string> =>
  fetch(url).then(
    (answer) => answer.text(),
    () => "",
  );

/** Creates the chart's objects for the account and returns a kubeconfig with its token. */
async function accountKubeconfig(plane: Admission, objects: readonly KubernetesObject[]): Promise<string> {
  await each(plane, objects, "POST");
  const account = objects.find(({ kind }) => kind === "ServiceAccount")?.metadata.name ?? "";
  const path = `/api/v1/namespaces/${NAMESPACE}/serviceaccounts/${account}/token`;
  const { status } = JSON.parse((await plane.api("POST", path, { spec: {} })).text) as { status: { token: string } };
  const admin = JSON.parse(await readFile(plane.kubeconfig, "utf8")) as { users: unknown };
  return JSON.stringify({ ...admin, users: [{ name: "admin", user: { token: status.token } }] });
}

/** Creates or removes the account, its role and their binding. */
async function each({ api }: Admission, objects: readonly KubernetesObject[], method: "POST" | "DELETE") {
  for (const object of objects.filter(({ kind }) => kind === "ServiceAccount" || kind.startsWith("ClusterRole"))) {
    const path = apiPath(object, NAMESPACE);
    const { status, text } =
      method === "POST" ? await api("POST", path, object) : await api("DELETE", `${path}/${object.metadata.name}`);
    if (status >= 300 && status !== 409) throw new Error(`${method} ${path}: ${status} ${text}`);
  }
}
