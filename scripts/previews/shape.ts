import type { FieldStyle } from "./json.ts";

/** Shape of a metric's values. */
export interface Shape {
  /** Typical value, in the unit of the panel. */
  readonly base: number;
  /** Variation, as a share of `base`. */
  readonly swing: number;
  readonly integer: boolean;
  readonly min: number;
  readonly max: number;
}

const FAILURE =
  /fail|error|reject|drop|discard|5\.\.|refus|throttl|burn|skipped|\blost|timeout|\boom|restart|precision|unhealthy|crash|pending|pressure|conflict|exceed|evict|stall|unschedulable|given up|no room/;
const SUCCESS = /succe|attain|in time|within|become|availab|objective|complian|budget|fresh|answered|\bhealthy|ready/;

const FLAG = /\bup\{|\(up\)|^up\b|kube_\w+_(ready|condition)|loaded|load_status|successful|connected/;

const shape = (base: number, swing: number, changes: Partial<Shape> = {}): Shape => ({
  base,
  swing,
  integer: false,
  min: 0,
  max: Infinity,
  ...changes,
});

const CONSTANT = { integer: true } as const;

/** Texts that describe the values. */
export interface About {
  /** Titles of the panel and the series. They take precedence if they are specific enough. */
  readonly title: string;
  readonly query: string;
}

/**
 * Returns the shape of a query's values, from the unit and the query's texts. It stays on the good side of the panel's
 * thresholds, because a picture shows an ordinary day.
 */
export function shapeOf(style: FieldStyle, { title, query }: About): Shape {
  const words = title.toLowerCase();
  const all = `${query.toLowerCase()} ${words}`;
  return within(style, byUnit(style.unit ?? "none", all, SUCCESS.test(words) || FAILURE.test(words) ? words : all));
}

function byUnit(unit: string, about: string, judged: string): Shape {
  if (unit.startsWith("bool")) return shape(1, 0, CONSTANT);
  if (unit === "percentunit") return { ...share(judged), max: 1 };
  if (unit === "percent") return { ...percent(share(judged)), max: 100 };
  if (/^dateTime/.test(unit)) return shape(1_768_470_000_000, 0);
  if (/^(s|dtdurations)$/.test(unit)) return duration(about);
  if (/^(ms|dtdurationms)$/.test(unit)) return times(duration(about), 1000);
  if (/^(d|h|m)$/.test(unit)) return shape(41, 0.1);
  if (/[Bb]ps$/.test(unit)) return shape(FAILURE.test(about) ? 40 : 220_000, 0.4);
  if (/bytes|bits/.test(unit)) return shape(430 * 1024 ** 2, 0.15);
  if (unit.startsWith("currency")) return shape(/month/.test(about) ? 640 : 0.18, 0.35);
  if (/^(reqps|ops|cps|rps|wps|iops|eps|mps|recps|rowsps|pps|hertz)$/.test(unit)) return perSecond(judged);
  if (/^(cpm|opm|reqpm)$/.test(unit)) return times(perSecond(judged), 6);
  return count(about, judged);
}

const times = (one: Shape, factor: number): Shape => ({ ...one, base: one.base * factor });
const percent = (one: Shape): Shape => times(one, 100);

function share(about: string): Shape {
  if (/budget/.test(about)) return shape(0.72, 0.05);
  if (SUCCESS.test(about) && !FAILURE.test(about.replace(/1 - .*/, ""))) return shape(0.994, 0.004);
  if (FAILURE.test(about)) return shape(0.006, 0.9);
  if (/memory|disk|volume|storage/.test(about)) return shape(0.55, 0.06);
  if (/confidence|ratio|approv/.test(about)) return shape(0.68, 0.12);
  return shape(0.38, 0.35);
}

function duration(about: string): Shape {
  const quantile = Number(/histogram_quantile\((0?\.\d+)/.exec(about)?.[1] ?? 0.8);
  const tail = quantile >= 0.99 ? 6 : quantile >= 0.95 ? 3 : quantile >= 0.9 ? 2 : 1;
  const typical = typicalSeconds(about);
  return shape(typical * (/histogram_quantile/.test(about) ? tail : 1), 0.3);
}

/** In seconds. */
function typicalSeconds(about: string): number {
  if (/expir|remaining/.test(about)) return 41 * 86_400;
  if (/uptime|start_time|boot|last load/.test(about)) return 5 * 86_400;
  if (/\btime\(\)|stale|fresh|age\b|lag|since/.test(about)) return 6;
  if (/pipeline|batch|task|cycle/.test(about)) return 18;
  if (/llm|inference|predict/.test(about)) return 0.7;
  if (/trade|order|exchange|coinbase/.test(about)) return 0.32;
  if (/redis|cache/.test(about)) return 0.0012;
  if (/\bdb|query|mongo|postgres|sql/.test(about)) return 0.009;
  return 0.045;
}

function perSecond(about: string): Shape {
  if (FAILURE.test(about)) return shape(0.12, 0.9);
  if (/trade|order|pipeline|signal/.test(about)) return shape(0.8, 0.4);
  return shape(14, 0.35);
}

function count(about: string, judged: string): Shape {
  if (/\bcpu/.test(about)) return shape(0.35, 0.3);
  if (/\brate\(|_per_second/.test(about)) return perSecond(judged);
  if (/> bool|== bool/.test(about)) return shape(1, 0, CONSTANT);
  if (FAILURE.test(judged)) return shape(0.7, 1.4, CONSTANT);
  if (FLAG.test(about)) return shape(/^(sum|count)\b/.test(about) ? 3 : 1, 0, CONSTANT);
  if (/target_info|instances|replicas|pods|nodes|cluster_size|count by|version/.test(about))
    return shape(3, 0, CONSTANT);
  if (/\blogs?\b|\blines/.test(about)) return shape(420, 0.35, CONSTANT);
  if (/\bcores/.test(about)) return shape(3.5, 0.1);
  if (/series|cardinal/.test(about)) return shape(18_400, 0.05, CONSTANT);
  if (/\bcost|_usd/.test(about)) return shape(0.18, 0.35);
  if (/increase\(|count_over_time/.test(about)) return shape(60, 0.4, CONSTANT);
  return shape(9, 0.5, CONSTANT);
}

/** Keeps a shape within the field's limits and on the good side of its thresholds. */
function within(style: FieldStyle, guess: Shape): Shape {
  const min = style.min ?? guess.min;
  const max = style.max ?? guess.max;
  const bounded = { ...guess, min, max, base: Math.min(Math.max(guess.base, min), max) };
  if (style.thresholds?.mode !== "absolute") return bounded;
  const steps = style.thresholds.steps;
  const values = steps.flatMap(({ value }) => (typeof value === "number" && value !== 0 ? [value] : []));
  const [first] = values;
  const last = values.at(-1);
  if (first === undefined || last === undefined || guess.swing === 0) return bounded;
  if (isAlarm(steps[0]?.color ?? ""))
    return bounded.base >= last
      ? bounded
      : { ...bounded, base: max === Infinity ? last * 1.1 : last + (max - last) * 0.6 };
  return bounded.base <= first * 0.7 ? bounded : { ...bounded, base: first * 0.6 };
}

const isAlarm = (colour: string): boolean => /red|#d55e00|#c4162a|#f2495c/i.test(colour);
