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
  /** Asked once, for the end of the time shown. */
  readonly instant: boolean;
  /** What the panel says where there is no data, if that is a good sign. */
  readonly empty: string | undefined;
}

/** Every PromQL query of a board. */
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

/** As Grafana fills in its macros, and a board's menus with all they offer. */
const withoutVariables = (expr: string): string =>
  expr
    .replaceAll("$__rate_interval", "5m")
    .replaceAll("$__interval", "4m") // the step of bars
    .replaceAll("$__range", "3h")
    .replace(/=~"\$\{?[a-z]+(:[a-z]+)?\}?"/g, '=~".*"');
