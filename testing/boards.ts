import { z } from "zod";
import { effective, type Adjustments } from "../model/catalog/effective.ts";
import type { System } from "../model/catalog/system.ts";
import type { RenderContext } from "../render/context.ts";
import { planDashboards } from "../render/dashboards/index.ts";

export const CONTEXT: RenderContext = {
  environment: "test",
  dataSources: {
    metrics: { uid: "uid-metrics", type: "prometheus" },
    logs: { uid: "uid-logs", type: "loki" },
    traces: { uid: "uid-traces", type: "tempo" },
    profiles: { uid: "uid-profiles", type: "grafana-pyroscope-datasource" },
    usage: { uid: "uid-usage", type: "prometheus" },
  },
  runbookUrl: "https://example.com/runbooks",
};

/** Returns every dashboard of some systems, with the catalog's thresholds unless adjusted. */
export const dashboardsOf = (systems: readonly System[], context = CONTEXT, adjustments?: Adjustments) =>
  planDashboards(effective(systems, adjustments), context).dashboards;

const dataSource = z.looseObject({ type: z.string(), uid: z.string() });

const panelSchema = z.looseObject({
  id: z.int(),
  type: z.string(),
  title: z.string(),
  description: z.string().optional(),
  gridPos: z.strictObject({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1), h: z.int().min(1) }),
  datasource: dataSource.optional(),
  targets: z
    .array(
      z.looseObject({
        refId: z.string(),
        expr: z.string().optional(),
        query: z.string().optional(),
        interval: z.string().optional(),
      }),
    )
    .optional(),
  fieldConfig: z
    .looseObject({
      defaults: z.looseObject({
        unit: z.string().optional(),
        noValue: z.string().optional(),
        max: z.number().optional(),
      }),
      overrides: z.array(z.unknown()).optional(),
    })
    .optional(),
  options: z.record(z.string(), z.unknown()).optional(),
});

/** The parts of a dashboard (schema v1) that tests use. */
export const boardSchema = z.looseObject({
  uid: z.string(),
  title: z.string(),
  tags: z.array(z.string()),
  schemaVersion: z.number(),
  panels: z.array(panelSchema),
  annotations: z.object({ list: z.array(z.looseObject({ expr: z.string().optional() })) }),
  links: z.array(
    z.looseObject({
      type: z.string(),
      url: z.string(),
      tags: z.array(z.string()),
      keepTime: z.boolean(),
      includeVars: z.boolean(),
    }),
  ),
  templating: z.object({
    list: z.array(
      z.looseObject({
        name: z.string(),
        type: z.string(),
        current: z.looseObject({ value: z.unknown().optional() }).optional(),
      }),
    ),
  }),
});

export type BoardPanel = z.output<typeof panelSchema>;

/** Returns the pairs of panels that share a cell of the grid. */
export const overlaps = (panels: readonly Pick<BoardPanel, "gridPos" | "id">[]): readonly string[] =>
  panels.flatMap((a, index) =>
    panels
      .slice(index + 1)
      .filter(({ gridPos: b }) => {
        const { x, y, w, h } = a.gridPos;
        return x < b.x + b.w && b.x < x + w && y < b.y + b.h && b.y < y + h;
      })
      .map((b) => `${a.id} and ${b.id}`),
  );
