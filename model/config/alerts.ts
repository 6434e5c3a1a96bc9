import { z } from "zod";
import { field } from "./field.ts";

const secretKey = (what: string) =>
  field(z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/), {
    description: `Name of the secret configuration key that holds ${what}.`,
    expected: "the name of a secret configuration key",
    example: "oncallSecret",
  });
const contactPointName = () =>
  field(z.string().min(1), {
    description: "Name of the contact point.",
    expected: "the name of a contact point",
    example: "oncall",
  });

const contactPoint = z.discriminatedUnion("type", [
  z.strictObject({ name: contactPointName(), type: z.literal("slack"), secret: secretKey("the webhook URL") }),
  z.strictObject({ name: contactPointName(), type: z.literal("pagerduty"), secret: secretKey("the integration key") }),
  z.strictObject({ name: contactPointName(), type: z.literal("webhook"), secret: secretKey("the URL") }),
  z.strictObject({
    name: contactPointName(),
    type: z.literal("email"),
    addresses: field(z.array(z.email()).min(1), {
      description: "Receivers.",
      expected: "a list of e-mail addresses",
      example: "[oncall@example.com]",
    }),
  }),
]);

export const alerts = z.strictObject({
  contactPoints: field(z.array(contactPoint).default([]), {
    description: "Where notifications go: `slack`, `pagerduty`, `webhook` or `email`.",
    expected: "a list of contact points",
  }),
  routes: field(
    z.strictObject({ critical: contactPointName(), warning: contactPointName(), info: contactPointName() }).optional(),
    {
      description: "Contact point of each severity. Required as soon as there are contact points.",
      expected: "the name of a contact point for each of critical, warning and info",
      example: "{ critical: pager, warning: slack, info: slack }",
    },
  ),
  routing: field(z.enum(["per-rule", "root-policy"]).default("per-rule"), {
    description:
      "`per-rule` leaves the notification policy of the stack alone; `root-policy` replaces it (there is one per stack, whoever else uses it).",
    expected: "per-rule or root-policy",
    example: "per-rule",
  }),
  thresholds: field(z.record(z.string(), z.number()).default({}), {
    description: "Thresholds by rule id, where the catalog's own does not fit this environment.",
    expected: "numbers by rule id",
    example: "{ tradeengine-http-errors: 0.1 }",
  }),
  runbookUrl: field(z.url().optional(), {
    description: "Where `docs/runbooks` can be read; part of every alert. Required as soon as systems are observed.",
    expected: "a URL",
    example: "https://git.example.com/observability/docs/runbooks",
  }),
});
