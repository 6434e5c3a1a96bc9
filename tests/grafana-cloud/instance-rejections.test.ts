import { after, before, describe, it } from "mocha";
import { World } from "./harness.ts";
import type { Answer } from "./harness.ts";
import { assertRejected } from "./rejections.ts";

const ALERTING = "/v1/provisioning";

describe("Grafana Cloud stand-in, errors of an instance", () => {
  let world: World;

  before(async () => {
    world = await World.start();
    await world.withInstance("trading");
    await world.grafana("POST", "/folders", { uid: "orders", title: "Orders" });
    await world.grafana("POST", `${ALERTING}/mute-timings`, { name: "nights", time_intervals: [] });
    const email = { name: "team", type: "email", settings: { addresses: "a@example.org" } };
    await world.grafana("POST", `${ALERTING}/contact-points`, email);
  });
  after(() => world.stop());

  it("rejects calls without a suitable token", async () => {
    const viewer = await world.serviceAccountToken("trading", "Viewer");
    const none = await world.serviceAccountToken("trading", "None");
    const short = await world.serviceAccountToken("trading", "Admin", 1);
    const editor = await world.serviceAccountToken("trading", "Editor");
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const folder = { uid: "v", title: "V" };
    const call = (method: string, path: string, token: string, body?: unknown) => (): Promise<Answer> =>
      world.grafana(method, path, body, token);
    await assertRejected([
      ["no token", 401, "Unauthorized", call("GET", "/folders", "")],
      ["unknown token", 401, "Invalid API key", call("GET", "/folders", "glsa_x")],
      ["cloud token", 401, "Invalid API key", call("GET", "/folders", world.cloud.bootstrapToken)],
      ["expired token", 401, "Expired API key", call("GET", "/folders", short)],
      ["role None reads", 403, "Role needed: Viewer", call("GET", "/folders", none)],
      ["Viewer writes a folder", 403, "Role needed: Editor", call("POST", "/folders", viewer, folder)],
      ["Viewer writes a policy", 403, "Role needed: Editor", call("PUT", `${ALERTING}/policies`, viewer, {})],
      ["Editor adds a data source", 403, "Role needed: Admin", call("POST", "/datasources", editor, {})],
      ["Editor changes permissions", 403, "Role needed: Admin", call("GET", "/access-control/folders/orders", editor)],
    ]);
  });

  it("rejects invalid folders", async () => {
    const add = (body: unknown) => (): Promise<Answer> => world.grafana("POST", "/folders", body);
    await world.grafana("POST", "/folders", { uid: "child", title: "Child", parentUid: "orders" });
    await assertRejected([
      ["no title", 400, "folder title cannot be empty", add({ uid: "a" })],
      ["blank title", 400, "folder title cannot be empty", add({ uid: "a", title: " " })],
      ["uid of 41 characters", 400, "uid too long", add({ uid: "a".repeat(41), title: "A" })],
      ["uid with a space", 400, "illegal characters", add({ uid: "a b", title: "A" })],
      ["uid that exists", 409, "same UID already exists", add({ uid: "orders", title: "A" })],
      ["unknown parent", 404, "folder not found", add({ uid: "a", title: "A", parentUid: "none" })],
      [
        "stale update",
        412,
        "changed by someone else",
        () => world.grafana("PUT", "/folders/orders", { title: "A", version: 99 }),
      ],
      [
        "move into its own child",
        400,
        "cannot be moved",
        () => world.grafana("POST", "/folders/orders/move", { parentUid: "child" }),
      ],
      ["unknown folder", 404, "folder not found", () => world.grafana("GET", "/folders/none")],
    ]);
  });

  it("rejects invalid dashboards", async () => {
    await world.grafana("POST", "/dashboards/db", { dashboard: { uid: "board", title: "Board" } });
    const save =
      (dashboard: unknown, extra: Record<string, unknown> = {}) =>
      (): Promise<Answer> =>
        world.grafana("POST", "/dashboards/db", { dashboard, ...extra });
    await assertRejected([
      ["no title", 400, "Dashboard title cannot be empty", save({ uid: "a" })],
      ["uid of 41 characters", 400, "uid too long", save({ uid: "a".repeat(41), title: "A" })],
      ["uid with a slash", 400, "illegal characters", save({ uid: "a/b", title: "A" })],
      ["unknown folder", 404, "folder not found", save({ uid: "a", title: "A" }, { folderUid: "none" })],
      ["exists, no overwrite", 412, "changed by someone else", save({ uid: "board", title: "A" })],
      ["older version", 412, "changed by someone else", save({ uid: "board", title: "A", version: 0 })],
      ["unknown dashboard", 404, "Dashboard not found", () => world.grafana("GET", "/dashboards/uid/none")],
    ]);
  });

  it("rejects invalid data sources", async () => {
    const save = (body: unknown) => (): Promise<Answer> => world.grafana("POST", "/datasources", body);
    const own = "/datasources/uid/grafanacloud-prom";
    await assertRejected([
      ["no type", 400, "type:", save({ name: "a" })],
      ["name that exists", 409, "same name", save({ name: "grafanacloud-trading-prom", type: "loki" })],
      ["uid that exists", 409, "same uid", save({ name: "a", uid: "grafanacloud-prom", type: "loki" })],
      ["changing a provisioned one", 403, "read-only", () => world.grafana("PUT", own, { name: "a", type: "loki" })],
      ["deleting a provisioned one", 403, "read-only", () => world.grafana("DELETE", own)],
    ]);
  });

  it("rejects invalid contact points", async () => {
    const add =
      (type: string, settings: unknown, name = "new") =>
      (): Promise<Answer> =>
        world.grafana("POST", `${ALERTING}/contact-points`, { name, type, settings });
    await assertRejected([
      ["no name", 400, "name is required", add("email", { addresses: "a@example.org" }, "")],
      ["unknown type", 400, "unknown integration type pigeon", add("pigeon", {})],
      ["e-mail without addresses", 400, "addresses is required", add("email", {})],
      ["bad e-mail address", 400, "invalid email address", add("email", { addresses: "a@example.org;nobody" })],
      ["Slack without url and token", 400, "either url or token", add("slack", { title: "t" })],
      ["Slack token without recipient", 400, "recipient must be", add("slack", { token: "xoxb" })],
      ["invalid Slack url", 400, "invalid URL", add("slack", { url: "hooks" })],
      ["PagerDuty without key", 400, "integrationKey is required", add("pagerduty", {})],
      ["webhook without url", 400, "url is required", add("webhook", {})],
      ["unknown uid", 404, "contact point not found", () => world.grafana("DELETE", `${ALERTING}/contact-points/none`)],
    ]);
  });

  it("rejects the removal of objects that notification policies use", async () => {
    await world.grafana("PUT", `${ALERTING}/policies`, {
      receiver: "team",
      routes: [{ receiver: "team", mute_time_intervals: ["nights"] }],
    });
    const points = await world.grafana("GET", `${ALERTING}/contact-points?name=team`);
    const [point] = points.body as unknown as { uid: string }[];
    await assertRejected([
      [
        "contact point",
        409,
        "referenced by a notification policy",
        () => world.grafana("DELETE", `${ALERTING}/contact-points/${point?.uid ?? ""}`),
      ],
      [
        "mute timing",
        409,
        "used by notification policies",
        () => world.grafana("DELETE", `${ALERTING}/mute-timings/nights`),
      ],
    ]);
  });

  it("rejects invalid notification policies, mute timings and templates", async () => {
    const policy = (tree: unknown) => (): Promise<Answer> => world.grafana("PUT", `${ALERTING}/policies`, tree);
    const child = (route: unknown) => policy({ receiver: "team", routes: [route] });
    const timing =
      (interval: unknown, name = "new") =>
      (): Promise<Answer> =>
        world.grafana("POST", `${ALERTING}/mute-timings`, { name, time_intervals: [interval] });
    const template = (text: string) => (): Promise<Answer> =>
      world.grafana("PUT", `${ALERTING}/templates/new`, { template: text });
    await assertRejected([
      ["no root receiver", 400, "must specify a default receiver", policy({})],
      ["unknown root receiver", 400, 'receiver "none" does not exist', policy({ receiver: "none" })],
      ["unknown nested receiver", 400, 'receiver "x" does not exist', child({ routes: [{ receiver: "x" }] })],
      ["unknown mute timing", 400, 'mute time interval "x" does not', child({ mute_time_intervals: ["x"] })],
      [
        "matchers at the root",
        400,
        "must not have any matchers",
        policy({ receiver: "team", object_matchers: [["a", "=", "b"]] }),
      ],
      [
        "mute timing at the root",
        400,
        "any mute time intervals",
        policy({ receiver: "team", mute_time_intervals: ["nights"] }),
      ],
      ["unknown operator", 400, "object_matchers", child({ object_matchers: [["a", "~", "b"]] })],
      ["bad duration", 400, "not a valid duration", child({ group_wait: "soon" })],
      ["repeated group_by label", 400, "duplicated label", child({ group_by: ["a", "a"] })],
      ["timing that exists", 409, "already exists", timing({}, "nights")],
      ["bad hour", 400, "not a valid time", timing({ times: [{ start_time: "25:00", end_time: "26:00" }] })],
      ["bad weekday", 400, "not a valid weekday", timing({ weekdays: ["caturday"] })],
      ["bad month", 400, "not a valid month", timing({ months: ["13"] })],
      ["bad day of the month", 400, "not a valid day", timing({ days_of_month: ["32"] })],
      ["unknown time zone", 400, "unknown time zone", timing({ location: "Mars/Olympus" })],
      ["empty template", 400, "must have content", template(" ")],
      ["open template action", 400, "does not parse", template("{{ define")],
      ["template without end", 400, "does not parse", template('{{ define "a" }}x')],
    ]);
  });
});
