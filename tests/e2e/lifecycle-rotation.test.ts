import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import type { Changes } from "./changes.ts";
import { EARLY_WINDOW, untilOld, USUAL_WINDOW } from "./early.ts";
import { exampleApplication, startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { RELEASES } from "./expected.ts";
import { serviceAccountToken, stackDetails } from "./grafana.ts";
import type { StackDetails } from "./grafana.ts";
import { secretData } from "./kubernetes.ts";
import type { KubernetesObject } from "./kubernetes.ts";
import type { Stack } from "./stack.ts";

const COLLECTOR_SECRET = "/api/v1/namespaces/observability/secrets/grafana-alloy";
const APPLICATION_SECRET = "/api/v1/namespaces/petrosa-apps/secrets/petrosa-sensitive-credentials";
const METRICS: Gateway = {
  path: "/gateways/otlp/v1/metrics",
  user: ({ id }) => id,
  key: "otlp-token",
  body: '{"resourceMetrics":[]}',
};
const PROFILES: Gateway = {
  path: "/gateways/profiles/push.v1.PusherService/Push",
  user: ({ hpInstanceId }) => hpInstanceId,
  key: "PYROSCOPE_AUTH_TOKEN",
  body: '{"series":[]}',
};
const ACTIVATION_DELAY_MS = 5_000;

const REPLACED = "create-replacement, replace, delete-replaced";

/** A write gateway and the key of its token in the Secret. */
interface Gateway {
  readonly path: string;
  readonly user: (stack: StackDetails) => number;
  readonly key: string;
  readonly body: string;
}

interface Watched {
  /** All responses of the gateway before the Secret's change was seen. */
  readonly answers: readonly number[];
  /** Its first response to the Secret's new token. */
  readonly firstUse: number;
}

interface Snapshot {
  readonly collector: KubernetesObject;
  readonly application: KubernetesObject;
  readonly statefulSet: KubernetesObject;
  readonly pods: readonly string[];
  readonly releases: readonly string[];
  readonly serviceAccountToken: string;
  readonly credentialsVersion: unknown;
}

describe("lifecycle: rotation of the tokens", () => {
  let environment: Environment;
  let application: Stack;
  let stack: StackDetails;
  let earlier: Snapshot;
  let later: Snapshot;
  let changes: Changes;
  let watched: readonly Watched[];

  before(async () => {
    environment = await startEnvironment("rotation");
    await environment.up();
    application = await exampleApplication(environment);
    await application.up();
    stack = await stackDetails(environment, "petrosalocal");
    earlier = await snapshot();
    await untilOld(environment);
    await environment.cloud.changeSettings({ tokenActivationDelayMs: ACTIVATION_DELAY_MS });
    await environment.cloud.clearRequests();
    await environment.configure(EARLY_WINDOW);
    const watching = Promise.all([watch(COLLECTOR_SECRET, METRICS), watch(APPLICATION_SECRET, PROFILES)]);
    changes = await environment.up();
    watched = await watching;
    later = await snapshot();
  });
  after(() => environment?.close());

  it("replaces all tokens and updates only the resources that hold them or alert on their expiry", () => {
    assert.deepEqual(changes, {
      "StackServiceAccountRotatingToken grafana-cloud-pulumi": REPLACED,
      "AccessPolicyRotatingToken access-tokens-collector": REPLACED,
      "AccessPolicyRotatingToken access-tokens-profiles": REPLACED,
      "provider grafana-stack": "update",
      "Secret collector-credentials": "update",
      "Secret petrosa-apps-credentials": "update",
      "RuleGroup alerting-grafana-cloud": "update",
    });
  });

  it("changes the Secrets only after the gateways accept the new tokens", () => {
    for (const { answers, firstUse } of watched) {
      assert.equal(answers[0], 401);
      assert.ok(answers.includes(200));
      assert.equal(firstUse, 200);
    }
  });

  it("changes the Secrets in place", async () => {
    for (const [old, now, keys] of [
      [earlier.collector, later.collector, ["otlp-token", "profiles-token"]],
      [earlier.application, later.application, ["PYROSCOPE_AUTH_TOKEN", "PYROSCOPE_BASIC_AUTH_PASSWORD"]],
    ] as const) {
      assert.equal(now.metadata.uid, old.metadata.uid);
      assert.notEqual(now.metadata.resourceVersion, old.metadata.resourceVersion);
      const [oldValues, newValues] = [secretData(old), secretData(now)];
      const changed = Object.keys(newValues).filter((key) => newValues[key] !== oldValues[key]);
      assert.deepEqual(changed.sort(), keys);
    }
  });

  it("keeps the old tokens valid at the gateways", async () => {
    const { "otlp-token": old = "" } = secretData(earlier.collector);
    const { "otlp-token": current = "" } = secretData(later.collector);
    assert.notEqual(old, current);
    assert.equal(await write(METRICS, old), 200);
    assert.equal(await write(METRICS, current), 200);
    const { policies } = await environment.cloud.state();
    assert.deepEqual(
      policies.map(({ tokens }) => tokens),
      [2, 2],
    );
  });

  it("does not touch the releases or their pods", () => {
    assert.deepEqual(later.releases, RELEASES.map((name) => `sh.helm.release.v1.${name}.v1`).sort());
    assert.deepEqual(later.releases, earlier.releases);
    assert.deepEqual(later.pods, earlier.pods);
    assert.equal(later.statefulSet.metadata.generation, earlier.statefulSet.metadata.generation);
  });

  it("rotates the token for the stack's Grafana instance", async () => {
    assert.notEqual(later.serviceAccountToken, earlier.serviceAccountToken);
    const owners = await Promise.all(
      [earlier, later].map((one) => environment.cloud.identifyToken(one.serviceAccountToken)),
    );
    const [account] = (await environment.cloud.state()).stacks[0]?.serviceAccounts ?? [];
    assert.equal(account?.tokens, 2);
    assert.deepEqual(
      owners.map((token) => [token?.owner, token?.expired]),
      [
        [account.name, false],
        [account.name, false],
      ],
    );
  });

  it("restarts applications that have their own token on their next deployment", async () => {
    assert.notEqual(later.credentialsVersion, earlier.credentialsVersion);
    assert.deepEqual(await application.up(), { "Deployment application": "update" });
    const { spec } = await environment.kubernetes.get("/apis/apps/v1/namespaces/petrosa-apps/deployments/application");
    const { annotations } = (spec as { template: { metadata: KubernetesObject["metadata"] } }).template.metadata;
    assert.deepEqual(annotations, { "observability/credentials-version": later.credentialsVersion });
  });

  it("finds no changes once the overlap is restored", async () => {
    await environment.configure(USUAL_WINDOW);
    assert.deepEqual(await environment.up(), {
      "StackServiceAccountRotatingToken grafana-cloud-pulumi": "update",
      "AccessPolicyRotatingToken access-tokens-collector": "update",
      "AccessPolicyRotatingToken access-tokens-profiles": "update",
      "RuleGroup alerting-grafana-cloud": "update", // its threshold depends on the overlap
    });
    await environment.expectNoChanges();
  });

  it("deletes the old tokens together with their access policy", async () => {
    const owners = async () => (await environment.cloud.tokens()).map(({ owner }) => owner).toSorted();
    const collectors = ["petrosalocal-collector", "petrosalocal-collector"];
    assert.deepEqual(await owners(), ["bootstrap", ...collectors, "petrosalocal-profiles", "petrosalocal-profiles"]);
    await environment.configure({ "applications.0.profiles": "collector" });
    await environment.up();
    assert.deepEqual(await owners(), ["bootstrap", ...collectors]);
  });

  async function snapshot(): Promise<Snapshot> {
    const { kubernetes } = environment;
    const pods = await kubernetes.list("/api/v1/namespaces/observability/pods");
    const secrets = await kubernetes.list("/api/v1/namespaces/observability/secrets?labelSelector=owner=helm");
    const { applications } = (await environment.outputs()) as {
      applications: Record<string, { credentialsVersion: string }>;
    };
    return {
      collector: await kubernetes.get(COLLECTOR_SECRET),
      application: await kubernetes.get(APPLICATION_SECRET),
      statefulSet: await kubernetes.get("/apis/apps/v1/namespaces/observability/statefulsets/grafana-alloy"),
      pods: pods.map(({ metadata }) => metadata.uid),
      releases: secrets.map(({ metadata }) => metadata.name),
      serviceAccountToken: await serviceAccountToken(environment),
      credentialsVersion: applications["petrosa-apps"]?.credentialsVersion,
    };
  }

  /** Waits until a Secret has changed, then writes with its new token at once. */
  async function watch(path: string, gateway: Gateway): Promise<Watched> {
    const old = (await environment.kubernetes.get(path)).metadata.resourceVersion;
    for (;;) {
      const secret = await environment.kubernetes.get(path);
      if (secret.metadata.resourceVersion !== old) {
        const requests = await environment.cloud.requests({ method: "POST", path: `^${gateway.path}$` });
        const firstUse = await write(gateway, secretData(secret)[gateway.key] ?? "");
        return { firstUse, answers: requests.map(({ status }) => status) };
      }
      await sleep(50);
    }
  }

  async function write({ path, user, body }: Gateway, token: string): Promise<number> {
    const authorization = `Basic ${Buffer.from(`${user(stack)}:${token}`).toString("base64")}`;
    const headers = { authorization, "content-type": "application/json" };
    const response = await fetch(environment.services.grafanaCloud.url + path, { method: "POST", headers, body });
    return response.status;
  }
});
