import type { Draw } from "../view.ts";
import { drawBarChart, drawHistogram } from "./bars.ts";
import { drawFlameGraph } from "./flame-graph.ts";
import { drawBarGauge, drawGauge } from "./gauges.ts";
import { drawHeatmap } from "./heatmap.ts";
import { drawAlertList, drawDashList } from "./lists.ts";
import { drawLogs } from "./logs.ts";
import { drawPie } from "./pie.ts";
import { drawScatter } from "./scatter.ts";
import { drawStat } from "./stat.ts";
import { drawStateTimeline, drawStatusHistory } from "./states.ts";
import { drawTable } from "./table.ts";
import { drawText } from "./text.ts";
import { drawTimeseries } from "./timeseries.ts";
import { drawTraces } from "./traces.ts";

/** Draws a table, or the traces that a TraceQL search finds. */
const drawTableOrTraces: Draw = (view) =>
  view.panel.targets.some(({ queryType }) => queryType === "traceql") ? drawTraces(view) : drawTable(view);

/** Drawing function of each panel type. The dashboard itself draws rows. */
export const DRAW: Readonly<Record<string, Draw>> = {
  alertlist: drawAlertList,
  barchart: drawBarChart,
  bargauge: drawBarGauge,
  dashlist: drawDashList,
  flamegraph: drawFlameGraph,
  gauge: drawGauge,
  heatmap: drawHeatmap,
  histogram: drawHistogram,
  logs: drawLogs,
  piechart: drawPie,
  stat: drawStat,
  "state-timeline": drawStateTimeline,
  "status-history": drawStatusHistory,
  table: drawTableOrTraces,
  text: drawText,
  timeseries: drawTimeseries,
  traces: drawTraces,
  xychart: drawScatter,
};
