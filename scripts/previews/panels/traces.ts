import type { Panel } from "../json.ts";
import { hash, randomOf } from "../random.ts";
import { END } from "../time.ts";
import { formatValue } from "../units.ts";
import type { Column } from "../table-types.ts";
import type { Draw } from "../view.ts";
import { grid } from "./table.ts";

const NAMES = ["POST /orders", "GET /positions/{symbol}", "POST /signals", "execute_pipeline", "GET /account"];

/** Draws the traces that a TraceQL query finds, as Grafana lists them. */
export const drawTraces: Draw = ({ panel, width, height }) => grid(panel, columnsOf(panel), width, height);

interface Trace {
  readonly id: string;
  readonly start: number;
  readonly service: string;
  readonly name: string;
  /** In seconds. */
  readonly duration: number;
}

const COLUMNS: readonly (readonly [name: string, type: Column["type"], cell: (trace: Trace) => string | number])[] = [
  ["Trace ID", "string", ({ id }) => id],
  ["Start time", "time", ({ start }) => start],
  ["Service", "string", ({ service }) => service],
  ["Name", "string", ({ name }) => name],
  ["Duration", "string", ({ duration }) => formatValue(duration, "s")],
];

function columnsOf(panel: Panel): readonly Column[] {
  const traces = tracesOf(panel);
  return COLUMNS.map(([name, type, cell]) => ({ name, refId: "A", type, cells: traces.map(cell) }));
}

function tracesOf({ id, targets }: Panel): readonly Trace[] {
  const [, service = "tradeengine"] = /resource\.service\.name\s*=~?\s*"([^"|$]+)/.exec(targets[0]?.query ?? "") ?? [];
  const random = randomOf(`${id} traces`);
  return Array.from({ length: 8 }, (_, index) => ({
    id: [`${id} ${index}`, `${index} ${id}`].map((seed) => hash(seed).toString(16).padStart(8, "0")).join(""),
    start: END - Math.round((index + random()) * 420_000),
    service,
    name: NAMES[Math.floor(random() * NAMES.length)] ?? "",
    duration: 0.4 + random() * 3.2,
  }));
}
