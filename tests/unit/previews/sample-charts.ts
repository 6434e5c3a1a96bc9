import { query, table, thresholds, defaults, byName, UP, REQUESTS, LATENCY, type Sample } from "./sample-json.ts";

/** Charts over time and of distributions. */
export const CHARTS: readonly Sample[] = [
  ["row", 24, 1, { title: "Time" }],
  [
    "timeseries",
    8,
    8,
    {
      ...defaults({ unit: "reqps", custom: { fillOpacity: 40, stacking: { mode: "normal" } } }),
      options: { legend: { showLegend: true, displayMode: "list", placement: "bottom", calcs: ["lastNotNull"] } },
      targets: [query(REQUESTS, "{{http_route}}")],
    },
  ],
  [
    "timeseries",
    8,
    8,
    {
      ...defaults({
        unit: "s",
        thresholds: thresholds([null, "#0072B2"], [2, "#D55E00"]),
        custom: { thresholdsStyle: { mode: "dashed+area" }, fillOpacity: 0, lineWidth: 2 },
      }),
      options: { legend: { showLegend: true, displayMode: "table", placement: "bottom", calcs: ["mean", "max"] } },
      targets: [query(LATENCY, "{{symbol}}", { exemplar: true })],
    },
  ],
  [
    "timeseries",
    8,
    8,
    {
      ...defaults({ unit: "bytes", custom: { axisSoftMin: 0 } }, [
        byName("cost", "unit", "currencyUSD"),
        byName("cost", "custom.lineStyle", { fill: "dash", dash: [8, 6] }),
      ]),
      options: { legend: { showLegend: true, displayMode: "table", placement: "right", calcs: ["lastNotNull"] } },
      targets: [query("process_memory_usage_bytes", "{{pod}}"), { ...query("llm_cost_usd", "cost"), refId: "B" }],
    },
  ],
  [
    "timeseries",
    12,
    6,
    {
      ...defaults(
        { unit: "short", custom: { drawStyle: "bars", fillOpacity: 80, lineWidth: 0, stacking: { mode: "normal" } } },
        [byName("error", "color", { mode: "fixed", fixedColor: "#D55E00" })],
      ),
      targets: [query('sum by (detected_level) (count_over_time({a="b"}[$__auto]))', "{{detected_level}}")],
    },
  ],
  [
    "heatmap",
    12,
    6,
    {
      options: { color: { mode: "scheme", scheme: "Viridis" }, yAxis: { unit: "s" } },
      targets: [
        query("sum by (le) (increase(trade_execution_time_seconds_bucket[$__interval]))", "{{le}}", {
          format: "heatmap",
        }),
      ],
    },
  ],
  [
    "state-timeline",
    12,
    6,
    {
      ...defaults({ mappings: UP }),
      options: { showValue: "auto", legend: { showLegend: true } },
      targets: [query("min by (job) (up)", "{{job}}")],
    },
  ],
  [
    "status-history",
    12,
    6,
    { ...defaults({ mappings: UP }), targets: [query("min by (service) (up)", "{{service}}")] },
  ],
  [
    "histogram",
    8,
    7,
    { ...defaults({ unit: "s" }), targets: [query("pipeline_execution_duration_seconds", "duration")] },
  ],
  [
    "barchart",
    8,
    7,
    {
      ...defaults({ unit: "short" }),
      options: { xField: "strategy", orientation: "horizontal", legend: { showLegend: false } },
      targets: [table("A", "sum by (strategy) (increase(signals_generated_total[1h]))")],
    },
  ],
  [
    "xychart",
    8,
    7,
    {
      ...defaults({ unit: "s" }, [byName("cost", "unit", "currencyUSD")]),
      targets: [
        query("pipeline_execution_duration_seconds", "duration"),
        { ...query("pipeline_execution_cost_usd", "cost"), refId: "B" },
      ],
    },
  ],
];
