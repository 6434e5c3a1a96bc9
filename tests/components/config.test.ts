import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { settingsOf, type RawSettings } from "../../startup/stack-file.ts";
import { refusal } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { settingsWith } from "./find.ts";

const SECRETS = { grafanaCloudToken: CANARY, slackWebhookUrl: CANARY };
const KEYS = Object.keys(SECRETS);

/** The error message of the program, which has registered nothing and contains no secret. */
async function message(values: RawSettings, secretKeys: readonly string[] = KEYS): Promise<string> {
  const { error, resources } = await refusal(values, secretKeys);
  assert.ok(error instanceof pulumi.RunError, "a RunError is shown without a stack trace");
  assert.deepEqual(resources, []);
  assert.doesNotMatch(error.message, new RegExp(CANARY));
  return error.message;
}

describe("program with an invalid configuration", () => {
  it("reports every problem at once, before registering any resource", async () => {
    const settings = settingsWith("dev", {
      environment: "Dev",
      "cluster.contxt": "petrosa",
      "backend.tokens": { lifetime: "24h", overlap: "24h" },
      "alerts.thresholds": { "tradeengine-http-error": 0.1 },
    });
    assert.equal(
      await message({ ...settings, ...SECRETS }),
      `observability config of stack test has 4 problems
  environment: expected a DNS label (a-z, 0-9, -, at most 63 characters), got "Dev"
    fix: pulumi config set --path 'observability:environment' dev
  cluster.contxt: expected one of name, context, kubeconfig, namespace, got an unknown key
    fix: did you mean "context"? Rename it
  backend.tokens.overlap: expected less than the lifetime "24h", got "24h"
    fix: pulumi config set --path 'observability:backend.tokens.overlap' 12h
  alerts.thresholds.tradeengine-http-error: expected the id of a rule that has a threshold, from a system in catalog.systems, got "tradeengine-http-error"
    fix: did you mean "tradeengine-http-errors"? Otherwise remove it`,
    );
  });

  it("reports an empty configuration", async () => {
    assert.match(await message({}), /^observability config of stack test has 4 problems\n {2}environment: expected/);
  });

  it("reports a secret stored in plaintext", async () => {
    assert.equal(
      await message({ ...settingsOf("dev"), ...SECRETS }, ["slackWebhookUrl"]),
      `observability config of stack test has 1 problem
  grafanaCloudToken: expected a secret, got a plaintext value
    fix: pulumi config set --secret observability:grafanaCloudToken (and revoke the secret that was stored in plaintext)`,
    );
  });

  it("reports an encrypted setting", async () => {
    assert.match(
      await message({ ...settingsOf("dev"), ...SECRETS, environment: CANARY }, [...KEYS, "environment"]),
      /environment: expected a plaintext value/,
    );
  });

  it("reports a setting that is invalid JSON", async () => {
    assert.match(
      await message({ ...settingsOf("dev"), ...SECRETS, cluster: "{ name: petrosa" }),
      /\n {2}cluster: expected an object with a name and a context, got "\{ name: petrosa"\n/,
    );
  });
});
