import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { kubernetesApi } from "../../../local/control-plane/api.ts";
import type { KubernetesApi } from "../../../local/control-plane/api.ts";
import { places } from "../../../local/layout.ts";
import { isAllowed } from "../../network-policies.ts";
import type { Party, Policy } from "../../network-policies.ts";
import { startEnvironment } from "../environment.ts";
import type { Environment } from "../environment.ts";
import { printTable } from "../table.ts";
import { serviceAccountToken } from "./pods.ts";

const NAMESPACE = "observability";
const OWN = `/api/v1/namespaces/${NAMESPACE}`;
const ROLES = [
  "grafana-alloy",
  "grafana-alloy-node",
  "grafana-alloy-sampler",
  "grafana-alloy-profiler",
  "observability-kube-state-metrics",
] as const;
type RoleName = (typeof ROLES)[number];
const [GATEWAY, NODE, SAMPLER, PROFILER, STATE] = ROLES;

/** Requests made with each account, and the roles that are allowed to make them. */
const TRIED: readonly (readonly [what: string, method: string, path: string, may: readonly RoleName[]])[] = [
  ["read the Secrets of its namespace", "GET", `${OWN}/secrets`, []],
  ["read its own Secret", "GET", `${OWN}/secrets/grafana-alloy`, []],
  ["read all Secrets", "GET", "/api/v1/secrets", []],
  ["read ConfigMaps", "GET", `${OWN}/configmaps`, []],
  ["change its own ConfigMap", "PUT", `${OWN}/configmaps/grafana-alloy`, []],
  ["start a pod", "POST", `${OWN}/pods`, []],
  ["run a command in a pod", "POST", `${OWN}/pods/grafana-alloy-0/exec?command=id`, []],
  ["create a token", "POST", `${OWN}/serviceaccounts/grafana-alloy/token`, []],
  ["reach a node through the API server", "GET", "/api/v1/nodes/node-1/proxy/metrics", []],
  ["bind itself to a role", "POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", []],
  ["read the metrics of the API server", "GET", "/metrics", [GATEWAY]],
  ["list pods", "GET", "/api/v1/pods", [GATEWAY, NODE, PROFILER, STATE]],
  ["list namespaces", "GET", "/api/v1/namespaces", [NODE]],
  ["list nodes", "GET", "/api/v1/nodes", [NODE, STATE]],
  ["list events", "GET", "/api/v1/events", [GATEWAY]],
  ["list endpoint slices", "GET", "/apis/discovery.k8s.io/v1/endpointslices", [GATEWAY]],
  ["list Deployments", "GET", "/apis/apps/v1/deployments", [STATE]],
];

const pod = (name: RoleName): Party => ({
  namespace: NAMESPACE,
  labels: { "app.kubernetes.io/instance": name === STATE ? "kube-state-metrics" : name },
});
const elsewhere = (namespace: string): Party => ({ namespace, labels: { app: "any" } });
const APPLICATIONS = elsewhere("petrosa-apps");
const INTERNET: Party = { address: "203.0.113.7" };

/** Destinations of each kind of pod. The local stack's backend has its own port, which is passed once it is known. */
const reachable = (
  backendPort: number,
): readonly (readonly [to: string, party: Party, port: number, may: readonly RoleName[], protocol?: "UDP"])[] => [
  ["DNS", elsewhere("kube-system"), 53, ROLES, "UDP"],
  ["Kubernetes API", { address: "10.96.0.1" }, 443, [GATEWAY, NODE, PROFILER, STATE]],
  ["backend", INTERNET, backendPort, [GATEWAY, NODE, SAMPLER, PROFILER]],
  ["kubelet", { address: "192.0.2.10" }, 10_250, [NODE]],
  ["application pods, any port", APPLICATIONS, 8_000, [GATEWAY]],
  ["gateway: clustering", pod(GATEWAY), 12_345, [GATEWAY]],
  ["gateway: OTLP", pod(GATEWAY), 4_317, []],
  ["sampler: OTLP", pod(SAMPLER), 4_317, [GATEWAY]],
  ["kube-state-metrics", pod(STATE), 8_080, [GATEWAY]],
  ["node pods", pod(NODE), 12_345, []],
  ["another namespace", elsewhere("payments"), 8_200, []],
  ["the cloud's metadata service", { address: "169.254.169.254" }, 80, []],
  ["mail servers on the internet", INTERNET, 25, []],
  ["another port on the internet", INTERNET, 8_081, []],
];

/** External sources, and whether they are admitted to a port of the gateway. */
const ADMITTED: readonly (readonly [from: string, party: Party, port: number, may: boolean])[] = [
  ["application pods: OTLP gRPC", APPLICATIONS, 4_317, true],
  ["application pods: OTLP HTTP", APPLICATIONS, 4_318, true],
  ["application pods: profiles", APPLICATIONS, 4_040, true],
  ["application pods: Alloy's own port", APPLICATIONS, 12_345, false],
  ["another namespace: OTLP", elsewhere("payments"), 4_317, false],
  ["the internet: OTLP", INTERNET, 4_317, false],
];

describe("permissions of the collector's pods", () => {
  let environment: Environment;
  let policies: readonly Policy[];
  let backendPort = 0;
  const apis = new Map<RoleName, KubernetesApi>();
  const rows: [string, ...string[]][] = [];

  before(async () => {
    environment = await startEnvironment("collector-access");
    await environment.configure({
      "collector.metrics.kubernetes.apiServer": true,
      "collector.traces": { sampling: { kind: "tail", tracesPerSecond: 50, percent: 10 } },
      "collector.profiles.ebpf": { namespaces: ["petrosa-apps"] },
    });
    await environment.up();
    policies = (await environment.kubernetes.list("/apis/networking.k8s.io/v1/networkpolicies")) as unknown as Policy[];
    backendPort = Number(new URL(environment.services.grafanaCloud.url).port);
    const { kubeconfig, controlPlane } = places(environment.world);
    const { clusters, users } = JSON.parse(readFileSync(kubeconfig, "utf8")) as {
      clusters: [{ cluster: { server: string } }];
      users: [{ user: { token: string } }];
    };
    const ca = readFileSync(join(controlPlane, "pki/apiserver.crt"));
    const as = (token: string) => kubernetesApi(Number(new URL(clusters[0].cluster.server).port), ca, token);
    const admin = as(users[0].user.token);
    for (const name of ROLES) apis.set(name, as(await serviceAccountToken(admin, NAMESPACE, name)));
  });
  after(async () => {
    await environment?.close();
    if (rows.length > 0) printTable("permissions by role", rows);
  });

  for (const [what, method, path, may] of TRIED) {
    it(`${what}: ${may.join(", ") || "no role"}`, async () => {
      const allowed: string[] = [];
      for (const [name, api] of apis) {
        const { status } = await api(method, path, method === "GET" ? undefined : {});
        assert.ok(status === 200 || status === 403, `${name}: ${status}`);
        if (status === 200) allowed.push(name);
      }
      rows.push([what, allowed.join(", ") || "no role (403)"]);
      assert.deepEqual(allowed, [...may]);
    });
  }

  it("allow connections only to the destinations that their features need", () => {
    for (const [to, party, port, may, protocol] of reachable(backendPort)) {
      const allowed = ROLES.filter((name) =>
        isAllowed(policies, { from: pod(name), to: party, port, ...(protocol && { protocol }) }),
      );
      rows.push([`to ${to} (${port})`, allowed.join(", ") || "no role"]);
      assert.deepEqual(allowed, [...may], to);
    }
  });

  it("admit telemetry only from application namespaces", () => {
    for (const [from, party, port, may] of ADMITTED) {
      const to = pod(GATEWAY);
      // The application namespace's own policy defines what it allows.
      const allowed = isAllowed(policies, { from: party, to, port }, { [NAMESPACE]: { name: NAMESPACE } });
      rows.push([`to the gateway from ${from}`, allowed ? "allowed" : "denied"]);
      assert.equal(allowed, may, from);
    }
    for (const name of [NODE, PROFILER, STATE]) {
      assert.equal(isAllowed(policies, { from: APPLICATIONS, to: pod(name), port: 12_345 }), false, name);
    }
  });
});
