import { randomOf, type Random } from "../random.ts";
import { element, group, rect, text } from "../svg.ts";
import { mix, THEME } from "../theme.ts";
import { formatValue } from "../units.ts";
import type { Column } from "../table-types.ts";
import type { Draw, View } from "../view.ts";
import { grid } from "./table.ts";

const LEVEL = 22;
const TOOLBAR = 34;

const FUNCTIONS = [
  ["asyncio/runners.run", "threading.Thread._bootstrap", "uvicorn.server.Server.serve"],
  ["executor.orders.place_order", "signals.generator.generate", "starlette.routing.Router.app", "gc.collect"],
  [
    "executor.exchange.Client.request",
    "json.encoder.JSONEncoder.encode",
    "pandas.core.frame.DataFrame.apply",
    "models.lstm.predict",
  ],
  [
    "ssl.SSLSocket.read",
    "numpy.ufunc.reduce",
    "opentelemetry.sdk.trace.Span.end",
    "re.Pattern.match",
    "redis.client.execute_command",
  ],
] as const;

interface Frame {
  readonly name: string;
  readonly depth: number;
  /** Shares of the whole, from 0 to 1. */
  readonly start: number;
  readonly share: number;
  readonly self: number;
}

/** Draws where time or memory is spent: the top functions as a table, the calls as a graph. */
export const drawFlameGraph: Draw = (view) => {
  const frames = framesOf(view);
  const both = view.width > 600;
  const tableWidth = both ? view.width / 2 : 0;
  const height = view.height - TOOLBAR;
  return (
    toolbar(view, both) +
    (both ? group(0, TOOLBAR, topTable(view, frames, tableWidth - 20, height)) : "") +
    group(tableWidth, TOOLBAR, ...frames.map((frame) => drawFrame(frame, view.width - tableWidth)))
  );
};

function toolbar({ width }: View, both: boolean): string {
  const modes = both ? ["Top Table", "Flame Graph", "Both"] : ["Top Table", "Flame Graph"];
  return (
    rect(0, 2, 180, 24, { fill: THEME.canvas, stroke: THEME.border, rx: 2 }) +
    text(8, 18, "Search…", { colour: THEME.secondary }) +
    text(width - 4, 18, modes.join("  |  "), { anchor: "end", colour: THEME.secondary, width: width - 190 })
  );
}

function framesOf({ panel }: View): readonly Frame[] {
  const random = randomOf(`${panel.id} flame graph`);
  const root: Frame = { name: "total", depth: 0, start: 0, share: 1, self: 0 };
  return [root, ...children(root, random)];
}

function children(parent: Frame, random: Random): readonly Frame[] {
  const names = FUNCTIONS[parent.depth];
  if (names === undefined || parent.share < 0.04) return [];
  let left = parent.start;
  let rest = parent.share * (0.85 + random() * 0.13);
  return names.flatMap((name) => {
    const share = rest * (0.35 + random() * 0.35);
    const frame: Frame = {
      name,
      depth: parent.depth + 1,
      start: left,
      share,
      self: share * (parent.depth === 3 ? 1 : 0.12),
    };
    left += share;
    rest -= share;
    return share < 0.01 ? [] : [frame, ...children(frame, random)];
  });
}

function drawFrame({ name, depth, start, share }: Frame, width: number): string {
  const [x, own] = [start * width, share * width - 1];
  const colour =
    depth === 0 ? "#7e7f87" : mix(["#E69F00", "#D55E00", "#CC79A7"], ((depth * 37 + name.length * 11) % 100) / 100);
  const words = own > 30 ? text(x + 5, depth * LEVEL + 15, name, { colour: "#111217", width: own - 10 }) : "";
  const whole = element("title", {}, `${name}: ${Math.round(share * 100)} %`);
  return rect(x, depth * LEVEL, own, LEVEL - 2, { fill: colour, rx: 1 }) + words + (depth === 0 ? whole : "");
}

function topTable({ panel }: View, frames: readonly Frame[], width: number, height: number): string {
  const unit = /memory|alloc|inuse/.test(panel.targets[0]?.profileTypeId ?? "") ? "bytes" : "s";
  const scale = unit === "bytes" ? 480 * 1024 ** 2 : 180;
  const totals = new Map<string, { self: number; total: number }>();
  for (const { name, self, share } of frames.slice(1)) {
    const before = totals.get(name) ?? { self: 0, total: 0 };
    totals.set(name, { self: before.self + self, total: before.total + share });
  }
  const rows = [...totals].toSorted(([, a], [, b]) => b.self - a.self);
  const column = (name: string, type: Column["type"], cells: Column["cells"]): Column => ({
    name,
    refId: "A",
    type,
    cells,
  });
  const amount = (share: number): string => formatValue(share * scale, unit);
  const own = { ...panel, fieldConfig: { defaults: { custom: {} }, overrides: [widthOf("Self"), widthOf("Total")] } };
  const columns = [
    column(
      "Symbol",
      "string",
      rows.map(([name]) => name),
    ),
    column(
      "Self",
      "string",
      rows.map(([, { self }]) => amount(self)),
    ),
    column(
      "Total",
      "string",
      rows.map(([, { total }]) => amount(total)),
    ),
  ];
  return grid(own, columns, width, height);
}

const widthOf = (name: string) => ({
  matcher: { id: "byName", options: name },
  properties: [{ id: "custom.width", value: 70 }],
});
