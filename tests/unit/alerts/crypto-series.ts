import type { Case } from "./case.ts";

export type Given = Case["series"];

/** `job` of a service. */
export const jobOf = (workload: string): string => `crypto/${workload}`;

/** A series of one instance of a service, with labels besides those that identify it. */
export const seriesOf =
  (workload: string, instance = "pod-1") =>
  (name: string, more = ""): string =>
    `${name}{job="${jobOf(workload)}",instance="${instance}"${more === "" ? "" : `,${more}`}}`;

export const generator = seriesOf("signal-generator");
export const executor = seriesOf("trade-executor");
export const llm = seriesOf("llm-validation");
export const orchestrator = seriesOf("trade-orchestrator");
export const risk = seriesOf("risk-management");
export const collectors = seriesOf("market-data-collectors");

export const GENERATOR = { job: jobOf("signal-generator") };
export const EXECUTOR = { job: jobOf("trade-executor") };
export const LLM = { job: jobOf("llm-validation") };
export const ORCHESTRATOR = { job: jobOf("trade-orchestrator") };
export const RISK = { job: jobOf("risk-management") };
export const COLLECTORS = { job: jobOf("market-data-collectors") };

/** promtool does not accept a case without a series. */
export const NOTHING: Given = { 'up{job="crypto/other",instance="pod-9"}': "1x2000" };

/** A histogram: `fast` events a minute take a twentieth of a second, and `slow` ones are between two boundaries. */
export function histogram(
  of: (name: string, more?: string) => string,
  [name, more = ""]: readonly [name: string, more?: string],
  [lower, upper]: readonly [lower: number, upper: number],
  [fast, slow]: readonly [fast: number, slow: number],
  minutes = "x600",
): Given {
  const bucket = (le: string, perMinute: number) => ({
    [of(`${name}_bucket`, `${more === "" ? "" : `${more},`}le="${le}"`)]: `0+${perMinute}${minutes}`,
  });
  return {
    ...bucket("0.1", fast),
    ...bucket(String(lower), fast),
    ...bucket(String(upper), fast + slow),
    ...bucket("+Inf", fast + slow),
    [of(`${name}_count`, more)]: `0+${fast + slow}${minutes}`,
    [of(`${name}_sum`, more)]: `0+${fast * 0.05 + (slow * (lower + upper)) / 2}${minutes}`,
  };
}

interface Outline {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A case in which one alert fires. */
export const fires = ({ alert, labels }: Outline, name: string, series: Given, at: string, summary: string): Case => ({
  name: `${alert}: ${name}`,
  labels,
  series,
  at,
  firing: { [alert]: summary },
  quiet: [],
});

/** A case in which one alert does not fire. */
export const quiet = ({ alert }: Outline, name: string, series: Given, at: string): Case => ({
  name: `${alert}: ${name}`,
  labels: {},
  series,
  at,
  firing: {},
  quiet: [alert],
});
