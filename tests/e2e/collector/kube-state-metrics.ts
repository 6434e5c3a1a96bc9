import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { executable } from "../alloy/tools.ts";
import { podAddress } from "./run.ts";
import { serviceAccountToken } from "./pods.ts";
import { until } from "./until.ts";
import type { CollectorWorld } from "./world.ts";

const NAMESPACE = "observability";

interface Deployment {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly serviceAccountName: string; readonly containers: [{ args: string[] }] };
    };
  };
}

/** Runs the real kube-state-metrics as in its Deployment, with its account's permissions and its own address. */
export async function runKubeStateMetrics(
  world: CollectorWorld,
): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
  const { environment, plane } = world;
  const deployment = await environment.kubernetes.get<Deployment>(
    `/apis/apps/v1/namespaces/${NAMESPACE}/deployments/observability-kube-state-metrics`,
  );
  const { serviceAccountName, containers } = deployment.spec.template.spec;
  const token = await serviceAccountToken(plane.api, NAMESPACE, serviceAccountName);
  const kubeconfig = join(world.nodeFolder, "kube-state-metrics.kubeconfig");
  const cluster = { server: plane.server, "certificate-authority": join(plane.folder, "pki/apiserver.crt") };
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      clusters: [{ name: "local", cluster }],
      users: [{ name: "account", user: { token } }],
      contexts: [{ name: "local", context: { cluster: "local", user: "account" } }],
      "current-context": "local",
    }),
  );
  const address = podAddress();
  const here = [`--host=${address}`, `--telemetry-host=${address}`, `--kubeconfig=${kubeconfig}`];
  const child = execa(await executable("kube-state-metrics"), [...containers[0].args, ...here], { reject: false });
  const close = async () => {
    child.kill();
    await child;
  };
  await until("kube-state-metrics to respond", async () => (await fetch(`http://${address}:8080/metrics`)).ok).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  return { address, close };
}
