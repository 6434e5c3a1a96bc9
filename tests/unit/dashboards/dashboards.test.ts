import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import { type Service } from "../../../model/catalog/service.ts";
import { series } from "../../../model/catalog/series.ts";
import { above, below, gauge, rare, readings } from "../../../model/catalog/measure.ts";
import { storedName } from "../../../model/catalog/metrics.ts";
import { panelId } from "../../../render/dashboards/layout.ts";
import { COLOURS } from "../../../render/dashboards/style.ts";
import { everyView, orders, ready } from "./every-view.ts";
import { type BoardPanel, boardSchema, CONTEXT, dashboardsOf } from "../../../testing/boards.ts";

const all = Object.values(systems);
const [service] = tradeengine.services;
assert.ok(service);

for (const system of all) {
  describe(`dashboards of ${system.id}`, () => {
    const boards = new Map(dashboardsOf([system]).map(({ uid, json }) => [uid, JSON.stringify(json)]));
    for (const { id, metrics, alerts } of system.services) {
      it(`show every metric that ${id} sends itself, and on its own dashboard what its rules compare`, () => {
        const sent = metrics.filter(({ ingestion }) => ingestion === "otlp");
        const text = [...boards.values()].join("");
        for (const metric of sent) assert.ok(text.includes(storedName(metric)), metric.name);
        const compared = alerts.flatMap(({ condition }) =>
          condition.kind === "comparison" ? condition.values.flatMap(readings).map(({ of }) => of.metric) : [],
        );
        for (const metric of compared)
          assert.ok(boards.get(`${id}-service`)?.includes(storedName(metric)), metric.name);
      });
    }
  });
}

describe("renderDashboards", () => {
  const text = () => JSON.stringify(dashboardsOf(all));

  it("renders the same text every time", () => assert.equal(text(), text()));

  it("does not change a dashboard when another service joins", () => {
    const shop = { ...service, id: "shop", title: "Shop" };
    const both = dashboardsOf([{ ...tradeengine, services: [shop, service] }]);
    assert.deepEqual(both[1], dashboardsOf([tradeengine])[0]);
  });

  it("draws the levels at which rules fire, from the catalog or from the environment", () => {
    const levels = (thresholds: Readonly<Record<string, number>>) => {
      const [rendered] = dashboardsOf([tradeengine], CONTEXT, { thresholds });
      const panel = boardSchema.parse(rendered?.json).panels.find(({ id }) => id === panelId("server-failures"));
      return (panel?.fieldConfig?.defaults as { thresholds: { steps: unknown } } | undefined)?.thresholds.steps;
    };
    const below = { value: null, color: "transparent" };
    assert.deepEqual(levels({}), [below, { value: 0.05, color: COLOURS.vermilion }]);
    assert.deepEqual(levels({ "tradeengine-http-errors": 0.2 }), [below, { value: 0.2, color: COLOURS.vermilion }]);
  });

  it("leaves out what a service does not have", () => {
    const bare: Service = {
      ...service,
      server: undefined,
      client: undefined,
      inFlight: undefined,
      cpu: undefined,
      memory: undefined,
      logs: false,
      traces: false,
      profiles: false,
      slos: [],
    };
    const [rendered] = dashboardsOf([{ ...tradeengine, services: [bare] }]);
    const titles = boardSchema.parse(rendered?.json).panels.map(({ title }: BoardPanel) => title);
    assert.deepEqual(titles, ["Alerts", "Instances"]);
    assert.deepEqual(
      boardSchema.parse(rendered?.json).templating.list.map(({ name }) => name),
      ["metrics", "logs", "traces", "profiles", "usage"],
    );
  });

  it("draws what a rule compares if no other panel shows it, once for rules on the same values", () => {
    const [plain] = everyView.services;
    assert.ok(plain);
    const condition = above(gauge(series(ready), "min"), 0);
    const rule = { severity: "info", condition, for: "5m", summary: "Ready", description: "It takes orders." } as const;
    const alerts = [
      { ...rule, id: "first", name: "First", panel: { title: "Takes orders" } },
      { ...rule, id: "second", name: "Second", panel: { sameAs: "first" } },
    ] as const;
    const [rendered] = dashboardsOf([{ ...everyView, boards: [], services: [{ ...plain, alerts }] }]);
    const panels = boardSchema.parse(rendered?.json).panels.filter(({ id }) => id === panelId("rule-first"));
    assert.deepEqual(
      panels.map(({ title, targets }) => [title, targets?.map(({ expr }) => expr)]),
      [["Takes orders", ['min by (job) (ready{job="team/one"})']]],
    );
  });

  it("draws a flag that rules watch as phases, and names lines by what distinguishes them", () => {
    const [plain] = everyView.services;
    assert.ok(plain);
    const rule = { severity: "info", for: "5m", summary: "Ready", description: "It takes orders." } as const;
    const failures = ["spans", "log_records"].map((kind) => ({ ...orders, name: `send_failed_${kind}_total` }));
    const alerts: Service["alerts"] = [
      { ...rule, id: "flag", name: "A", panel: { title: "Ready" }, condition: below(gauge(series(ready), "min"), 1) },
      {
        ...rule,
        id: "sent",
        name: "B",
        panel: { title: "Not sent" },
        condition: above(
          failures.map((metric) => rare(series(metric), { by: ["status"], window: "10m" })),
          0,
        ),
      },
    ];
    const services = [{ ...plain, metrics: [...plain.metrics, ...failures], alerts }];
    const [rendered] = dashboardsOf([{ ...everyView, boards: [], services }]);
    const { panels } = boardSchema.parse(rendered?.json);
    const of = (key: string) => panels.find(({ id }) => id === panelId(key));
    assert.equal(of("rule-flag")?.type, "state-timeline");
    assert.deepEqual(
      of("rule-flag")?.targets?.map(({ legendFormat }) => legendFormat),
      ["Ready"],
    );
    assert.deepEqual(
      of("rule-sent")?.targets?.map(({ legendFormat }) => legendFormat),
      ["spans {{status}}", "log records {{status}}"],
    );
  });

  it("starts with alerts and numbers, which change colour where their rules fire, and puts service levels after requests", () => {
    const [rendered] = dashboardsOf([tradeengine]);
    const { panels } = boardSchema.parse(rendered?.json);
    assert.deepEqual(
      panels.filter(({ gridPos, type }) => gridPos.y === 0 || type === "row").map(({ title }) => title),
      [
        "Alerts",
        "Instances",
        "Requests",
        "Failed",
        "Slowest 5 %",
        "Errors logged",
        "Requests",
        "Service levels",
      ].concat(["Outgoing calls", "Saturation", "Logs", "Traces", "Profiles"]),
    );
    const failed = panels.find(({ id }) => id === panelId("server-failures-now"));
    assert.deepEqual((failed?.fieldConfig?.defaults as { thresholds: { steps: unknown } }).thresholds.steps, [
      { value: null, color: COLOURS.sky },
      { value: 0.05, color: COLOURS.vermilion },
    ]);
  });

  it("keeps the ids of panels that alerts and links refer to", () =>
    assert.deepEqual(
      ["server-failures", "server-latency", "heartbeat"].map(panelId),
      [1685403863, 1190649856, 1406083595],
    ));
});
