import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { alertRule, ruleGroup, World } from "./harness.ts";

/** The calls inside a stack, which are identical for both plugin generations. */
describe("Grafana Cloud stand-in, instance API", () => {
  let world: World;
  const provisioning = "/v1/provisioning";

  before(async () => {
    world = await World.start();
    await world.withInstance("trading");
  });
  after(() => world.stop());

  it("stores folders, including nested ones", async () => {
    const created = await world.grafana("POST", "/folders", { uid: "orders", title: "Orders" });
    assert.equal(created.status, 200);
    assert.equal(created.body["url"], "/grafana/trading/dashboards/f/orders/orders");
    const child = await world.grafana("POST", "/folders", { uid: "sub", title: "Sub", parentUid: "orders" });
    assert.equal(child.body["parentUid"], "orders");
    const renamed = await world.grafana("PUT", "/folders/orders", { title: "Orders 2", overwrite: true });
    assert.equal(renamed.body["title"], "Orders 2");
    await world.grafana("POST", "/folders/sub/move", { parentUid: "" });
    assert.equal((await world.grafana("GET", "/folders/sub")).body["parentUid"], undefined);
  });

  it("replaces folder permissions entry by entry", async () => {
    const path = "/access-control/folders/orders";
    const permissions = [
      { builtInRole: "Editor", permission: "" },
      { builtInRole: "Viewer", permission: "Edit" },
    ];
    assert.equal((await world.grafana("POST", path, { permissions })).status, 200);
    const left = (await world.grafana("GET", path)).body as unknown as Record<string, unknown>[];
    assert.deepEqual(
      left.map((one) => [one["builtInRole"], one["permission"], one["isManaged"]]),
      [["Viewer", "Edit", true]],
    );
  });

  it("stores dashboards and counts their versions", async () => {
    const dashboard = { uid: "board", title: "Board", panels: [] };
    const body = { dashboard, folderUid: "orders", overwrite: true };
    assert.equal((await world.grafana("POST", "/dashboards/db", body)).body["version"], 1);
    assert.equal((await world.grafana("POST", "/dashboards/db", body)).body["version"], 2);
    const read = await world.grafana("GET", "/dashboards/uid/board");
    const model = read.body["dashboard"] as Record<string, unknown>;
    assert.deepEqual([model["uid"], typeof model["id"], model["version"]], ["board", "number", 2]);
    assert.equal((read.body["meta"] as Record<string, unknown>)["folderUid"], "orders");
  });

  it("has the data sources of every stack, and stores new ones without their secrets", async () => {
    const prom = await world.grafana("GET", "/datasources/uid/grafanacloud-prom");
    assert.equal(prom.body["name"], "grafanacloud-trading-prom");
    const secureJsonData = { basicAuthPassword: "canary-secret" };
    const body = { uid: "extra", name: "Extra", type: "loki", url: "http://127.0.0.1:1", secureJsonData };
    const created = await world.grafana("POST", "/datasources", body);
    assert.equal((created.body["datasource"] as Record<string, unknown>)["uid"], "extra");
    const read = await world.grafana("GET", "/datasources/uid/extra");
    assert.deepEqual(read.body["secureJsonFields"], { basicAuthPassword: true });
    assert.equal(read.text.includes("canary-secret"), false);
    assert.equal((await world.grafana("DELETE", "/datasources/uid/extra")).status, 200);
  });

  it("groups integrations by contact point name, redacts secrets and sets provenance", async () => {
    const url = "https://hooks.example.org/canary";
    const slack = await world.grafana("POST", `${provisioning}/contact-points`, {
      name: "team",
      type: "slack",
      settings: { url, title: "t" },
    });
    assert.equal(slack.status, 202);
    await world.grafana("POST", `${provisioning}/contact-points`, {
      name: "team",
      type: "email",
      settings: { addresses: "a@example.org;b@example.org" },
    });
    const { text } = await world.grafana("GET", `${provisioning}/contact-points?name=team`);
    assert.equal(text.includes("canary"), false);
    const points = JSON.parse(text) as { type: string; settings: Record<string, unknown>; provenance: string }[];
    assert.deepEqual(
      points.map((point) => [point.type, point.provenance]),
      [
        ["slack", "api"],
        ["email", "api"],
      ],
    );
    assert.equal(points[0]?.settings["url"], "[REDACTED]");
    const path = `${provisioning}/contact-points/${String(slack.body["uid"])}`;
    const update = { name: "team", type: "slack", settings: { url: "[REDACTED]", title: "changed" } };
    assert.equal((await world.grafana("PUT", path, update)).status, 202);
  });

  it("stores mute timings, templates and the policy tree", async () => {
    const weekends = { name: "weekends", time_intervals: [{ weekdays: ["saturday", "sunday"] }] };
    assert.equal((await world.grafana("POST", `${provisioning}/mute-timings`, weekends)).status, 201);
    assert.equal((await world.grafana("PUT", `${provisioning}/mute-timings/weekends`, weekends)).status, 202);
    const template = { template: '{{ define "title" }}x{{ end }}' };
    assert.equal((await world.grafana("PUT", `${provisioning}/templates/title`, template)).status, 202);
    const read = await world.grafana("GET", `${provisioning}/templates/title`);
    assert.equal(read.body["template"], template.template);
    const tree = {
      receiver: "team",
      group_by: ["alertname"],
      routes: [
        { receiver: "team", object_matchers: [["team", "=", "x"]], mute_time_intervals: ["weekends"], routes: null },
      ],
    };
    assert.equal((await world.grafana("PUT", `${provisioning}/policies`, tree)).status, 202);
    const { body } = await world.grafana("GET", `${provisioning}/policies`);
    assert.deepEqual(body, { ...tree, provenance: "api" });
  });

  it("writes rule groups as a whole and fills in fields that clients omit", async () => {
    const path = `${provisioning}/folder/orders/rule-groups/orders`;
    const recording = {
      uid: "recorded",
      title: "rate",
      for: "0s",
      noDataState: "",
      execErrState: "",
      condition: "",
      record: { metric: "trd:rate5m", from: "A" },
      data: [{ refId: "A", datasourceUid: "grafanacloud-prom", relativeTimeRange: { from: 60 }, model: {} }],
    };
    const written = await world.grafana("PUT", path, ruleGroup([alertRule(), recording]));
    assert.equal(written.status, 200, written.text);
    assert.deepEqual([written.body["title"], written.body["folderUid"]], ["orders", "orders"]);
    const rule = await world.grafana("GET", `${provisioning}/alert-rules/reject-rate`);
    assert.equal(rule.body["provenance"], "api");
    assert.equal(rule.body["orgID"], 1);
    const [query] = rule.body["data"] as Record<string, unknown>[];
    assert.deepEqual(query?.["relativeTimeRange"], { from: 600, to: 0 });
    await world.grafana("PUT", path, ruleGroup([alertRule()]));
    assert.equal((await world.grafana("GET", `${provisioning}/alert-rules/recorded`)).status, 404);
    assert.equal((await world.grafana("DELETE", `${provisioning}/alert-rules/reject-rate`)).status, 204);
    assert.equal((await world.grafana("GET", path)).status, 404, "a group without rules no longer exists");
  });

  it("returns no provenance if the caller disables it", async () => {
    const response = await fetch(`${world.cloud.url}/grafana/trading/api${provisioning}/templates/editable`, {
      method: "PUT",
      headers: {
        authorization: `Bearer ${world.instanceToken}`,
        "content-type": "application/json",
        "x-disable-provenance": "disabled",
      },
      body: JSON.stringify({ template: "plain text" }),
    });
    const body = (await response.json()) as Record<string, unknown>;
    assert.equal(body["provenance"], undefined);
    assert.equal(body["template"], '{{ define "editable" }}\n  plain text\n{{ end }}');
  });

  it("deletes everything with the stack", async () => {
    await world.api("DELETE", "/instances/trading");
    assert.equal((await world.grafana("GET", "/folders/orders")).status, 404);
    const { stacks } = await world.client.state();
    assert.deepEqual(stacks, []);
  });
});
