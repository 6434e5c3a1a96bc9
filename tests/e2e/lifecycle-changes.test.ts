import assert from "node:assert/strict";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { places } from "../../local/layout.ts";
import type { Change, Changes } from "./changes.ts";
import { COLLECTOR_CHANGES } from "./collector-changes.ts";
import { startEnvironment } from "./environment.ts";
import { boards } from "./expected.ts";
import type { Environment } from "./environment.ts";
import { kubectl } from "./kubectl.ts";
import { assertClearFailure, run } from "./transcript.ts";

/** Each change applies on top of the previous ones. */
const CHANGES: readonly Change[] = [
  [
    "another threshold updates its rule group and the dashboard that shows it",
    { "alerts.thresholds.tradeengine-http-errors": 0.2 },
    { "RuleGroup alerting-tradeengine": "update", "Dashboard dashboards-tradeengine-service": "update" },
  ],
  [
    "another memory size updates the release and the limiter in its configuration",
    { "collector.memoryMebibytes": 2048 },
    { "ConfigMap collector-config": "update", "Release collector-release": "update" },
  ],
  [
    "another number of replicas updates the release",
    { "collector.replicas": 2 },
    { "Release collector-release": "update" },
  ],
  [
    "an additional application namespace adds its resources, and updates the network policies, scrape targets and log owners",
    { "applications.1": { namespace: "shop", team: "shop", createNamespace: true } },
    {
      "ApplicationIntegration shop": "create",
      "Namespace shop-namespace": "create",
      "ConfigMap shop-config": "create",
      "NetworkPolicy shop-egress": "create",
      "NetworkPolicy collector-allow-scrapes": "update",
      "NetworkPolicy collector-allow-telemetry-from-applications": "update",
      "ConfigMap collector-config": "update",
      "ConfigMap collector-node-config": "update",
    },
  ],
  [
    "removing an application namespace reverts these changes",
    { "applications.1": undefined },
    {
      "ApplicationIntegration shop": "delete",
      "Namespace shop-namespace": "delete",
      "ConfigMap shop-config": "delete",
      "NetworkPolicy shop-egress": "delete",
      "NetworkPolicy collector-allow-scrapes": "update",
      "NetworkPolicy collector-allow-telemetry-from-applications": "update",
      "ConfigMap collector-config": "update",
      "ConfigMap collector-node-config": "update",
    },
  ],
  [
    "another environment name updates the labels of telemetry, dashboards and rules",
    { environment: "staging" },
    {
      "ConfigMap collector-config": "update",
      "ConfigMap collector-node-config": "update",
      "ConfigMap petrosa-apps-config": "update",
      ...Object.fromEntries(boards.map(({ key }) => [`Dashboard dashboards-${key}`, "update"])),
      "RuleGroup alerting-collector": "update",
      "RuleGroup alerting-grafana-cloud": "update",
      "RuleGroup alerting-kubernetes": "update",
      "RuleGroup alerting-tradeengine": "update",
    },
  ],
  [
    "another contact point name creates the new contact point before it deletes the old one",
    { "alerts.contactPoints.1.name": "petrosa-pager", "alerts.routes.critical": "petrosa-pager" },
    {
      "ContactPoint alerting-petrosa-pager": "create",
      "NotificationPolicy alerting": "update",
      "ContactPoint alerting-petrosa-webhook": "delete",
    },
  ],
  [
    "profiles through the collector remove the application's token, its egress rule and its expiry alert",
    { "applications.0.profiles": "collector" },
    {
      "ConfigMap petrosa-apps-config": "update",
      "NetworkPolicy petrosa-apps-egress": "update",
      "Secret petrosa-apps-credentials": "delete",
      "RuleGroup alerting-grafana-cloud": "update",
      "AccessPolicyRotatingToken access-tokens-profiles": "delete",
      "AccessPolicy access-tokens-profiles": "delete",
    },
  ],
  [
    "removing a system deletes its folder, dashboard and rules, and updates the dashboards of all systems",
    { "catalog.systems": ["collector", "kubernetes", "grafana-cloud"], "alerts.thresholds": undefined },
    {
      "RuleGroup alerting-tradeengine": "delete",
      "Dashboard dashboards-tradeengine-service": "delete",
      "Folder dashboards-tradeengine": "delete",
      "Dashboard dashboards-fleet-overview": "update",
      "Dashboard dashboards-fleet-logs": "update",
      // No other service has an SLO or sends traces or profiles.
      "Dashboard dashboards-fleet-slos": "delete",
      "Dashboard dashboards-fleet-traces": "delete",
      "Dashboard dashboards-fleet-profiles": "delete",
    },
  ],
];

describe("lifecycle: a configuration change affects only the expected resources", () => {
  let environment: Environment;

  before(async () => {
    environment = await startEnvironment("changes");
    await environment.up();
  });
  after(() => environment?.close());

  for (const [what, settings, effect] of [...CHANGES, ...COLLECTOR_CHANGES]) {
    it(what, async () => {
      await environment.configure(settings);
      await assertEffect(effect);
    });
  }

  it("another secret of a contact point updates the contact point", async () => {
    const key = "observability:slackWebhookUrl";
    await environment.pulumi(["config", "set", "--secret", key], { input: "https://hooks.example.com/other" });
    await assertEffect({ "ContactPoint alerting-petrosa-slack": "update" });
  });

  it("another path of the kubeconfig updates the provider", async () => {
    const kubeconfig = join(environment.world.folder, "moved.kubeconfig");
    await copyFile(places(environment.world).kubeconfig, kubeconfig);
    await environment.configure({ "cluster.kubeconfig": kubeconfig });
    await assertEffect({ "provider kubernetes": "update" });
  });

  it("another queue size is rejected by Kubernetes and rolled back, and succeeds as documented without restarting pods", async () => {
    const pods = () => environment.kubernetes.list("/api/v1/namespaces/observability/pods");
    const running = (await pods()).map(({ metadata }) => metadata.uid);
    assert.equal(running.length, 2);
    await environment.configure({ "collector.queueGibibytes": 2 });
    assertClearFailure(
      await run(environment, ["up", "--yes", "--skip-preview"]),
      /release grafana-alloy failed, and has been rolled back .*updates to statefulset spec for fields other than/,
    );
    const namespaced = ["--namespace", "observability"];
    const more = JSON.stringify({ spec: { resources: { requests: { storage: "2Gi" } } } });
    for (const claim of ["queue-grafana-alloy-0", "queue-grafana-alloy-1"]) {
      await kubectl(environment, ...namespaced, "patch", "pvc", claim, "--patch", more);
    }
    await kubectl(environment, ...namespaced, "delete", "statefulset", "grafana-alloy", "--cascade=orphan");
    assert.deepEqual(await environment.up(), { "Release collector-release": "update" });
    await environment.expectNoChanges();
    assert.deepEqual(
      (await pods()).map(({ metadata }) => metadata.uid),
      running,
    );
  });

  it("an unchanged configuration changes nothing", () => environment.expectNoChanges());

  async function assertEffect(effect: Changes): Promise<void> {
    // Run the update before any assertion, so that a failure here does not also fail the next change. The next preview would
    // show anything that the update did not do.
    const seen = { preview: await environment.preview(), up: await environment.up() };
    assert.deepEqual(seen, { preview: effect, up: effect });
  }
});
