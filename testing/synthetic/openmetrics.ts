import { storedName } from "../../model/catalog/metrics.ts";
import { BOUNDS, START, STEP_SECONDS, type SyntheticSeries } from "./history.ts";

type Labels = Readonly<Record<string, string>>;

/** Returns a history as OpenMetrics text, series by series, grouped by metric name, without `# EOF`. */
export function* openMetrics(all: readonly SyntheticSeries[], minutes: number): Generator<string> {
  const names = [...new Set(all.map(({ metric }) => storedName(metric)))].sort();
  for (const name of names) {
    const group = all.filter(({ metric }) => storedName(metric) === name);
    if (group[0]?.metric.type !== "histogram") {
      for (const one of group)
        yield lines(name, one.labels, one.metric.type === "counter" ? counted(one) : one.value, minutes);
      continue;
    }
    for (const one of group) {
      for (const bound of BOUNDS)
        yield lines(`${name}_bucket`, { ...one.labels, le: String(bound) }, below(one, bound), minutes);
      yield lines(`${name}_bucket`, { ...one.labels, le: "+Inf" }, counted(one), minutes);
    }
    for (const one of group) yield lines(`${name}_count`, one.labels, counted(one), minutes);
    for (const one of group) yield lines(`${name}_sum`, one.labels, summed(one), minutes);
  }
}

function lines(name: string, labels: Labels, course: (minute: number) => number | undefined, minutes: number): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  const series = `${name}{${pairs.join(",")}}`;
  let text = "";
  for (let minute = 0; minute <= minutes; minute++) {
    const value = course(minute);
    if (value !== undefined) text += `${series} ${value} ${START + minute * STEP_SECONDS}\n`;
  }
  return text;
}

/** Returns a running total. Call it for each minute once, in order. */
function total({ perMinute, restarts }: SyntheticSeries, share: (minute: number) => number) {
  let sum = 0;
  return (minute: number): number | undefined => {
    if (restarts.includes(minute)) sum = 0;
    const events = perMinute(minute);
    if (events === undefined) return undefined;
    sum += events * share(minute);
    return Math.round(sum * 1e4) / 1e4;
  };
}

const counted = (series: SyntheticSeries) => total(series, () => 1);
const summed = (series: SyntheticSeries) => total(series, (minute) => series.mean(minute) ?? 0);
const below = (series: SyntheticSeries, bound: number) =>
  total(series, (minute) => 1 - Math.exp(-bound / Math.max(series.mean(minute) ?? 0, 1e-9)));
