import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type System } from "../../../model/catalog/system.ts";
import { series } from "../../../model/catalog/series.ts";
import { rate } from "../../../model/catalog/measure.ts";
import { panelId } from "../../../render/dashboards/layout.ts";
import { type BoardPanel, boardSchema, dashboardsOf } from "../../../testing/boards.ts";
import { everyView, one, orders } from "./every-view.ts";

const boardOf = (system: System) => {
  const [rendered] = dashboardsOf([system]);
  return boardSchema.parse(rendered?.json);
};
const board = boardOf(everyView);
const panelOf = (key: string): BoardPanel => board.panels.find(({ id }) => id === panelId(key)) ?? assert.fail(key);
const exprs = (key: string) => panelOf(key).targets?.map(({ expr }) => expr);
const JOBS = 'job=~"team/one|team/two"';

describe("dashboards of a system", () => {
  it("come before those of its services, in its folder, under their own uid; those on all services come last", () =>
    assert.deepEqual(
      dashboardsOf([everyView]).map(({ uid, folder }) => [uid, folder.uid]),
      [
        ["every-view", "shops"],
        ["one-service", "shops"],
        ["two-service", "shops"],
        ["fleet-overview", "overview"],
        ["fleet-logs", "overview"],
      ],
    ));

  it("have a kind of panel for each view", () =>
    assert.deepEqual(
      board.panels.map(({ type }) => type),
      [
        ...["row", "stat", "timeseries", "timeseries", "timeseries", "gauge", "bargauge", "piechart", "state-timeline"],
        ...["heatmap", "xychart", "table", "logs", "logs", "alertlist", "text"],
      ],
    ));

  it("read the series of all services of a row, distinguished by their job", () => {
    assert.deepEqual(exprs("lines"), [`sum by (job, status) (rate(orders_total{${JOBS}}[$__rate_interval]))`]);
    assert.equal(panelOf("lines").targets?.[0]?.["legendFormat"], "{{job}} {{status}}");
  });

  it("read those of other services if a panel names them", () => {
    const [definition] = everyView.boards ?? [];
    const [row] = definition?.rows ?? [];
    assert.ok(definition && row);
    const view = { kind: "lines", queries: [{ value: rate(series(orders), { window: "5m" }) }] } as const;
    const panels = [{ id: "p", title: "Orders", description: "Orders of one.", width: 24, view, of: [one] }];
    const { panels: drawn } = boardOf({ ...everyView, boards: [{ ...definition, rows: [{ ...row, panels }] }] });
    assert.deepEqual(
      drawn[1]?.targets?.map(({ expr, legendFormat }) => [expr, legendFormat]),
      [['sum by (job) (rate(orders_total{job="team/one"}[5m]))', "Orders"]],
    );
  });

  it("count the whole time range if a panel queries once, and each event once in bars", () => {
    const increase = (window: string) => [`sum by (job, status) (increase(orders_total{${JOBS}}[${window}]))`];
    assert.deepEqual(exprs("pie"), increase("$__range"));
    assert.deepEqual(exprs("bars"), increase("$__interval"));
    assert.equal(panelOf("bars").targets?.[0]?.["interval"], "240s");
    assert.deepEqual(panelOf("pie").targets?.[0]?.["instant"], true);
  });

  it("combine the buckets of all services of a row, in the metric's unit", () => {
    assert.deepEqual(exprs("heatmap"), [`sum by (le) (rate(order_seconds_bucket{${JOBS}}[$__rate_interval]))`]);
    const { options, targets } = panelOf("heatmap");
    assert.deepEqual([options?.["calculate"], targets?.[0]?.["format"]], [false, "heatmap"]);
    assert.equal((options?.["yAxis"] as { unit: string }).unit, "s");
  });

  it("combine several queries into one table, with a unit for each and a link to the service's dashboard", () => {
    const { transformations, fieldConfig, targets } = panelOf("table");
    const names = { job: "Service", status: "Status", "Value #A": "Orders", "Value #B": "Per second" };
    assert.deepEqual(transformations, [
      { id: "merge", options: {} },
      {
        id: "organize",
        options: {
          excludeByName: { Time: true },
          includeByName: { job: true, status: true, "Value #A": true, "Value #B": true },
          indexByName: { job: 0, status: 1, "Value #A": 2, "Value #B": 3 },
          renameByName: names,
        },
      },
    ]);
    assert.ok(targets?.every(({ format, instant }) => format === "table" && instant === true));
    assert.deepEqual(fieldConfig?.overrides?.[0], {
      matcher: { id: "byName", options: "Service" },
      properties: [
        {
          id: "mappings",
          value: [{ type: "regex", options: { pattern: "/^[^/]+\\/(.+)$/", result: { text: "$1" } } }],
        },
        {
          id: "links",
          value: [
            {
              title: "Service dashboard",
              url: "/d/${__value.text}-service?${__url_time_range}",
              targetBlank: false,
            },
          ],
        },
      ],
    });
  });

  it("draw a point per combination of labels, each axis in its unit", () => {
    const { options, fieldConfig } = panelOf("scatter");
    assert.deepEqual(options?.["series"], [
      {
        name: { fixed: "Title of scatter" },
        frame: { matcher: { id: "byIndex", options: 0 } },
        x: { matcher: { id: "byName", options: "Orders" } },
        y: { matcher: { id: "byName", options: "Cost" } },
      },
    ]);
    assert.equal(fieldConfig?.overrides?.length, 2);
  });

  it("show what is up and what is down in words and distinguishable colours", () => {
    const [mapping] = (panelOf("state").fieldConfig?.defaults as { mappings: { options: unknown }[] }).mappings;
    assert.deepEqual(mapping?.options, {
      "0": { text: "down", color: "#D55E00", index: 0 },
      "1": { text: "up", color: "#0072B2", index: 1 },
    });
  });

  it("read the backend's own usage metrics from their data source", () => {
    assert.deepEqual(panelOf("gauge").datasource, { type: "prometheus", uid: "${usage}" });
    assert.deepEqual(exprs("gauge"), ["max (used_series)"]);
  });

  it("let users choose the level of log lines if the panel does not", () => {
    const stream = '{service_name=~"one|two",service_namespace="team"}';
    assert.deepEqual(exprs("logs"), [`${stream} | detected_level=~"$levels"`]);
    assert.deepEqual(exprs("errors"), [`${stream} | detected_level=~"error|fatal"`]);
    assert.ok(board.templating.list.some(({ name }) => name === "levels"));
  });

  it("list the alerts of the row's services", () =>
    assert.equal(panelOf("alerts").options?.["alertInstanceLabelFilter"], '{service=~"one|two"}'));

  it("state that a panel on an optional metric may be empty", () => {
    assert.match(panelOf("scatter").description ?? "", /Empty if the service does not report `cost_dollars_total`\.$/);
    assert.equal(panelOf("scatter").fieldConfig?.defaults.noValue, "not reported");
  });

  it("mark new versions of all their services with one query", () =>
    assert.deepEqual(
      board.annotations.list.flatMap(({ expr }) => expr ?? []),
      [
        `count by (job, service_version) (target_info{${JOBS}}) unless count by (job, service_version) (target_info{${JOBS}} offset 10m)`,
      ],
    ));
});
