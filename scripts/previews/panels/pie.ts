import { chart } from "../chart.ts";
import { colourOf, styleOf } from "../fields.ts";
import { stringOr, stringsOf } from "../json.ts";
import { legendOf } from "../legend.ts";
import { placeholder } from "../svg.ts";
import { inkOn, THEME } from "../theme.ts";
import { formatValue } from "../units.ts";
import { valuesOf } from "../values.ts";
import type { Draw } from "../view.ts";

/** Draws the parts of a whole. */
export const drawPie: Draw = (view) => {
  const slices = valuesOf(view.panel).map((value, index) => {
    const style = styleOf(view.panel, value);
    const last = value.values.at(-1) ?? 0;
    return { ...value, style, last, label: style.displayName ?? value.name, colour: colourOf(style, index, last) };
  });
  if (slices.length === 0) return placeholder(view.width, view.height, "No data");
  const { svg, chartWidth, chartHeight } = legendOf(view.panel, slices, view.width, view.height);
  const whole = slices.reduce((sum, { last }) => sum + last, 0) || 1;
  const labels = stringsOf(view.panel.options["displayLabels"]);
  const radius = Math.min(chartWidth, chartHeight) / 2 - 4;
  const option = {
    series: {
      type: "pie",
      radius: [stringOr(view.panel.options["pieType"], "pie") === "donut" ? radius * 0.6 : 0, radius],
      itemStyle: { borderColor: THEME.panel, borderWidth: 1 },
      labelLine: { show: false },
      data: slices.map(({ last, label, colour, style }) => {
        const parts = {
          name: label,
          value: formatValue(last, style.unit, style.decimals),
          percent: `${Math.round((last / whole) * 100)}%`,
        };
        const words = (["name", "value", "percent"] as const)
          .filter((one) => labels.includes(one))
          .map((one) => parts[one]);
        const fits = words.length > 0 && last / whole > 0.07;
        const inside = {
          show: fits,
          position: "inside",
          formatter: words.join("\n"),
          color: inkOn(colour),
          fontSize: 11,
        };
        return { value: last, itemStyle: { color: colour }, label: inside };
      }),
    },
  };
  return chart(option, chartWidth, chartHeight, view.prefix) + svg;
};
