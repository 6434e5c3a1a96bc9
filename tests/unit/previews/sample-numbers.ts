import { query, defaults, GOOD_TO_BAD, UP, LATENCY, reduceOptions, type Sample } from "./sample-json.ts";

/** Single values and parts of a whole. */
export const NUMBERS: readonly Sample[] = [
  ["row", 24, 1, { title: "Numbers" }],
  ["stat", 4, 4, { ...defaults({ unit: "percentunit" }), options: { reduceOptions }, targets: [query("up", "up")] }],
  [
    "stat",
    8,
    4,
    {
      ...defaults({ unit: "short", mappings: UP, color: { mode: "thresholds" } }),
      options: { reduceOptions, colorMode: "background", graphMode: "none" },
      targets: [query("min by (service) (up)", "{{service}}")],
    },
  ],
  [
    "gauge",
    4,
    4,
    {
      ...defaults({ unit: "percentunit", max: 1, thresholds: GOOD_TO_BAD, color: { mode: "thresholds" } }),
      options: { reduceOptions },
      targets: [query("db_active_connections / db_pool_size", "pool")],
    },
  ],
  [
    "gauge",
    8,
    4,
    {
      ...defaults({ unit: "percentunit", min: 0, max: 1, thresholds: GOOD_TO_BAD, color: { mode: "thresholds" } }),
      options: { reduceOptions },
      targets: [query("max by (pod) (db_active_connections / db_pool_size)", "{{pod}}")],
    },
  ],
  [
    "bargauge",
    8,
    6,
    {
      ...defaults({ unit: "short", color: { mode: "continuous-BlYlRd" } }),
      options: { reduceOptions, orientation: "horizontal" },
      targets: [query("celery_queue_length", "{{queue_name}}")],
    },
  ],
  [
    "bargauge",
    8,
    6,
    {
      ...defaults({ unit: "s", color: { mode: "palette-classic" } }),
      options: { reduceOptions, orientation: "vertical" },
      targets: [query(LATENCY, "{{symbol}}")],
    },
  ],
  [
    "piechart",
    8,
    6,
    {
      ...defaults({ unit: "cpm" }),
      options: {
        reduceOptions,
        pieType: "donut",
        displayLabels: ["percent"],
        legend: { displayMode: "table", placement: "right", values: ["value", "percent"], showLegend: true },
      },
      targets: [query("sum by (signal_type) (rate(signals_generated_total[5m]))", "{{signal_type}}")],
    },
  ],
];
