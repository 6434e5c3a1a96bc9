import { z } from "zod";

const panelSchema = z.looseObject({
  title: z.string().default(""),
  datasource: z.looseObject({ uid: z.string() }).optional(),
  fieldConfig: z.looseObject({ defaults: z.looseObject({ noValue: z.string().optional() }).optional() }).optional(),
  targets: z
    .array(z.looseObject({ refId: z.string(), expr: z.string().optional(), instant: z.boolean().default(false) }))
    .default([]),
});

/** One query of a panel. */
export interface PanelQuery {
  readonly panel: string;
  readonly expr: string;
  /** Whether it is evaluated once, at the end of the time range. */
  readonly instant: boolean;
  /** Text that the panel shows if there is no data and that is a good sign. */
  readonly empty: string | undefined;
}

/** Returns every PromQL query of a dashboard. */
export const panelQueries = (json: unknown): readonly PanelQuery[] =>
  z
    .looseObject({ panels: z.array(panelSchema) })
    .parse(json)
    .panels.filter(({ datasource }) => ["${metrics}", "${usage}"].includes(datasource?.uid ?? ""))
    .flatMap(({ title, targets, fieldConfig }) =>
      targets.flatMap(({ refId, expr, instant }) => {
        const noValue = fieldConfig?.defaults?.noValue;
        const empty = noValue === undefined || noValue === "no data" ? undefined : noValue;
        return expr === undefined
          ? []
          : [{ panel: `${title} (${refId})`, expr: withoutVariables(expr), instant, empty }];
      }),
    );

/** Fills in macros as Grafana does, and selects all values of a dashboard's variables. */
const withoutVariables = (expr: string): string =>
  expr
    .replaceAll("$__rate_interval", "5m")
    .replaceAll("$__interval", "4m") // the step of bar charts
    .replaceAll("$__range", "3h")
    .replace(/=~"\$\{?[a-z]+(:[a-z]+)?\}?"/g, '=~".*"');
