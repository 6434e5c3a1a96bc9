/*
 * The only folder that uses the Grafana Foundation SDK. Each function creates one kind of panel as plain data and replaces
 * harmful defaults of the SDK: hidden legends, reducers that show null, closed log details.
 */
export type { ChartFrame, Query, Threshold } from "./chart.ts";
export { bars, heatmap, state, timeseries } from "./charts.ts";
export { alertList, boardList, flameGraph, logs, text, traces } from "./lists.ts";
export { barGauge, gauge, pie, stat } from "./numbers.ts";
export type { JsonObject, Panel, PanelFrame } from "./panel.ts";
export { scatter, table, type Column, type Key } from "./tables.ts";
