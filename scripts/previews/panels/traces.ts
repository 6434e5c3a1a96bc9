import type { Panel } from "../json.ts";
import { hash, randomOf } from "../random.ts";
import { END } from "../time.ts";
import { formatValue } from "../units.ts";
import type { Column } from "../table-data.ts";
import type { Draw } from "../view.ts";
import { labelValues } from "../vocabulary.ts";
import { grid } from "./table.ts";

const NAMES = ["POST /orders", "GET /positions/{symbol}", "POST /signals", "execute_pipeline", "GET /account"];

/** Traces that a TraceQL query finds, as Grafana lists them. */
export const drawTraces: Draw = ({ panel, width, height }) => grid(panel, columnsOf(panel), width, height);

function columnsOf(panel: Panel): readonly Column[] {
  const query = panel.targets[0]?.query ?? "";
  const [, service = labelValues("service", "")[0] ?? ""] =
    /resource\.service\.name\s*=~?\s*"([^"|$]+)/.exec(query) ?? [];
  const random = randomOf(`${panel.id} traces`);
  const rows = Array.from({ length: 8 }, (_, index) => ({
    id:
      hash(`${panel.id} ${index} a`).toString(16).padStart(8, "0") +
      hash(`${index} ${panel.id}`).toString(16).padStart(8, "0"),
    start: END - Math.round((index + random()) * 420_000),
    name: NAMES[Math.floor(random() * NAMES.length)] ?? "",
    seconds: 0.4 + random() * 3.2,
  }));
  const column = (name: string, type: Column["type"], cells: Column["cells"]): Column => ({
    name,
    refId: "A",
    type,
    cells,
  });
  return [
    column(
      "Trace ID",
      "string",
      rows.map(({ id }) => id),
    ),
    column(
      "Start time",
      "time",
      rows.map(({ start }) => start),
    ),
    column(
      "Service",
      "string",
      rows.map(() => service),
    ),
    column(
      "Name",
      "string",
      rows.map(({ name }) => name),
    ),
    column(
      "Duration",
      "string",
      rows.map(({ seconds }) => formatValue(seconds, "s")),
    ),
  ];
}
