import { z } from "zod";
import { TIERS } from "../severity.ts";
import { baseUrl, field } from "./field.ts";
import { muteTiming } from "./mute-timing.ts";

/** Too short for integration keys and webhook URLs: if someone writes one here, it is refused and never shown in a message. */
export const SECRET_KEY = /^[a-zA-Z][a-zA-Z0-9]{0,29}$/;

const secretKey = () =>
  field(z.string().regex(SECRET_KEY), {
    description: "Name of the secret configuration key that holds the webhook URL or integration key.",
    expected: "the name of a secret configuration key (at most 30 letters and digits, starting with a letter)",
    example: "oncallSecret",
    concealed: true,
  });
const contactPointName = (description: string) =>
  field(z.string().min(1), { description, expected: "the name of a contact point", example: "oncall" });
const named = { name: contactPointName("Name of the contact point.") };
const routeField = (severity: string) =>
  contactPointName(`Contact point for ${severity} alerts. Required if there are contact points.`);
const pager = () =>
  field(z.boolean().default(false), {
    description:
      "Set to true if this contact point pages someone, for example Opsgenie by webhook. `pagerduty` always does.",
    expected: "true or false",
    example: "true",
  });
const address = () =>
  field(z.email(), { description: "Recipient.", expected: "an e-mail address", example: "oncall@example.com" });

const contactPoint = field(
  z.discriminatedUnion("type", [
    z.strictObject({ ...named, type: z.literal("slack"), secret: secretKey() }),
    z.strictObject({ ...named, type: z.literal("pagerduty"), secret: secretKey() }),
    z.strictObject({ ...named, type: z.literal("webhook"), secret: secretKey(), pager: pager() }),
    z.strictObject({
      ...named,
      type: z.literal("email"),
      addresses: field(z.array(address()).min(1), {
        description: "Recipients.",
        expected: "a list of e-mail addresses",
        example: "[oncall@example.com]",
      }),
      pager: pager(),
    }),
  ]),
  {
    description: "A contact point.",
    expected: "a contact point with a name and a type",
    example: "{ name: oncall, type: slack, secret: oncallSecret }",
    concealed: true,
  },
);

const threshold = () =>
  field(z.number().nonnegative(), { description: "Threshold.", expected: "a non-negative number", example: "0.1" });

export const alerts = z.strictObject({
  contactPoints: field(z.array(contactPoint).default([]), {
    description: "Where notifications are sent: `slack`, `pagerduty`, `webhook` or `email`.",
    expected: "a list of contact points",
    example: "[{ name: oncall, type: slack, secret: oncallSecret }]",
    concealed: true,
  }),
  routes: field(
    z
      .strictObject({ critical: routeField("critical"), warning: routeField("warning"), info: routeField("info") })
      .optional(),
    {
      description: "Contact point for each severity. Required if there are contact points.",
      expected: "the name of a contact point for each of critical, warning and info",
      example: "{ critical: pager, warning: slack, info: slack }",
    },
  ),
  routing: field(z.enum(["per-rule", "root-policy"]).default("per-rule"), {
    description:
      "`per-rule` leaves the stack's notification policy alone. `root-policy` replaces it; a stack has only one, shared by everyone who uses the stack.",
    expected: "per-rule or root-policy",
    example: "per-rule",
  }),
  paging: field(z.boolean().default(false), {
    description: "Whether critical alerts may go to a pager. Other alerts never do.",
    expected: "true or false",
    example: "true",
  }),
  muteTimings: field(z.array(muteTiming).default([]), {
    description: "When alerts are muted, such as during maintenance windows or while markets are closed.",
    expected: "a list of mute timings",
    example: '[{ name: maintenance, weekdays: [sunday], times: [{ start: "02:00", end: "04:00" }] }]',
  }),
  watchdog: field(contactPointName("Contact point of the watchdog, an alert that always fires.").optional(), {
    description:
      "Contact point for the watchdog (dead man's switch): a heartbeat receiver outside Grafana. It is notified every five minutes and must raise an alarm when that stops.",
    expected: "the name of a contact point",
    example: "heartbeat",
  }),
  tier: field(z.enum(TIERS).default("full"), {
    description:
      "Which alert rules are published: `essential` (what hurts users or money, and what would hide it), `standard` (warnings as well) or `full`. Choose a lower tier for plans that limit rules: Grafana Cloud Free allows 100.",
    expected: "essential, standard or full",
    example: "essential",
  }),
  thresholds: field(z.record(z.string(), threshold()).default({}), {
    description: "Thresholds by rule id, to override those of the catalog in this environment.",
    expected: "a map from rule id to number",
    example: "{ tradeengine-http-errors: 0.1 }",
  }),
  runbookUrl: field(baseUrl().optional(), {
    description:
      "URL under which `docs/runbooks` is published; every alert links to it. Required if any systems are published.",
    expected: "an http(s) URL",
    example: "https://git.example.com/observability/docs/runbooks",
  }),
});
