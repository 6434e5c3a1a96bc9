import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureTools } from "../../../local/toolchain.ts";
import { startControlPlane } from "../../../local/control-plane.ts";
import { gatewayRbacRules } from "../../../render/alloy/gateway.ts";

export interface Cluster {
  /** Kubeconfig with the rights of the collector's ServiceAccount and no others. */
  readonly kubeconfig: string;
  /** Address of the one pod, of the Deployment `tradeengine` in `petrosa-apps`. */
  readonly podIp: string;
  readonly stop: () => Promise<void>;
}

/** A Kubernetes API with one application pod, and the collector's account with exactly the derived RBAC rules. */
export async function startCluster(folder: string): Promise<Cluster> {
  const tools = await ensureTools(["control-plane"], (line) => process.stderr.write(`${line}\n`));
  const plane = await startControlPlane({ executables: tools["control-plane"] ?? "" });
  const post = async (path: string, body: unknown) => {
    const { status, text } = await plane.api("POST", path, body);
    if (status >= 300) throw new Error(`POST ${path}: ${status} ${text}`);
    return JSON.parse(text) as { status?: { token?: string } };
  };
  await post("/api/v1/namespaces", { metadata: { name: "petrosa-apps" } });
  await post("/api/v1/namespaces", { metadata: { name: "observability" } });
  await post("/api/v1/namespaces/observability/serviceaccounts", { metadata: { name: "collector" } });
  await post("/apis/rbac.authorization.k8s.io/v1/clusterroles", {
    metadata: { name: "collector" },
    rules: gatewayRbacRules,
  });
  await post("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
    metadata: { name: "collector" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "collector" },
    subjects: [{ kind: "ServiceAccount", name: "collector", namespace: "observability" }],
  });
  const request = await post("/api/v1/namespaces/observability/serviceaccounts/collector/token", { spec: {} });
  const admin = JSON.parse(readFileSync(plane.kubeconfig, "utf8")) as { users: unknown };
  admin.users = [{ name: "admin", user: { token: request.status?.token } }];
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, JSON.stringify(admin));
  const labels = { app: "tradeengine" };
  await post("/apis/apps/v1/namespaces/petrosa-apps/deployments", {
    metadata: { name: "tradeengine" },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "app", image: "example.invalid/app" }] } },
    },
  });
  for (const deadline = Date.now() + 30_000; ;) {
    const { text } = await plane.api("GET", "/api/v1/namespaces/petrosa-apps/pods");
    const [pod] = (JSON.parse(text) as { items: { status: { podIP?: string } }[] }).items;
    if (pod?.status.podIP !== undefined) return { kubeconfig, podIp: pod.status.podIP, stop: plane.stop };
    if (Date.now() > deadline) throw new Error(`the application pod has no address: ${text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
