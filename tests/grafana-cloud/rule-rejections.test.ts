import { after, before, describe, it } from "mocha";
import { alertRule, ruleGroup, World } from "./harness.ts";
import type { Answer } from "./harness.ts";
import { assertRejected } from "./rejections.ts";

const FOLDER = "/v1/provisioning/folder/orders/rule-groups";

describe("Grafana Cloud stand-in, errors for alert rules", () => {
  let world: World;

  before(async () => {
    world = await World.start();
    await world.withInstance("trading");
    await world.grafana("POST", "/folders", { uid: "orders", title: "Orders" });
    const other = alertRule({ uid: "other", title: "Other" });
    await world.grafana("PUT", `${FOLDER}/existing`, ruleGroup([other]));
  });
  after(() => world.stop());

  const put =
    (rules: readonly unknown[], interval = 60, path = `${FOLDER}/new`) =>
    (): Promise<Answer> =>
      world.grafana("PUT", path, ruleGroup(rules, interval));
  const rule = (changes: Record<string, unknown>) => put([alertRule(changes)]);
  const query = (changes: Record<string, unknown>): unknown[] => [
    { refId: "C", datasourceUid: "grafanacloud-prom", relativeTimeRange: { from: 600 }, model: {}, ...changes },
  ];

  it("rejects invalid groups", async () => {
    await assertRejected([
      ["interval not a multiple of 10", 400, "multiple of the scheduler interval", put([alertRule()], 65)],
      ["interval 0", 400, "must be greater than 0", put([alertRule()], 0)],
      ["no rules", 400, "at least one rule", put([])],
      [
        "unknown folder",
        400,
        'folder "none" does not exist',
        put([alertRule()], 60, "/v1/provisioning/folder/none/rule-groups/new"),
      ],
      ["duplicate uid", 409, "already exists", put([alertRule(), alertRule({ title: "Second" })])],
      ["duplicate title", 409, "must be unique", put([alertRule(), alertRule({ uid: "second" })])],
      ["uid of another group", 409, "already exists", rule({ uid: "other" })],
      ["title of another group", 409, "must be unique", rule({ title: "Other" })],
      ["unknown group", 404, "rule group does not exist", () => world.grafana("GET", `${FOLDER}/none`)],
      ["unknown rule", 404, "alert rule not found", () => world.grafana("GET", "/v1/provisioning/alert-rules/none")],
    ]);
  });

  it("rejects invalid rules", async () => {
    await assertRejected([
      ["no title", 400, "title is required", rule({ title: undefined })],
      ["uid of 41 characters", 400, "uid too long", rule({ uid: "a".repeat(41) })],
      ["uid with a dot", 400, "illegal characters", rule({ uid: "a.b" })],
      ["no queries", 400, "no queries", rule({ data: [] })],
      ["condition that is not a refId", 400, 'condition "Z" does not exist', rule({ condition: "Z" })],
      ["no condition", 400, 'condition "" does not exist', rule({ condition: undefined })],
      ["duplicate refId", 400, "used more than once", rule({ data: [...query({}), ...query({})] })],
      ["unknown data source", 400, 'data source "none" does not', rule({ data: query({ datasourceUid: "none" }) })],
      ["no time range", 400, "invalid relative time range", rule({ data: query({ relativeTimeRange: undefined }) })],
      ["bad noDataState", 400, "noDataState", rule({ noDataState: "Maybe" })],
      ["missing execErrState", 400, "execErrState is required", rule({ execErrState: undefined })],
      ["bad for", 400, "not a valid duration", rule({ for: "a while" })],
      ["panel without dashboard", 400, "go together", rule({ annotations: { __panelId__: "1" } })],
      ["label that is not a string", 400, "labels.a", rule({ labels: { a: 1 } })],
      ["recording from unknown refId", 400, "record.from", rule({ record: { metric: "a:b", from: "Z" } })],
      ["bad recorded metric name", 400, "metric name", rule({ record: { metric: "a-b", from: "A" } })],
    ]);
  });

  it("rejects invalid notification settings", async () => {
    const notify = (settings: unknown) => rule({ notification_settings: settings });
    const receiver = "grafana-default-email";
    await assertRejected([
      ["unknown receiver", 400, 'receiver "none" does not exist', notify({ receiver: "none" })],
      ["group_by without folder", 400, "must include alertname", notify({ receiver, group_by: ["alertname"] })],
      ["unknown mute timing", 400, '"x" does not exist', notify({ receiver, mute_time_intervals: ["x"] })],
    ]);
  });

  it("rejects the deletion of a folder or contact point that rules need", async () => {
    const point = { uid: "pager", name: "pager", type: "email", settings: { addresses: "a@example.org" } };
    await world.grafana("POST", "/v1/provisioning/contact-points", point);
    await rule({ notification_settings: { receiver: "pager" } })();
    await assertRejected([
      ["folder", 400, "contains alert rules", () => world.grafana("DELETE", "/folders/orders")],
      [
        "contact point",
        409,
        "used in the notification settings",
        () => world.grafana("DELETE", "/v1/provisioning/contact-points/pager"),
      ],
    ]);
  });
});
