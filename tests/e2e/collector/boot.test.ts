import type { DestinationPlan, KnownDestinations } from "../../../model/backends/destinations.ts";
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaSync } from "execa";
import { after, before, describe, it } from "mocha";
import { startControlPlane } from "../../../local/control-plane/index.ts";
import type { ControlPlane } from "../../../local/control-plane/index.ts";
import { ensureTools } from "../../../local/toolchain/index.ts";
import { collectorPlan, ROLE_NAMES } from "../../../render/collector.ts";
import type { CollectorInput } from "../../../render/collector.ts";
import { CREDENTIALS_DIRECTORY } from "../../../render/alloy/plan.ts";
import { EXAMPLE_DESTINATIONS } from "../../../render/reference/committed-files.ts";
import { renderRole } from "../../../render/alloy/roles/role.ts";
import type { Role } from "../../../render/alloy/roles/role.ts";
import { collectorRoles } from "../../../render/alloy/roles/index.ts";
import { collectorCombinations } from "../../combinations.ts";
import { collectorInput, ENVIRONMENTS } from "../../../testing/environments.ts";
import { alloyExecutable } from "../alloy/tools.ts";
import { writeCredentials } from "./credentials.ts";
import { call, createNamespace, serviceAccountToken } from "./pods.ts";
import { podAddress, runAlloy } from "./run.ts";
import { sandboxProblem } from "./sandbox.ts";
import { until } from "./until.ts";

const NAMESPACE = "observability";
const STABILITY = "--stability.level=public-preview";
/** Arguments that the chart sets. */
const ARGS = [
  "run",
  "/etc/alloy/config.alloy",
  "--storage.path=/var/lib/alloy",
  "--server.http.listen-addr=0.0.0.0:12345",
  "--disable-reporting",
  STABILITY,
];
const CLUSTERED = [
  "--cluster.enabled=true",
  "--cluster.name=gateway",
  "--cluster.join-addresses=grafana-alloy-cluster",
];

/** Every protocol and every authentication method. */
const SEVERAL: readonly DestinationPlan[] = [
  {
    ...{ name: "metrics", signals: ["metrics"], protocol: "prometheus-remote-write" },
    auth: { kind: "sigv4", region: "eu-central-1", service: "aps" },
    reach: { kind: "internet" },
  },
  {
    ...{ name: "logs", signals: ["logs"], protocol: "otlp-http", auth: { kind: "none" } },
    reach: { kind: "pods", namespace: "stores", labels: { app: "logs" } },
  },
  {
    ...{ name: "traces", signals: ["traces"], protocol: "otlp-http" },
    auth: { kind: "sigv4", region: "eu-central-1", service: "xray" },
    reach: { kind: "internet" },
  },
];

/** Inputs that together lead to every configuration of each role. */
const CASES: readonly (readonly [name: string, input: CollectorInput])[] = [
  ...ENVIRONMENTS.map((environment) => [environment, collectorInput(environment)] as const),
  ...collectorCombinations().map(({ name, collector }) => [name, collectorInput("local", collector)] as const),
  ["a backend with several destinations", { ...collectorInput("local"), destinations: SEVERAL }],
];
const KNOWN: KnownDestinations = {
  ...EXAMPLE_DESTINATIONS,
  ...Object.fromEntries(SEVERAL.map(({ name }) => [name, { url: `https://${name}.example.com`, username: "user" }])),
};

/** Not every machine that runs the tests allows loading programs into its kernel. */
const NO_EBPF = /failed to load eBPF/;

interface Component {
  readonly localID: string;
  readonly health: { readonly state: string; readonly message: string };
}

describe("every combination of the collector's settings in a real Alloy", function () {
  this.timeout("15m");
  const folder = mkdtempSync(join(tmpdir(), "collector-boot-"));
  const booted = new Map<string, string>();
  let began = 0;
  let withoutKernel = 0;
  let alloy = "";
  let plane: ControlPlane;

  before(async function () {
    const problem = sandboxProblem();
    const found = problem === undefined ? await alloyExecutable() : undefined;
    if (found === undefined) {
      console.log(`    skipped: ${problem ?? "no Alloy; set ALLOY to an executable, or E2E_DATA=1 to build one"}`);
      return this.skip();
    }
    alloy = found;
    const tools = await ensureTools(["control-plane"], (line) => process.stderr.write(`${line}\n`));
    plane = await startControlPlane({ executables: tools["control-plane"] ?? "" });
    await createNamespace(plane.api, NAMESPACE);
    writeCredentials(join(folder, "credentials"), "1", {
      "otlp-token": "token",
      "profiles-token": "token",
    });
    mkdirSync(join(folder, "pods"));
    began = Date.now();
  });
  after(async () => {
    if (booted.size > 0) {
      console.log(
        `    ${CASES.length} combinations, ${booted.size} different configurations booted in ${Math.round((Date.now() - began) / 1000)} s, ${withoutKernel} of them without the eBPF program, which this kernel does not accept`,
      );
    }
    await plane?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, input] of CASES) {
    it(`formats, validates and boots: ${name}`, async () => {
      for (const role of collectorRoles(collectorPlan(input))) {
        const text = renderRole(role, KNOWN);
        // Sizes and settings of other roles do not change the text, so it does not have to boot again.
        if (booted.has(text)) continue;
        const file = join(folder, "config.alloy");
        writeFileSync(file, text);
        execaSync(alloy, ["fmt", "--test", file]);
        execaSync(alloy, ["validate", STABILITY, file]);
        await boots(role, text);
        booted.set(text, name);
      }
    });
  }

  async function boots(role: Role, text: string): Promise<void> {
    const home = mkdtempSync(join(folder, "pod-"));
    const address = podAddress();
    const running = await runAlloy({
      alloy,
      folder: home,
      name: `${ROLE_NAMES[role.name]}-0`,
      config: text,
      args: [...ARGS, ...(role.name === "gateway" ? CLUSTERED : [])],
      ports: Object.fromEntries(role.ports.map((port) => [port.name, port.port])),
      // A pod with a cloud role has these variables, and SigV4 does not start without them.
      env: { POD_NAME: `${ROLE_NAMES[role.name]}-0`, AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" },
      address,
      user: role.hostPaths.length > 0 ? 0 : 473,
      mounts: {
        [CREDENTIALS_DIRECTORY]: { path: join(folder, "credentials") },
        "/var/lib/alloy": { path: join(home, "storage"), writable: true },
        ...Object.fromEntries(
          role.hostPaths.map(({ path, mountPath }) => [
            mountPath,
            { path: path === "/var/log/pods" ? join(folder, "pods") : path },
          ]),
        ),
        ...(role.name === "profiler" ? { "/tmp": { tmpfs: "64m" } } : {}),
      },
      hosts: { "grafana-alloy-cluster": [address] },
      serviceAccount: await account(role),
    });
    try {
      const components = async () => JSON.parse((await running.get("/api/v0/web/components")).text) as Component[];
      assert.deepEqual(
        (await components()).map(({ localID }) => localID).sort(),
        role.blocks.map(({ name, label }) => `${name}.${label}`).sort(),
      );
      // OpenTelemetry components start one after the other; their health is unknown until then.
      const unhealthy = async () => (await components()).filter(({ health }) => health.state !== "healthy");
      await until("all components to be healthy", async () => (await unhealthy()).length === 0, 5_000).catch(
        async () => {
          const rest = (await unhealthy()).filter(({ health }) => !NO_EBPF.test(health.message));
          assert.deepEqual(rest, []);
          withoutKernel += 1;
        },
      );
      assert.doesNotMatch(running.log(), /is forbidden|context prefix|failed to start/);
    } finally {
      await running.kill();
    }
  }

  /** Creates the role's account with exactly the permissions that the role derives. */
  async function account({ name, rbac }: Role) {
    const metadata = { name: ROLE_NAMES[name] };
    const token = await serviceAccountToken(plane.api, NAMESPACE, metadata.name);
    const roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
    await plane.api("DELETE", `${roles}/${metadata.name}`);
    await call(plane.api, "POST", roles, { metadata, rules: rbac });
    await plane.api("POST", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: metadata.name },
      subjects: [{ kind: "ServiceAccount", name: metadata.name, namespace: NAMESPACE }],
    });
    return { server: plane.server, ca: readFileSync(join(plane.folder, "pki/apiserver.crt"), "utf8"), token };
  }
});
