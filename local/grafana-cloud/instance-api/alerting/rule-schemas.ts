import { z } from "zod";

/** Data source uids of server-side expressions. */
export const EXPRESSION_UIDS: readonly string[] = ["__expr__", "-100"];

const duration = z.string().regex(/^(0|(\d+(\.\d+)?(ms|[smhdwy]))+)$/, "not a valid duration");
const stringMap = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});

const query = z
  .looseObject({
    refId: z.string().min(1, "refId is required"),
    queryType: z.string().default(""),
    datasourceUid: z.string({ error: "datasourceUid is required" }).min(1, "datasourceUid is required"),
    // Clients omit an end of zero, and it must read back as 0.
    relativeTimeRange: z.object({ from: z.number().default(0), to: z.number().default(0) }).default({ from: 0, to: 0 }),
    model: z.record(z.string(), z.unknown()),
  })
  .refine(
    (value) =>
      EXPRESSION_UIDS.includes(value.datasourceUid) || value.relativeTimeRange.from > value.relativeTimeRange.to,
    "invalid relative time range: from must lie before to",
  );

const positive = (what: string) => duration.refine((text) => /[1-9]/.test(text), `${what} must be greater than zero`);

const notificationSettings = z.looseObject({
  receiver: z.string().min(1, "receiver is required"),
  group_by: z
    .array(z.string())
    .refine((labels) => new Set(labels).size === labels.length, "duplicate value in group_by")
    .nullish(),
  group_wait: duration.optional(),
  group_interval: positive("group interval").optional(),
  repeat_interval: positive("repeat interval").optional(),
  mute_time_intervals: z.array(z.string()).nullish(),
  active_time_intervals: z.array(z.string()).nullish(),
});

const title = (what: string) =>
  z
    .string({ error: `${what} is required` })
    .min(1, `${what} is required`)
    .max(190);

/** An alert or recording rule as the provisioning API accepts it. */
const rule = z.looseObject({
  uid: z.string().default(""),
  title: title("title"),
  condition: z.string().default(""),
  data: z.array(query).min(1, "no queries or expressions are found"),
  noDataState: z.enum(["", "OK", "NoData", "KeepLast", "Alerting"]).default(""),
  execErrState: z.enum(["", "OK", "Error", "KeepLast", "Alerting"]).default(""),
  for: duration.default("0s"),
  keep_firing_for: duration.optional(),
  labels: stringMap,
  annotations: stringMap,
  isPaused: z.boolean().default(false),
  notification_settings: notificationSettings.nullish(),
  record: z
    .looseObject({
      metric: z.string().regex(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, "not a valid metric name"),
      from: z.string().min(1),
      target_datasource_uid: z.string().optional(),
    })
    .nullish(),
});

/** A whole rule group: folder and title come from the path. */
export const ruleGroup = z.looseObject({
  interval: z
    .int()
    .positive("interval must be greater than 0")
    .refine((value) => value % 10 === 0, "interval must be a multiple of the scheduler interval of 10 seconds"),
  rules: z.array(rule).min(1, "a rule group needs at least one rule"),
});

/** A single rule, which names its group and folder. */
export const singleRule = rule.extend({ folderUID: z.string().min(1), ruleGroup: title("ruleGroup") });

export const groupParams = z.object({ folder: z.string(), group: title("group name") });

export type RuleInput = z.infer<typeof rule>;
