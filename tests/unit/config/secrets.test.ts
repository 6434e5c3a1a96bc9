import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { secretKeysOf } from "../../../model/check/secrets.ts";
import { accepted, changed, GOOD, refuses, told, type Changes } from "./input.ts";

const unnamed = [
  "slackWebhookUrl: expected a secret that is in use: grafanaCloudToken or the secret of a contact point, got a secret that nothing uses",
  "fix: use it in alerts.contactPoints, or remove it: pulumi config rm observability:slackWebhookUrl",
];
const keyName =
  "alerts.contactPoints[0].secret: expected the name of a secret configuration key (at most 30 letters and digits, starting with a letter)";
const keyFix = "fix: pulumi config set --path 'observability:alerts.contactPoints[0].secret' oncallSecret";

describe("configuration: secrets", () => {
  refuses("a missing bootstrap token", { grafanaCloudToken: undefined }, [
    "grafanaCloudToken: expected a secret, got nothing",
    "fix: pulumi config set --secret observability:grafanaCloudToken",
  ]);
  refuses("an empty bootstrap token", { grafanaCloudToken: "" }, [
    "grafanaCloudToken: expected a secret, got an empty value",
    "fix: pulumi config set --secret observability:grafanaCloudToken",
  ]);
  refuses("a bootstrap token with a trailing newline", { grafanaCloudToken: "glc_hidden\n" }, [
    "grafanaCloudToken: expected a secret, got a value that contains white space",
    "fix: pulumi config set --secret observability:grafanaCloudToken",
  ]);
  refuses("a contact point whose secret is missing", { slackWebhookUrl: undefined }, [
    "slackWebhookUrl: expected a secret, got nothing",
    "fix: pulumi config set --secret observability:slackWebhookUrl",
  ]);
  refuses(
    "a webhook URL instead of the name of its key",
    { "alerts.contactPoints.0.secret": "https://hooks.example.com/hidden" },
    [`${keyName}, got a different string`, keyFix, ...unnamed],
  );
  refuses(
    "an integration key instead of the name of its key",
    { "alerts.contactPoints.0.secret": "a3f5c6d7e8a3f5c6d7e8a3f5c6d7e8a3" },
    [`${keyName}, got a different string`, keyFix, ...unnamed],
  );
  refuses(
    "a contact point that would send the bootstrap token",
    { "alerts.contactPoints.0.secret": "grafanaCloudToken" },
    [
      ...unnamed,
      'alerts.contactPoints[0].secret: expected the name of a separate secret key, got "grafanaCloudToken", which holds the bootstrap token',
      keyFix,
    ],
  );
  refuses("a contact point whose secret is a setting", { "alerts.contactPoints.0.secret": "cluster" }, [
    ...unnamed,
    'alerts.contactPoints[0].secret: expected the name of a separate secret key, got "cluster", which is a setting',
    keyFix,
  ]);
  refuses("a secret key that is a property of every object", { "alerts.contactPoints.0.secret": "constructor" }, [
    ...unnamed,
    "constructor: expected a secret, got nothing",
    "fix: pulumi config set --secret observability:constructor",
  ]);
  refuses("a URL beside the secret", { "alerts.contactPoints.0.url": "https://hooks.example.com/hidden" }, [
    "alerts.contactPoints[0].url: expected one of name, type, secret, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:alerts.contactPoints[0].url'",
  ]);
  refuses("a contact point that is only a URL", { "alerts.contactPoints": ["https://hooks.example.com/hidden"] }, [
    "alerts.contactPoints[0]: expected a contact point with a name and a type, got a different string",
    "fix: in Pulumi.<stack>.yaml, set observability:alerts.contactPoints[0] to { name: oncall, type: slack, secret: oncallSecret }",
    ...unnamed,
  ]);

  it("refuses a secret that is stored in plaintext", () => {
    const { values } = changed({});
    assert.deepEqual(told({ values, secrets: new Set(["slackWebhookUrl"]) }), [
      "grafanaCloudToken: expected a secret, got a plaintext value",
      "fix: pulumi config set --secret observability:grafanaCloudToken (and revoke the secret that was stored in plaintext)",
    ]);
  });

  it("refuses encrypted settings, and shows nothing of their content", () => {
    const raw = changed({ "cluster.name": "hidden hidden", environment: "hidden hidden" }, ["cluster", "environment"]);
    assert.deepEqual(told(raw), [
      "environment: expected a plaintext value, because secrets have separate keys, got an encrypted value",
      "fix: pulumi config rm observability:environment, then add it to Pulumi.<stack>.yaml in plaintext",
      "cluster: expected a plaintext value, because secrets have separate keys, got an encrypted value",
      "fix: pulumi config rm observability:cluster, then add it to Pulumi.<stack>.yaml in plaintext",
    ]);
  });

  it("never repeats a value that may be a secret", () => {
    const places: Changes[] = [
      "alerts",
      "alerts.contactPoints",
      "alerts.contactPoints.0",
      "alerts.contactPoints.0.secret",
      "alerts.contactPoints.0.url",
      "grafanaCloudTokn",
    ].flatMap((path) => [
      { [path]: "hidden/hidden" },
      { [path]: ["hidden/hidden"] },
      { [path]: { url: "hidden/hidden" } },
    ]);
    for (const change of places) {
      const lines = told(changed(change));
      assert.notDeepEqual(lines, [], JSON.stringify(change));
      assert.doesNotMatch(lines.join("\n"), /hidden/, JSON.stringify(change));
    }
  });

  it("accepts one secret for two contact points", () => {
    const second = { name: "second", type: "webhook", secret: "slackWebhookUrl" };
    assert.equal(accepted({ "alerts.contactPoints.1": second }).alerts.contactPoints.length, 2);
    assert.deepEqual(secretKeysOf(changed({ "alerts.contactPoints.1": second }).values), [
      "grafanaCloudToken",
      "slackWebhookUrl",
    ]);
  });

  it("keeps secrets out of the configuration", () => {
    assert.doesNotMatch(JSON.stringify(accepted()), /hidden/);
    assert.match(JSON.stringify(GOOD), /hidden/);
  });
});
