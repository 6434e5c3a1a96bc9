import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { instanceApi } from "./grafana.ts";

const HEARTBEAT = { name: "heartbeat", type: "webhook", secret: "webhookUrl" };
const MAINTENANCE = { name: "maintenance", weekdays: ["sunday"], times: [{ start: "02:00", end: "04:00" }] };
const MARKET = {
  name: "market-hours",
  mutes: "outside",
  severities: ["critical", "warning", "info"],
  systems: ["collector"],
  weekdays: ["monday:friday"],
  daysOfMonth: [-1, "1:30"],
  months: ["january:november"],
  years: [2026],
  location: "America/New_York",
};

interface Settings {
  readonly receiver: string;
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly repeat_interval?: string;
}

describe("routing: changes of mute timings, the watchdog and the routing mode in a running stack", () => {
  let environment: Environment;

  /** Returns the notification settings of every rule by title. */
  const settings = async () => {
    const grafana = await instanceApi(environment);
    const rules = (await grafana("/v1/provisioning/alert-rules")) as {
      title: string;
      notification_settings?: Settings;
    }[];
    return Object.fromEntries(rules.map(({ title, notification_settings }) => [title, notification_settings]));
  };
  const timings = async () => (await environment.cloud.state()).stacks[0]?.muteTimings;

  before(async () => {
    environment = await startEnvironment("routing");
    await environment.configure({
      "catalog.systems": ["collector", "kubernetes"],
      "alerts.contactPoints.2": HEARTBEAT,
      "alerts.watchdog": "heartbeat",
      "alerts.muteTimings": [MAINTENANCE, MARKET],
    });
    await environment.up();
  });
  after(() => environment?.close());

  it("uses mute timings in the root policy and notification settings only for the watchdog", async () => {
    await environment.expectNoChanges();
    const { Watchdog, ...others } = await settings();
    assert.deepEqual([Watchdog?.receiver, Watchdog?.repeat_interval], ["heartbeat", "5m"]);
    assert.deepEqual(new Set(Object.values(others)), new Set([undefined]));
    const policy = (await (await instanceApi(environment))("/v1/provisioning/policies")) as { routes: Settings[] };
    assert.deepEqual(
      policy.routes.map(({ mute_time_intervals = [] }) => mute_time_intervals),
      [[], ["maintenance"], ["maintenance"]],
    );
  });

  it("uses mute timings in each rule with per-rule routing, and resets the stack's policy", async () => {
    await environment.configure({ "alerts.routing": "per-rule" });
    assert.deepEqual(await environment.up(), {
      "RuleGroup alerting-collector": "update",
      "RuleGroup alerting-kubernetes": "update",
      "NotificationPolicy alerting": "delete",
    });
    await environment.expectNoChanges();
    const rules = await settings();
    const names = ({ receiver, mute_time_intervals = [], active_time_intervals = [] }: Settings) =>
      [receiver, ...mute_time_intervals, ...active_time_intervals].join();
    const named = Object.values(rules).map((one) => one && names(one));
    assert.deepEqual([...new Set(named)].sort(), [
      "heartbeat",
      "petrosa-slack,maintenance",
      "petrosa-slack,maintenance,market-hours",
      "petrosa-webhook",
      "petrosa-webhook,market-hours",
    ]);
  });

  it("updates rules before it deletes a renamed timing, and changes the days of another", async () => {
    await environment.configure({
      "alerts.muteTimings.0.name": "sundays",
      "alerts.muteTimings.1.weekdays": ["monday:thursday"],
    });
    const effect = {
      "MuteTiming alerting-sundays": "create",
      "MuteTiming alerting-market-hours": "update",
      "RuleGroup alerting-collector": "update",
      "RuleGroup alerting-kubernetes": "update",
      "MuteTiming alerting-maintenance": "delete",
    };
    assert.deepEqual(await environment.up(), effect);
    assert.deepEqual(await timings(), ["market-hours", "sundays"]);
    await environment.expectNoChanges();
  });

  it("removes all timings and the watchdog when it returns to a root policy without them", async () => {
    await environment.configure({
      "alerts.routing": "root-policy",
      "alerts.muteTimings": undefined,
      "alerts.watchdog": undefined,
    });
    assert.deepEqual(await environment.up(), {
      "NotificationPolicy alerting": "create",
      "RuleGroup alerting-collector": "update",
      "RuleGroup alerting-kubernetes": "update",
      "RuleGroup alerting-watchdog": "delete",
      "Folder alerting-watchdog": "delete",
      "MuteTiming alerting-market-hours": "delete",
      "MuteTiming alerting-sundays": "delete",
    });
    assert.deepEqual(await timings(), []);
    await environment.expectNoChanges();
  });
});
