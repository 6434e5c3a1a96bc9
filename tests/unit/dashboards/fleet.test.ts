import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { scrapedFrom } from "../../../catalog/sdk/scraped.ts";
import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import type { System } from "../../../model/catalog/system.ts";
import { fleetBoards as boardsOf } from "../../../render/dashboards/fleet/index.ts";
import { panelId } from "../../../render/dashboards/layout.ts";
import { fleetOf, serviceLike } from "../../../testing/fleet-of.ts";
import { boardSchema, dashboardsOf } from "../../../testing/boards.ts";

const [template] = tradeengine.services;
assert.ok(template);
const fleetBoards = (systems: readonly System[]) =>
  dashboardsOf(systems).filter(({ folder }) => folder.uid === "overview");
const panelOf = (systems: readonly System[], uid: string, key: string) => {
  const { json } = fleetBoards(systems).find((board) => board.uid === uid) ?? assert.fail(uid);
  return boardSchema.parse(json).panels.find(({ id }) => id === panelId(key)) ?? assert.fail(key);
};
const exprs = (...[systems, uid, key]: Parameters<typeof panelOf>) =>
  panelOf(systems, uid, key).targets?.map(({ expr }) => expr);

describe("dashboards on all services", () => {
  it("are an overview, and one for each signal and for service levels if any service has them", () => {
    const uids = (...systems: readonly System[]) => fleetBoards(systems).map(({ uid }) => uid);
    assert.deepEqual(uids(tradeengine), [
      "fleet-overview",
      "fleet-slos",
      "fleet-logs",
      "fleet-traces",
      "fleet-profiles",
    ]);
    const silent = serviceLike("silent", { logs: false, traces: false, profiles: false, slos: [], server: undefined });
    assert.deepEqual(uids({ ...tradeengine, services: [silent] }), ["fleet-overview"]);
    assert.deepEqual(uids(), []);
  });

  it("stay the same however many services of the same kind there are", () =>
    assert.deepEqual(boardsOf([fleetOf(1000)], "test"), boardsOf([fleetOf(10)], "test")));

  it("select a team's services at once, but one by one if other services of the team report differently", () => {
    assert.deepEqual(exprs([fleetOf(3)], "fleet-overview", "instances-now"), [
      'sum(count by (job) (target_info{job=~"petrosa/.+"}))',
    ]);
    const other = serviceLike("other", { heartbeat: { ...template.heartbeat, where: { "service.version": "1" } } });
    const system = { ...tradeengine, services: [serviceLike("a"), serviceLike("b"), other] };
    assert.deepEqual(exprs([system], "fleet-overview", "instances-now"), [
      'sum(count by (job) (target_info{job=~"petrosa/a|petrosa/b"})\nor\ncount by (job) (target_info{job="petrosa/other",service_version="1"}))',
    ]);
  });

  it("count a service by `up` only while it is 1", () => {
    const { up } = scrapedFrom("annotations");
    const scraped = serviceLike("scraped", {
      metrics: [up],
      version: undefined,
      heartbeat: { metric: up, where: {} },
      server: undefined,
      slos: [],
    });
    assert.deepEqual(exprs([{ ...tradeengine, services: [scraped] }], "fleet-overview", "reporting"), [
      'sum by (job) (up{job=~"petrosa/.+"}) > bool 0',
    ]);
  });

  it("link a row to the dashboard of its service, even if the service has a different name in its job", () => {
    const system = {
      ...tradeengine,
      services: [serviceLike("a"), serviceLike("b", { serviceName: "bee", workload: "bee" })],
    };
    const [service] = panelOf([system], "fleet-overview", "services-table").fieldConfig?.overrides ?? [];
    const { properties } = service as { properties: { id: string; value: unknown }[] };
    assert.deepEqual(properties[0]?.value, [
      { type: "value", options: { "petrosa/bee": { text: "b", index: 0 } } },
      { type: "regex", options: { pattern: "/^[^/]+\\/(.+)$/", result: { text: "$1" } } },
    ]);
  });

  it("have a row per service and SLO, distinguished by labels that the query adds", () => {
    const [attained = ""] = exprs([fleetOf(2)], "fleet-slos", "slos") ?? [];
    const [first = ""] = attained.split("\nor\n");
    assert.match(
      first,
      /^label_replace\(label_replace\(1 - \(.*, "slo", "[^"]+", "", ""\), "objective", "[\d.]+ %", "", ""\)$/,
    );
    assert.equal(attained.split("\nor\n").length, template.slos?.length);
  });

  it("name services by the part of their job that identifies them", () =>
    assert.deepEqual(panelOf([fleetOf(1)], "fleet-overview", "reporting")["transformations"], [
      { id: "renameByRegex", options: { regex: "^[^/]+\\/(.+)$", renamePattern: "$1" } },
    ]));

  it("list only the alerts of this environment", () =>
    assert.equal(
      panelOf([fleetOf(1)], "fleet-overview", "alerts").options?.["alertInstanceLabelFilter"],
      '{environment="test"}',
    ));

  it("search log lines for typed text, including quotes", () =>
    assert.deepEqual(exprs([fleetOf(1)], "fleet-logs", "lines"), [
      '{service_name=~"$service",service_namespace="petrosa"} |~ `(?i)$search` | detected_level=~"$levels"',
    ]));

  it("reject a system's dashboard that has one of their uids", () => {
    const board = { id: "fleet-logs", title: "Mine", description: "Mine.", rows: [] };
    assert.throws(() => dashboardsOf([{ ...tradeengine, boards: [board] }]), {
      message: 'two dashboards have the uid "fleet-logs"; rename the one that a system declares',
    });
  });
});
