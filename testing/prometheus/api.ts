import { z } from "zod";

type Labels = Readonly<Record<string, string>>;

/** Value of a series at one point in time; a scalar has no labels. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** Values of a series, each with its time in seconds since 1970. */
export interface RangeSeries {
  readonly labels: Labels;
  readonly values: readonly (readonly [time: number, value: number])[];
}

/** Prometheus uses `NaN`, `+Inf` and `-Inf`. */
const value = z.string().transform((text) => (text.endsWith("Inf") ? Number(`${text}inity`) : Number(text)));
const point = z.tuple([z.number(), value]);
const labels = z.record(z.string(), z.string());

const instant = z.discriminatedUnion("resultType", [
  z.object({ resultType: z.literal("vector"), result: z.array(z.object({ metric: labels, value: point })) }),
  z.object({ resultType: z.literal("scalar"), result: point }),
]);
const range = z.object({
  resultType: z.literal("matrix"),
  result: z.array(z.object({ metric: labels, values: z.array(point) })),
});

/** Runs an instant query. @throws with the expression and Prometheus' error, or if the result is not a vector or scalar */
export async function promQuery(url: string, expr: string, time: number): Promise<readonly Sample[]> {
  const data = instant.parse(await ask(`${url}/api/v1/query`, { query: expr, time }));
  if (data.resultType === "scalar") return [{ labels: {}, value: data.result[1] }];
  return data.result.map(({ metric, value: [, number] }) => ({ labels: metric, value: number }));
}

/** Runs a range query. @throws with the expression and Prometheus' error */
export async function promQueryRange(
  url: string,
  expr: string,
  start: number,
  end: number,
  step: number,
): Promise<readonly RangeSeries[]> {
  const data = range.parse(await ask(`${url}/api/v1/query_range`, { query: expr, start, end, step }));
  return data.result.map(({ metric, values }) => ({ labels: metric, values }));
}

const answer = z.discriminatedUnion("status", [
  z.object({ status: z.literal("success"), data: z.unknown() }),
  z.object({ status: z.literal("error"), errorType: z.string(), error: z.string() }),
]);

async function ask(url: string, parameters: Readonly<Record<string, string | number>>): Promise<unknown> {
  const body = new URLSearchParams();
  for (const [name, one] of Object.entries(parameters)) body.set(name, String(one));
  const response = await fetch(url, { method: "POST", body });
  const result = answer.parse(await response.json());
  if (result.status === "error") throw new Error(`${result.errorType}: ${result.error}, of ${parameters["query"]}`);
  return result.data;
}
