import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { settingsOf } from "../../startup/stack-file.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

const collector = {
  policy: "AccessPolicy access-tokens-collector",
  token: "AccessPolicyRotatingToken access-tokens-collector",
};
const profiles = {
  policy: "AccessPolicy access-tokens-profiles",
  token: "AccessPolicyRotatingToken access-tokens-profiles",
};
const realms = [{ type: "stack", identifier: "1402895" }];

describe("AccessTokens", () => {
  let direct: Deployment;
  let collected: Deployment;
  before(async () => {
    direct = await deploy(settingsOf("prod"));
    collected = await deploy(settingsWith("prod", { "applications.0.profiles": "collector" }));
  });

  it("gives the collector a policy that may only write all signals to this stack", () => {
    assert.deepEqual(inputsOf(find(direct.resources, collector.policy)), {
      region: "prod-sa-east-1",
      name: "petrosa-collector",
      displayName: "Collector: all signals",
      scopes: ["metrics:write", "logs:write", "traces:write", "profiles:write"],
      realms,
    });
  });

  it("gives applications that push profiles directly a policy that may only write profiles to this stack", () => {
    assert.deepEqual(inputsOf(find(direct.resources, profiles.policy)), {
      region: "prod-sa-east-1",
      name: "petrosa-profiles",
      displayName: "Applications that push their profiles themselves",
      scopes: ["profiles:write"],
      realms,
    });
  });

  it("has no policy for profiles if no application pushes them directly", async () => {
    const off = await deploy(settingsWith("prod", { "applications.0.profiles": "off" }));
    const none = await deploy(settingsWith("prod", { applications: [] }));
    for (const { resources } of [collected, off, none]) {
      assert.deepEqual(childrenOf(resources, "AccessTokens"), [collector.policy, collector.token]);
    }
    assert.deepEqual(childrenOf(direct.resources, "AccessTokens"), [
      collector.policy,
      profiles.policy,
      collector.token,
      profiles.token,
    ]);
  });

  it("mints one token for all applications that push directly", async () => {
    const applications = ["petrosa-apps", "petrosa-jobs"].map((namespace) => ({
      namespace,
      team: "petrosa",
      profiles: "direct",
    }));
    const { resources } = await deploy(settingsWith("prod", { applications }));
    assert.equal(childrenOf(resources, "AccessTokens").length, 4);
  });

  it("rotates tokens early, and keeps the old one valid", async () => {
    const { resources } = await deploy(settingsWith("prod", { "backend.tokens": { lifetime: "48h", overlap: "12h" } }));
    assert.deepEqual(inputsOf(find(resources, collector.token)), {
      region: "prod-sa-east-1",
      accessPolicyId: "petrosa-collector-id",
      namePrefix: "petrosa-collector",
      expireAfter: "48h",
      earlyRotationWindow: "12h",
      deleteOnDestroy: false,
    });
    assert.deepEqual(inputsOf(find(resources, profiles.token))["deleteOnDestroy"], false);
  });

  it("deletes the policies itself, because they belong to the organisation and not to the stack", async () => {
    const { resources } = await deploy(settingsOf("dev"));
    for (const policy of [collector.policy, profiles.policy]) {
      assert.equal(find(resources, policy).options.deletedWith, "", policy);
    }
  });

  it("gives the collector and the applications only their own tokens", () => {
    const ofCollector = find(direct.resources, "Secret collector-credentials").inputs["stringData"];
    const ofApplications = find(direct.resources, "SecretPatch petrosa-apps-credentials").inputs["stringData"];
    assert.match(JSON.stringify(ofCollector), new RegExp(`"${CANARY}-token-of-petrosa-collector"`));
    assert.doesNotMatch(JSON.stringify(ofCollector), /token-of-petrosa-profiles/);
    assert.match(JSON.stringify(ofApplications), new RegExp(`"${CANARY}-token-of-petrosa-profiles"`));
    assert.doesNotMatch(JSON.stringify(ofApplications), /token-of-petrosa-collector/);
  });
});
