import { BarChart, GaugeChart, HeatmapChart, LineChart, PieChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkAreaComponent, MarkLineComponent, VisualMapComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { compactPath } from "./path.ts";
import { FONT, THEME } from "./theme.ts";

use([BarChart, GaugeChart, HeatmapChart, LineChart, PieChart, ScatterChart]);
use([GridComponent, MarkAreaComponent, MarkLineComponent, VisualMapComponent, SVGRenderer]);

/**
 * Draws a chart of `width` by `height` pixels. `prefix` starts the ids of its clip paths and must be unique in the
 * picture, because ECharts numbers them across the whole process.
 */
export function chart(option: EChartsCoreOption, width: number, height: number, prefix: string): string {
  if (width < 8 || height < 8) return "";
  const instance = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    instance.setOption({ animation: false, textStyle: { fontFamily: FONT, color: THEME.text }, ...option });
    return clean(instance.renderToSVGString(), prefix);
  } finally {
    instance.dispose();
  }
}

/** Keeps only what is visible: removes the wrapper and pointer classes, rounds to one decimal, and sets our own ids. */
function clean(svg: string, prefix: string): string {
  const ids = new Map<string, string>();
  const own = svg
    .replace(/^<svg[^>]*>\s*<rect [^>]*><\/rect>/, "")
    .replace(/<style[^]*<\/style>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/ (?:class|pointer-events|ecmeta_[a-z_]+)="[^"]*"/g, "")
    .replace(/style="([^"]*)"/g, (_, style: string) => attributesOf(style))
    .replace(/zr\d+-[a-z]+\d+/g, (id) => {
      const renamed = ids.get(id) ?? `${prefix}${ids.size.toString(36)}`;
      ids.set(id, renamed);
      return renamed;
    })
    .replace(/<[^>]+>/g, (tag) => tag.replace(/-?\d+\.\d{2,}/g, tenths))
    .replace(/ d="([^"]*)"/g, (_, d: string) => ` d="${compactPath(d)}"`)
    .replace(/<(\w+)([^>]*)><\/\1>/g, "<$1$2/>")
    .replace(/\n+/g, "");
  return mergePaths(own);
}

/** Merges neighbours with the same style, such as the bars of a series, into one path. */
const mergePaths = (svg: string): string =>
  svg.replace(/(?:<path d="[^"]*"[^>]*\/>){2,}/g, (paths) => {
    const merged: { d: string; look: string }[] = [];
    for (const [, d = "", look = ""] of paths.matchAll(/<path d="([^"]*)"([^>]*)\/>/g)) {
      const last = merged.at(-1);
      if (last?.look === look) last.d += d;
      else merged.push({ d, look });
    }
    return merged.map(({ d, look }) => `<path d="${d}"${look}/>`).join("");
  });

const tenths = (number: string): string => String(Math.round(Number(number) * 10) / 10);

/** Drops the font, which the picture sets, and turns the size into an attribute, which is shorter. */
function attributesOf(style: string): string {
  const declarations = style.split(";").filter((one) => one !== "" && !one.startsWith("font-family"));
  return declarations
    .map((one) => one.split(":"))
    .map(([name = "", value = ""]) => `${name.trim()}="${value.trim().replace(/px$/, "")}"`)
    .join(" ");
}

/** Text style of axes. */
export const AXIS_TEXT = { color: THEME.secondary, fontSize: 12 } as const;

/** Makes a grid fill its whole area, including labels. */
export const WHOLE_GRID = {
  left: 2,
  right: 8,
  top: 6,
  bottom: 2,
  outerBoundsMode: "same",
  outerBoundsContain: "axisLabel",
};
