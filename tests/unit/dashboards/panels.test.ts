import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  alertList,
  barGauge,
  bars,
  flameGraph,
  gauge,
  logs,
  pie,
  stat,
  table,
  timeseries,
  traces,
} from "../../../render/dashboards/panels/index.ts";
import { COLOURS } from "../../../render/dashboards/style.ts";

const frame = { key: "k", title: "Title", description: "What it shows.", width: 8 };
const chart = {
  ...frame,
  unit: "reqps",
  queries: [
    { expr: "up", legend: "a" },
    { expr: "down", legend: "b" },
  ],
} as const;

interface Override {
  readonly matcher: { readonly id: string; readonly options: string };
  readonly properties: readonly { readonly value: unknown }[];
}

describe("panels that replace harmful SDK defaults", () => {
  it("show legends, and all series in the tooltip with the largest on top", () => {
    for (const { json } of [timeseries(chart), bars({ ...chart, colours: {} })]) {
      assert.deepEqual(json["options"], {
        legend: { displayMode: "list", placement: "bottom", showLegend: true, calcs: [] },
        tooltip: { mode: "multi", sort: "desc" },
      });
    }
  });

  it("show the last value that is not null", () => {
    for (const kind of [stat, gauge, barGauge, pie]) {
      const { options } = kind(chart).json as { options: { reduceOptions: unknown } };
      assert.deepEqual(options.reduceOptions, { calcs: ["lastNotNull"] });
    }
  });

  it("give every query a distinguishable colour, or the one that a series' name stands for", () => {
    const overrides = (of: Parameters<typeof timeseries>[0]) =>
      (timeseries(of).json["fieldConfig"] as { overrides: Override[] }).overrides;
    assert.deepEqual(
      overrides(chart).map(({ matcher }) => matcher),
      [
        { id: "byFrameRefID", options: "A" },
        { id: "byFrameRefID", options: "B" },
      ],
    );
    const byStatus = { ...chart, queries: [{ expr: "up", legend: "{{status}}" }] };
    const patterns = overrides(byStatus)
      .filter(({ matcher }) => matcher.id === "byRegexp")
      .map(({ matcher }) => new RegExp(matcher.options.slice(1, -2), "i"));
    const colourOf = (name: string) => patterns.findLastIndex((pattern) => pattern.test(name));
    assert.deepEqual(["success", "skipped", "failed", "unhealthy", "btc"].map(colourOf), [0, 1, 2, 2, -1]);
  });

  it("draw the many series of a query in shades of the first free colour of a palette without red and green", () => {
    const queries = [
      { expr: "up", legend: "all", colour: COLOURS.vermilion },
      { expr: "up", legend: "{{instance}}" },
    ];
    const colours = (timeseries({ ...chart, queries }).json["fieldConfig"] as { overrides: Override[] }).overrides;
    assert.deepEqual(
      colours.map(({ matcher, properties }) => [matcher.options, properties[0]?.value]),
      [
        ["B", { mode: "shades", fixedColor: COLOURS.sky }],
        ["A", { mode: "fixed", fixedColor: COLOURS.vermilion }],
      ],
    );
  });

  it("draw the levels at which rules fire as dashed lines, and colour nothing else", () => {
    const { json } = timeseries({ ...chart, thresholds: [{ value: 5, colour: COLOURS.vermilion }] });
    const { defaults } = json["fieldConfig"] as { defaults: Record<string, unknown> };
    assert.deepEqual((defaults["custom"] as Record<string, unknown>)["thresholdsStyle"], { mode: "dashed" });
    assert.deepEqual((defaults["thresholds"] as Record<string, unknown>)["steps"], [
      { value: null, color: "transparent" },
      { value: 5, color: "#D55E00" },
    ]);
  });

  it("end their axis above the levels that they draw, and draw no level at 0, where the axis is", () => {
    const of = (value: number) => timeseries({ ...chart, thresholds: [{ value, colour: COLOURS.vermilion }] });
    const { defaults } = of(5).json["fieldConfig"] as { defaults: { custom: Record<string, unknown> } };
    assert.equal(defaults.custom["axisSoftMax"], 5.25);
    assert.doesNotMatch(JSON.stringify(of(0).json), /thresholdsStyle|"axisSoftMax"/);
  });

  it("show numbers of tables in the colour of their level, and are as high as their rows", () => {
    const columns = [
      { expr: "up", title: "Up", unit: "percentunit", levels: [{ value: 0.05, colour: COLOURS.vermilion }] },
    ] as const;
    const few = table({ ...frame, keys: [], columns, rows: 2 });
    const { overrides } = few.json["fieldConfig"] as { overrides: { properties: { id: string; value: unknown }[] }[] };
    const valueOf = (id: string) => overrides[0]?.properties.find((one) => one.id === id)?.value;
    assert.equal(valueOf("noValue"), "–");
    assert.deepEqual(valueOf("custom.cellOptions"), { type: "color-text" });
    assert.deepEqual(valueOf("thresholds"), {
      mode: "absolute",
      steps: [
        { value: null, color: "text" },
        { value: 0.05, color: COLOURS.vermilion },
      ],
    });
    const heights = [few, table({ ...frame, keys: [], columns, rows: 100 }), table({ ...frame, keys: [], columns })];
    assert.deepEqual(
      heights.map(({ height }) => height),
      [5, 10, 10],
    );
  });

  it("give gauges the maximum that is set, and shares a maximum of 1", () => {
    const max = (of: Parameters<typeof gauge>[0]) =>
      (gauge(of).json["fieldConfig"] as { defaults: { max?: number } }).defaults.max;
    assert.deepEqual(
      [max(chart), max({ ...chart, max: 50 }), max({ ...chart, unit: "percentunit" })],
      [undefined, 50, 1],
    );
  });

  it("enable log details, which contain the link to the trace", () => {
    const { options } = logs({ ...frame, expr: "{}" }).json as { options: Record<string, unknown> };
    assert.deepEqual([options["enableLogDetails"], options["showTime"], options["wrapLogMessage"]], [true, true, true]);
  });

  it("give queries one letter each and the export interval as their step", () => {
    assert.deepEqual(timeseries(chart).json["targets"], [
      {
        expr: "up",
        legendFormat: "a",
        range: true,
        instant: false,
        exemplar: false,
        interval: "60s",
        editorMode: "code",
        refId: "A",
      },
      {
        expr: "down",
        legendFormat: "b",
        range: true,
        instant: false,
        exemplar: false,
        interval: "60s",
        editorMode: "code",
        refId: "B",
      },
    ]);
  });

  it("support the kinds that the SDK has no schema for", () => {
    assert.equal(flameGraph({ ...frame, profileType: "p", selector: "{}" }).json["type"], "flamegraph");
    assert.equal(alertList({ ...frame, labels: "{}" }).json["type"], "alertlist");
    assert.equal(alertList({ ...frame, labels: "{}" }).json["datasource"], undefined);
  });

  it("search traces by TraceQL", () => {
    const { targets } = traces({ ...frame, query: "{ status = error }", limit: 20 }).json as { targets: unknown[] };
    assert.deepEqual(targets, [
      { filters: [], queryType: "traceql", query: "{ status = error }", tableType: "traces", limit: 20, refId: "A" },
    ]);
  });

  it("share nothing: the same call returns equal data in new objects", () => {
    assert.deepEqual(timeseries(chart), timeseries(chart));
    assert.notEqual(timeseries(chart).json, timeseries(chart).json);
  });
});
