import assert from "node:assert/strict";
import { DashboardBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { tradeengine } from "../../../catalog/tradeengine.ts";
import { series, type Service } from "../../../model/catalog.ts";
import { above, gauge, readings } from "../../../model/measure.ts";
import { storedName } from "../../../model/metrics.ts";
import { renderDashboards } from "../../../render/dashboards/index.ts";
import { panelId } from "../../../render/dashboards/layout.ts";
import { COLOURS, UNITS } from "../../../render/dashboards/style.ts";
import { syntaxErrors, type Language } from "../promql/analyse.ts";
import { declaredBy, phantoms } from "../promql/phantoms.ts";
import { typeErrors } from "../promql/types.ts";
import { everyView, ready } from "./every-view.ts";
import { boardSchema, CONTEXT, overlaps, type BoardPanel } from "./board.ts";

const all = Object.values(systems);
const declared = declaredBy(all);
const [service] = tradeengine.services;
assert.ok(service);

const LANGUAGES: Readonly<Record<string, Language>> = { prometheus: "promql", loki: "logql", tempo: "traceql" };
const UNITLESS = ["row", "logs", "table", "alertlist", "flamegraph", "dashlist", "text"];
/** Filled by Grafana itself, or not at all. */
const WITHOUT_DATA = ["alertlist", "dashlist", "text"];

for (const rendered of renderDashboards(all, CONTEXT)) {
  describe(`board ${rendered.uid}`, () => {
    const board = boardSchema.parse(rendered.json);
    const panels = board.panels.filter(({ type }) => type !== "row");
    const charts = panels.filter(({ type }) => !UNITLESS.includes(type));
    const queries = panels.flatMap(({ title, targets = [], datasource }) =>
      targets.map((target) => ({ title, text: target.expr ?? target.query, source: datasource?.type })),
    );

    it("has a uid Grafana takes, the same inside and outside, unlike its folder's", () => {
      assert.match(rendered.uid, /^[a-z0-9-]{1,40}$/);
      assert.equal(board.uid, rendered.uid);
      assert.notEqual(rendered.uid, rendered.folder.uid);
    });

    it("is data of the schema the SDK writes, without traces of its builders", () => {
      assert.equal(board.schemaVersion, new DashboardBuilder("any").build().schemaVersion);
      assert.deepEqual(JSON.parse(JSON.stringify(rendered.json)), rendered.json);
    });

    it("gives every panel an id of its own", () => {
      const ids = board.panels.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.ok(ids.every((id) => id > 0 && id < 2 ** 31));
    });

    it("keeps panels inside the grid and apart", () => {
      for (const { gridPos, title } of board.panels) assert.ok(gridPos.x + gridPos.w <= 24, title);
      assert.deepEqual(overlaps(board.panels), []);
    });

    it("leaves no gap in a line", () => {
      const lines = Map.groupBy(board.panels, ({ gridPos }) => gridPos.y);
      for (const line of lines.values()) {
        assert.equal(
          line.reduce((width, { gridPos }) => width + gridPos.w, 0),
          24,
          line[0]?.title,
        );
        assert.equal(new Set(line.map(({ gridPos }) => gridPos.h)).size, 1, line[0]?.title);
      }
    });

    it("says on every panel what it shows", () => {
      for (const { title, description } of panels) {
        assert.ok(title !== "" && (description ?? "").length > 20, title);
        assert.ok(!description?.includes("undefined"), title);
      }
    });

    it("gives every chart a unit and a word for missing data", () => {
      for (const { title, fieldConfig } of charts) {
        assert.ok(Object.values<string | undefined>(UNITS).includes(fieldConfig?.defaults.unit), title);
        assert.ok(fieldConfig?.defaults.noValue, title);
      }
    });

    it("reads data sources through variables that default to the environment's", () => {
      for (const { title, datasource, type } of panels) {
        if (!WITHOUT_DATA.includes(type))
          assert.match(datasource?.uid ?? "", /^\$\{(metrics|logs|traces|profiles|usage)\}$/, title);
      }
      const defaults = board.templating.list.filter(({ type }) => type === "datasource");
      assert.deepEqual(
        Object.fromEntries(defaults.map(({ name, current }) => [name, current?.value])),
        CONTEXT.dataSources,
      );
    });

    it("asks only questions the grammars of PromQL, LogQL and TraceQL allow", () => {
      const checked = queries.filter(({ source, text, title }) => {
        const language = LANGUAGES[source ?? ""];
        if (language === undefined) return false;
        assert.deepEqual(syntaxErrors(language, text ?? ""), [], title);
        return true;
      });
      assert.ok(checked.length >= queries.length - 1); // all but the flame graph
    });

    it("is right about types, and names no metric and no label the catalog does not declare", () => {
      const metricQueries = queries.filter(({ source }) => source === "prometheus").map(({ text }) => text ?? "");
      const annotations = board.annotations.list.flatMap(({ expr }) => (expr === undefined ? [] : [expr]));
      for (const text of [...metricQueries, ...annotations]) {
        assert.deepEqual([...typeErrors(text), ...phantoms(declared, text)], [], text);
      }
    });

    it("uses no variable it does not have", () => {
      const known = new Set(board.templating.list.map(({ name }) => name));
      const used = JSON.stringify(board.panels).matchAll(/\$\{?([a-z]+)\b/g);
      for (const [, name = ""] of used) assert.ok(known.has(name), name);
    });

    it("leads on: to other boards with the time kept, and to the runbooks", () => {
      const boards = board.links.find(({ type }) => type === "dashboards");
      assert.deepEqual([boards?.tags, boards?.keepTime, boards?.includeVars], [["observability"], true, true]);
      assert.ok(board.links.some(({ url }) => url === CONTEXT.runbookUrl));
      assert.ok(board.tags.includes("observability"));
    });
  });
}

for (const system of all) {
  describe(`boards of ${system.id}`, () => {
    const boards = new Map(renderDashboards([system], CONTEXT).map(({ uid, json }) => [uid, JSON.stringify(json)]));
    for (const { id, metrics, alerts } of system.services) {
      it(`show every metric that ${id} sends itself, and on its own what its rules compare`, () => {
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
  const text = () => JSON.stringify(renderDashboards(all, CONTEXT));

  it("renders the same text every time", () => assert.equal(text(), text()));

  it("changes nothing of a board when another service joins", () => {
    const shop = { ...service, id: "shop", title: "Shop" };
    const both = renderDashboards([{ ...tradeengine, services: [shop, service] }], CONTEXT);
    assert.deepEqual(both[1], renderDashboards([tradeengine], CONTEXT)[0]);
  });

  it("draws where rules fire: as the catalog says, or as the environment does", () => {
    const levels = (thresholds: Readonly<Record<string, number>>) => {
      const [rendered] = renderDashboards([tradeengine], { ...CONTEXT, thresholds });
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
    const [rendered] = renderDashboards([{ ...tradeengine, services: [bare] }], CONTEXT);
    const titles = boardSchema.parse(rendered?.json).panels.map(({ title }: BoardPanel) => title);
    assert.deepEqual(titles, ["Instances", "Alerts"]);
    assert.deepEqual(
      boardSchema.parse(rendered?.json).templating.list.map(({ name }) => name),
      ["metrics", "logs", "traces", "profiles", "usage"],
    );
  });

  it("draws what a rule compares where no panel of the board shows it, once for rules on the same values", () => {
    const [plain] = everyView.services;
    assert.ok(plain);
    const condition = above(gauge(series(ready), "min"), 0);
    const rule = { severity: "info", condition, for: "5m", summary: "Ready", description: "It takes orders." } as const;
    const alerts = [
      { ...rule, id: "first", name: "First", panel: { title: "Takes orders" } },
      { ...rule, id: "second", name: "Second", panel: { sameAs: "first" } },
    ] as const;
    const [rendered] = renderDashboards([{ ...everyView, boards: [], services: [{ ...plain, alerts }] }], CONTEXT);
    const panels = boardSchema.parse(rendered?.json).panels.filter(({ id }) => id === panelId("rule-first"));
    assert.deepEqual(
      panels.map(({ title, targets }) => [title, targets?.map(({ expr }) => expr)]),
      [["Takes orders", ['min by (job) (ready{job="team/one"})']]],
    );
  });

  it("keeps the ids of panels that alerts and links point at", () =>
    assert.deepEqual(
      ["server-failures", "server-latency", "heartbeat"].map(panelId),
      [1685403863, 1190649856, 1406083595],
    ));
});
