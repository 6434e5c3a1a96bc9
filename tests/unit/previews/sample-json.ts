/* Short forms of the JSON of panels. */

export type Json = Readonly<Record<string, unknown>>;

export const query = (expr: string, legendFormat: string, more: Json = {}): Json => ({
  refId: "A",
  expr,
  legendFormat,
  ...more,
});
export const table = (refId: string, expr: string): Json => ({ refId, expr, format: "table", instant: true });
export const thresholds = (...steps: readonly (readonly [number | null, string])[]): Json => ({
  mode: "absolute",
  steps: steps.map(([value, color]) => ({ value, color })),
});
export const defaults = (values: Json, overrides: readonly Json[] = []): Json => ({
  fieldConfig: { defaults: values, overrides },
});
export const byName = (name: string, id: string, value: unknown): Json => ({
  matcher: { id: "byName", options: name },
  properties: [{ id, value }],
});

export const GOOD_TO_BAD = thresholds([null, "#0072B2"], [0.6, "#E69F00"], [0.9, "#D55E00"]);
export const UP = [
  {
    type: "value",
    options: { 0: { text: "down", color: "#D55E00", index: 0 }, 1: { text: "up", color: "#0072B2", index: 1 } },
  },
];
export const REQUESTS = "sum by (http_route) (rate(http_server_request_duration_seconds_count[$__rate_interval]))";
export const LATENCY = "histogram_quantile(0.95, sum by (le, symbol) (rate(trade_execution_time_seconds_bucket[5m])))";
export const reduceOptions = { calcs: ["lastNotNull"] };

/** A panel without a position. */
export type Sample = readonly [type: string, width: number, height: number, body: Json];
