import { z } from "zod";

/*
 * The part of Grafana's dashboard schema v1 that pictures depend on. Other keys are accepted, because Grafana has many more.
 */

const target = z.looseObject({
  refId: z.string().default("A"),
  expr: z.string().optional(),
  query: z.string().optional(),
  queryType: z.string().optional(),
  legendFormat: z.string().optional(),
  format: z.string().optional(),
  instant: z.boolean().optional(),
  exemplar: z.boolean().optional(),
  hide: z.boolean().optional(),
  profileTypeId: z.string().optional(),
  labelSelector: z.string().optional(),
});

const colour = z.looseObject({ mode: z.string().default("palette-classic"), fixedColor: z.string().optional() });

const mappingResult = z.looseObject({ text: z.string().optional(), color: z.string().optional() });

const mapping = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("value"), options: z.record(z.string(), mappingResult) }),
  z.looseObject({
    type: z.literal("range"),
    options: z.looseObject({ from: z.number().nullish(), to: z.number().nullish(), result: mappingResult }),
  }),
  z.looseObject({ type: z.literal("regex"), options: z.looseObject({ pattern: z.string(), result: mappingResult }) }),
  z.looseObject({ type: z.literal("special"), options: z.looseObject({ match: z.string(), result: mappingResult }) }),
]);

const thresholds = z.looseObject({
  mode: z.enum(["absolute", "percentage"]).default("absolute"),
  /** The first step has no value: it begins at minus infinity. */
  steps: z.array(z.looseObject({ value: z.number().nullish(), color: z.string() })).default([]),
});

/** Style of a field. Overrides change it for single fields. */
export const fieldStyle = z.looseObject({
  unit: z.string().optional(),
  decimals: z.number().nullish(),
  min: z.number().nullish(),
  max: z.number().nullish(),
  noValue: z.string().optional(),
  displayName: z.string().optional(),
  color: colour.optional(),
  mappings: z.array(mapping).optional(),
  thresholds: thresholds.optional(),
  custom: z.record(z.string(), z.unknown()).default({}),
});

const override = z.looseObject({
  matcher: z.looseObject({ id: z.string(), options: z.unknown() }),
  properties: z.array(z.looseObject({ id: z.string(), value: z.unknown() })),
});

const panelBase = z.looseObject({
  id: z.number(),
  type: z.string(),
  title: z.string().default(""),
  description: z.string().optional(),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(target).default([]),
  options: z.record(z.string(), z.unknown()).default({}),
  fieldConfig: z
    .looseObject({
      defaults: fieldStyle.default({ custom: {} }),
      overrides: z.array(override).default([]),
    })
    .default({ defaults: { custom: {} }, overrides: [] }),
  transformations: z
    .array(
      z.looseObject({ id: z.string(), disabled: z.boolean().optional(), options: z.record(z.string(), z.unknown()) }),
    )
    .default([]),
  collapsed: z.boolean().default(false),
  repeat: z.string().nullish(),
  timeFrom: z.string().nullish(),
  transparent: z.boolean().default(false),
});

const panel = panelBase.extend({ panels: z.array(panelBase).default([]) });

const variable = z.looseObject({
  name: z.string(),
  label: z.string().nullish(),
  type: z.string(),
  hide: z.number().default(0),
  current: z.looseObject({ text: z.union([z.string(), z.array(z.string())]).optional() }).optional(),
});

const annotation = z.looseObject({
  name: z.string(),
  enable: z.boolean().default(true),
  hide: z.boolean().default(false),
  iconColor: z.string().default("blue"),
  builtIn: z.number().default(0),
});

const link = z.looseObject({ title: z.string(), asDropdown: z.boolean().default(false) });

const boardSchema = z.looseObject({
  uid: z.string(),
  title: z.string(),
  description: z.string().default(""),
  tags: z.array(z.string()).default([]),
  time: z.looseObject({ from: z.string() }),
  refresh: z.union([z.string(), z.literal(false)]).optional(),
  annotations: z.looseObject({ list: z.array(annotation).default([]) }).default({ list: [] }),
  links: z.array(link).default([]),
  templating: z.looseObject({ list: z.array(variable).default([]) }).default({ list: [] }),
  panels: z.array(panel),
});

export type Target = z.infer<typeof target>;
export type FieldStyle = z.infer<typeof fieldStyle>;
export type MappingResult = Pick<z.infer<typeof mappingResult>, "text" | "color">;
export type Mapping = z.infer<typeof mapping>;
export type Panel = z.infer<typeof panelBase>;
export type Board = z.infer<typeof boardSchema>;
export type BoardPanel = Board["panels"][number];

/** Reads a dashboard of schema v1. Throws with the paths of values that Grafana could not read either. */
export function readBoard(json: unknown): Board {
  const { data, error } = boardSchema.safeParse(json);
  if (data !== undefined) return data;
  const uid = isRecord(json) ? stringOr(json["uid"], "?") : "?";
  throw new Error(`dashboard "${uid}": expected a dashboard of schema v1\n${z.prettifyError(error)}`);
}

/** Tags of a dashboard. */
export const tagsOf = (json: unknown): readonly string[] => (isRecord(json) ? stringsOf(json["tags"]) : []);

/** Returns a member of loosely typed options if it is an object, else an empty object. */
export function section(options: Readonly<Record<string, unknown>>, key: string): Record<string, unknown> {
  const value = options[key];
  return isRecord(value) ? value : {};
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const stringsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

export const stringOr = (value: unknown, fallback: string): string => (typeof value === "string" ? value : fallback);

export const numberOr = (value: unknown, fallback: number): number => (typeof value === "number" ? value : fallback);
