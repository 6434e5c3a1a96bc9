import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { stackSettings } from "../../local/pulumi/settings.ts";

const committed = `
config:
  pulumi:disable-default-providers: ["*"]
  observability:environment: local
  observability:backend:
    kind: grafana-cloud
    stack: { mode: create, slug: petrosalocal }
`;
const generate = (additions: object, previous?: string): unknown =>
  parse(stackSettings(committed, "observability", { ...additions }, previous));

describe("stackSettings", () => {
  it("adds settings to the committed ones at any depth", () => {
    assert.deepEqual(generate({ backend: { apiUrl: "http://127.0.0.1:1" }, cluster: { context: "local" } }), {
      config: {
        "pulumi:disable-default-providers": ["*"],
        "observability:environment": "local",
        "observability:backend": {
          kind: "grafana-cloud",
          stack: { mode: "create", slug: "petrosalocal" },
          apiUrl: "http://127.0.0.1:1",
        },
        "observability:cluster": { context: "local" },
      },
    });
  });

  it("keeps only the salt and the encrypted secrets of the last run", () => {
    const previous = `
encryptionsalt: v1:salt
config:
  observability:environment: old
  observability:grafanaCloudToken: { secure: v1:cipher }
`;
    const { encryptionsalt, config } = generate({}, previous) as Record<string, Record<string, unknown>>;
    assert.equal(encryptionsalt, "v1:salt");
    assert.deepEqual(config?.["observability:grafanaCloudToken"], { secure: "v1:cipher" });
    assert.equal(config["observability:environment"], "local");
  });

  it("reproduces the same file from its own result", () => {
    const once = stackSettings(committed, "observability", { cluster: { context: "local" } });
    assert.equal(stackSettings(committed, "observability", { cluster: { context: "local" } }, once), once);
  });

  it("works without a committed file", () => {
    assert.deepEqual(parse(stackSettings("", "application", { image: "a" })), { config: { "application:image": "a" } });
  });
});
