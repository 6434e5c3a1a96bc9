import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { secretKeysOf } from "../../../model/check/secrets.ts";
import { accepted, changed, GOOD, refuses, told, type Changes } from "./input.ts";

const unnamed = [
  "slackWebhookUrl: expected a secret that is used: grafanaCloudToken, or the secret of a contact point, got a secret that nothing names",
  "fix: name it in alerts.contactPoints, or remove it: pulumi config rm observability:slackWebhookUrl",
];
const keyName =
  "alerts.contactPoints[0].secret: expected the name of a secret configuration key (a letter, then letters and digits, at most 30)";
const keyFix = "fix: pulumi config set --path 'observability:alerts.contactPoints[0].secret' oncallSecret";

describe("configuration: secrets", () => {
  refuses("no bootstrap token", { grafanaCloudToken: undefined }, [
    "grafanaCloudToken: expected a secret, got nothing",
    "fix: pulumi config set --secret observability:grafanaCloudToken",
  ]);
  refuses("an empty bootstrap token", { grafanaCloudToken: "" }, [
    "grafanaCloudToken: expected a secret, got an empty value",
    "fix: pulumi config set --secret observability:grafanaCloudToken",
  ]);
  refuses("a bootstrap token with the end of its line", { grafanaCloudToken: "glc_hidden\n" }, [
    "grafanaCloudToken: expected a secret, got a value with white space in it",
    "fix: pulumi config set --secret observability:grafanaCloudToken",
  ]);
  refuses("a contact point whose secret is missing", { slackWebhookUrl: undefined }, [
    "slackWebhookUrl: expected a secret, got nothing",
    "fix: pulumi config set --secret observability:slackWebhookUrl",
  ]);
  refuses(
    "a webhook URL in place of its key",
    { "alerts.contactPoints.0.secret": "https://hooks.example.com/hidden" },
    [`${keyName}, got another text`, keyFix, ...unnamed],
  );
  refuses(
    "an integration key in place of its key",
    { "alerts.contactPoints.0.secret": "a3f5c6d7e8a3f5c6d7e8a3f5c6d7e8a3" },
    [`${keyName}, got another text`, keyFix, ...unnamed],
  );
  refuses(
    "a contact point that would send the bootstrap token",
    { "alerts.contactPoints.0.secret": "grafanaCloudToken" },
    [
      ...unnamed,
      'alerts.contactPoints[0].secret: expected the name of a key of its own, got "grafanaCloudToken", the bootstrap token',
      keyFix,
    ],
  );
  refuses("a contact point whose secret is a setting", { "alerts.contactPoints.0.secret": "cluster" }, [
    ...unnamed,
    'alerts.contactPoints[0].secret: expected the name of a key of its own, got "cluster", a part of this configuration',
    keyFix,
  ]);
  refuses("a secret whose key every object has", { "alerts.contactPoints.0.secret": "constructor" }, [
    ...unnamed,
    "constructor: expected a secret, got nothing",
    "fix: pulumi config set --secret observability:constructor",
  ]);
  refuses("a URL beside the secret", { "alerts.contactPoints.0.url": "https://hooks.example.com/hidden" }, [
    "alerts.contactPoints[0].url: expected one of name, type, secret, got an unknown key",
    "fix: remove it: pulumi config rm --path 'observability:alerts.contactPoints[0].url'",
  ]);
  refuses("a contact point that is its URL", { "alerts.contactPoints": ["https://hooks.example.com/hidden"] }, [
    "alerts.contactPoints[0]: expected a contact point with name and type, got another text",
    "fix: write in Pulumi.<stack>.yaml below observability:alerts.contactPoints[0]: { name: oncall, type: slack, secret: oncallSecret }",
    ...unnamed,
  ]);

  it("refuses a secret that is stored in clear", () => {
    const { values } = changed({});
    assert.deepEqual(told({ values, secrets: new Set(["slackWebhookUrl"]) }), [
      "grafanaCloudToken: expected a secret, got a value stored in clear",
      "fix: pulumi config set --secret observability:grafanaCloudToken (and revoke the one that was stored in clear)",
    ]);
  });

  it("refuses settings that are encrypted, and tells nothing of what is in them", () => {
    const raw = changed({ "cluster.name": "hidden hidden", environment: "hidden hidden" }, ["cluster", "environment"]);
    assert.deepEqual(told(raw), [
      "environment: expected a value in clear, because secrets have keys of their own, got an encrypted value",
      "fix: pulumi config rm observability:environment, then write it in clear in Pulumi.<stack>.yaml",
      "cluster: expected a value in clear, because secrets have keys of their own, got an encrypted value",
      "fix: pulumi config rm observability:cluster, then write it in clear in Pulumi.<stack>.yaml",
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

  it("takes one secret for two contact points", () => {
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
