import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { alertRule, ruleGroup, World } from "./harness.ts";
import type { Answer } from "./harness.ts";
import { assertRejected } from "./rejections.ts";

const TIMINGS = "/v1/provisioning/mute-timings";
const GROUP = "/v1/provisioning/folder/orders/rule-groups/orders";
const receiver = "grafana-default-email";

describe("Grafana Cloud stand-in, mute timings", () => {
  let world: World;

  before(async () => {
    world = await World.start();
    await world.withInstance("trading");
    await world.grafana("POST", "/folders", { uid: "orders", title: "Orders" });
    for (const name of ["nights", "hours"]) await world.grafana("POST", TIMINGS, { name, time_intervals: [] });
  });
  after(() => world.stop());

  const rules = (settings: unknown) => (): Promise<Answer> =>
    world.grafana("PUT", GROUP, ruleGroup([alertRule({ notification_settings: settings })]));
  const remove = (name: string) => (): Promise<Answer> => world.grafana("DELETE", `${TIMINGS}/${name}`);

  it("rejects intervals that Alertmanager cannot parse", async () => {
    const timing = (interval: unknown) => (): Promise<Answer> =>
      world.grafana("POST", TIMINGS, { name: "new", time_intervals: [interval] });
    const times = (start_time: string, end_time: string) => timing({ times: [{ start_time, end_time }] });
    await assertRejected([
      ["a time range across midnight", 400, "start time cannot be equal or greater", times("22:00", "06:00")],
      ["an empty time range", 400, "start time cannot be equal or greater", times("06:00", "06:00")],
      ["a weekend across the end of the week", 400, "is before start", timing({ weekdays: ["saturday:sunday"] })],
      ["half a range", 400, "not a valid weekday", timing({ weekdays: ["monday:"] })],
      ["three days", 400, "not a valid weekday", timing({ weekdays: ["monday:tuesday:friday"] })],
      ["months across the end of the year", 400, "is before start", timing({ months: ["december:february"] })],
      ["days in reverse order", 400, "is before start", timing({ days_of_month: ["7:1"] })],
      ["days from the end to the start of the month", 400, "is before start", timing({ days_of_month: ["-1:1"] })],
      ["day 0", 400, "not a valid day", timing({ days_of_month: ["0"] })],
      ["years in reverse order", 400, "is before start", timing({ years: ["2027:2026"] })],
      ["a time zone in lower case", 400, "unknown time zone", timing({ location: "europe/berlin" })],
      ["a UTC offset", 400, "unknown time zone", timing({ location: "+03:00" })],
    ]);
  });

  it("returns intervals as Alertmanager formats them", async () => {
    const given = {
      times: [{ start_time: "22:00", end_time: "24:00" }],
      weekdays: ["Monday:friday", "sunday:sunday"],
      days_of_month: ["15:-1", "-1"],
      months: ["1:3", "December"],
      years: [],
      location: "Asia/Kolkata",
    };
    await world.grafana("POST", TIMINGS, { name: "read", time_intervals: [given] });
    const { body } = await world.grafana("GET", `${TIMINGS}/read`);
    assert.deepEqual(body["time_intervals"], [
      {
        times: given.times,
        weekdays: ["monday:friday", "sunday"],
        days_of_month: ["15:-1", "-1"],
        months: ["january:march", "december"],
        location: "Asia/Kolkata",
      },
    ]);
  });

  it("rejects rules with unknown timings, invalid intervals or duplicate labels in their notification settings", async () => {
    await assertRejected([
      ["active timing", 400, '"x" does not exist', rules({ receiver, active_time_intervals: ["x"] })],
      ["mute timing", 400, '"x" does not exist', rules({ receiver, mute_time_intervals: ["nights", "x"] })],
      ["group interval", 400, "greater than zero", rules({ receiver, group_interval: "0s" })],
      ["repeat interval", 400, "not a valid duration", rules({ receiver, repeat_interval: "often" })],
      [
        "a duplicate label",
        400,
        "duplicate value",
        rules({ receiver, group_by: ["alertname", "grafana_folder", "alertname"] }),
      ],
    ]);
  });

  it("keeps timings while rules use them as mute or active timings", async () => {
    const settings = { receiver, mute_time_intervals: ["nights"], active_time_intervals: ["hours"] };
    assert.equal((await rules(settings)()).status, 200);
    await assertRejected([
      ["mute timing", 409, "used by notification policies or alert rules", remove("nights")],
      ["active timing", 409, "used by notification policies or alert rules", remove("hours")],
    ]);
    assert.equal((await rules({ receiver })()).status, 200);
    assert.deepEqual([(await remove("nights")()).status, (await remove("hours")()).status], [204, 204]);
  });

  it("rejects `continue` in the root policy", async () => {
    await assertRejected([
      [
        "continue",
        400,
        "cannot have continue in root route",
        () => world.grafana("PUT", "/v1/provisioning/policies", { receiver, continue: true }),
      ],
    ]);
  });
});
