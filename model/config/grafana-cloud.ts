import { z } from "zod";
import { baseUrl, duration, DURATION_EXPECTED, field } from "./field.ts";

/** 90 days. */
const TOKEN_LIFETIME = "2160h";
/** Half the lifetime, so that a schedule may miss some runs. */
export const TOKEN_OVERLAP = "1080h";

const slug = () =>
  field(z.string().regex(/^[a-z][a-z0-9]{0,28}$/), {
    description: "Slug of the stack: the first label of its URL, unique across Grafana Cloud.",
    expected: "at most 29 lower-case letters and digits, starting with a letter",
    example: "petrosadev",
  });

const LABEL_TEXT = /^[a-zA-Z0-9/\-._]+$/;
const labelText = () =>
  field(z.string().regex(LABEL_TEXT), {
    description: "Label value.",
    expected: "a string of letters, digits and / - . _",
    example: "petrosa",
  });

const createdStack = z.strictObject({
  mode: z.literal("create"),
  slug: slug(),
  region: field(z.string().regex(/^[a-z0-9-]+$/), {
    description: "Region of the stack and its tokens. Changing it replaces the stack without moving its data.",
    expected: "a Grafana Cloud region slug",
    example: "prod-sa-east-1",
  }),
  name: field(z.string().min(1).optional(), {
    description: "Name shown in the Cloud portal. Default: the slug.",
    expected: "a string",
    example: "'Petrosa dev'",
  }),
  description: field(z.string().default("Managed by the observability Pulumi program"), {
    description: "Description shown in the Cloud portal.",
    expected: "a string",
    example: "'Telemetry of petrosa'",
  }),
  labels: field(
    z
      .record(z.string().regex(LABEL_TEXT), labelText())
      .refine((labels) => Object.keys(labels).length <= 10)
      .default({}),
    {
      description: "Labels of the stack in the Cloud portal.",
      expected: "at most 10 labels of letters, digits and / - . _",
      example: "{ team: petrosa }",
    },
  ),
  deleteProtection: field(z.boolean().default(true), {
    description: "While true, Grafana Cloud refuses to delete the stack.",
    expected: "true or false",
    example: "true",
  }),
  protect: field(z.boolean().default(false), {
    description: "While true, Pulumi refuses to delete or replace the stack. Set it in production.",
    expected: "true or false",
    example: "true",
  }),
  readinessTimeout: field(duration().prefault("10m"), {
    description: "How long to wait for a new stack to answer.",
    expected: DURATION_EXPECTED,
    example: "10m",
  }),
});

const adoptedStack = z.strictObject({ mode: z.literal("adopt"), slug: slug() });

export const grafanaCloud = z.strictObject({
  kind: z.literal("grafana-cloud"),
  apiUrl: field(baseUrl().default("https://grafana.com"), {
    description: "URL of the Grafana Cloud API.",
    expected: "an http(s) URL",
    example: "https://grafana.com",
  }),
  stack: field(z.discriminatedUnion("mode", [createdStack, adoptedStack]), {
    description:
      "The Grafana Cloud stack: `create` creates and owns it; `adopt` uses an existing stack and never changes it.",
    expected: "a stack with mode create or adopt",
    example: "{ mode: create, slug: petrosadev, region: prod-sa-east-1 }",
  }),
  tokens: field(
    z
      .strictObject({
        lifetime: field(duration().prefault(TOKEN_LIFETIME), {
          description: "Lifetime of every minted token.",
          expected: DURATION_EXPECTED,
          example: TOKEN_LIFETIME,
        }),
        overlap: field(duration().prefault(TOKEN_OVERLAP), {
          description:
            "`up` replaces a token this long before it expires; the old token stays valid until then. " +
            "Run `up` at least twice within this time.",
          expected: DURATION_EXPECTED,
          example: TOKEN_OVERLAP,
        }),
        readinessTimeout: field(duration().prefault("15m"), {
          description:
            "How long to wait for the write endpoints to accept a new token. Grafana Cloud needs up to 10 minutes.",
          expected: DURATION_EXPECTED,
          example: "15m",
        }),
      })
      .prefault({}),
    {
      description: "Lifetime and rotation of all tokens.",
      expected: "an object with lifetime, overlap and readinessTimeout",
      example: "{ lifetime: 2160h, overlap: 1080h }",
    },
  ),
});

export type GrafanaCloudConfig = z.output<typeof grafanaCloud>;
