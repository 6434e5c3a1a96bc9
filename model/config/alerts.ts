import { z } from "zod";
import { TIERS } from "../severity.ts";
import { baseUrl, field } from "./field.ts";
import { muteTiming } from "./mute-timing.ts";

/** Shorter than integration keys and webhook URLs, so that one of those in its place is refused and never repeated. */
export const SECRET_KEY = /^[a-zA-Z][a-zA-Z0-9]{0,29}$/;

const secretKey = () =>
  field(z.string().regex(SECRET_KEY), {
    description: "Name of the secret configuration key that holds the webhook URL or the integration key.",
    expected: "the name of a secret configuration key (a letter, then letters and digits, at most 30)",
    example: "oncallSecret",
    concealed: true,
  });
const contactPointName = (description: string) =>
  field(z.string().min(1), { description, expected: "the name of a contact point", example: "oncall" });
const named = { name: contactPointName("Name of the contact point.") };
const routeField = (severity: string) =>
  contactPointName(`Contact point of ${severity} alerts. Required as soon as there are contact points.`);
const pager = () =>
  field(z.boolean().default(false), {
    description: "True where this calls somebody out (Opsgenie by webhook, say), as `pagerduty` always does.",
    expected: "true or false",
    example: "true",
  });
const address = () =>
  field(z.email(), { description: "Receiver.", expected: "an e-mail address", example: "oncall@example.com" });

const contactPoint = field(
  z.discriminatedUnion("type", [
    z.strictObject({ ...named, type: z.literal("slack"), secret: secretKey() }),
    z.strictObject({ ...named, type: z.literal("pagerduty"), secret: secretKey() }),
    z.strictObject({ ...named, type: z.literal("webhook"), secret: secretKey(), pager: pager() }),
    z.strictObject({
      ...named,
      type: z.literal("email"),
      addresses: field(z.array(address()).min(1), {
        description: "Receivers.",
        expected: "a list of e-mail addresses",
        example: "[oncall@example.com]",
      }),
      pager: pager(),
    }),
  ]),
  {
    description: "A contact point.",
    expected: "a contact point with name and type",
    example: "{ name: oncall, type: slack, secret: oncallSecret }",
    concealed: true,
  },
);

const threshold = () =>
  field(z.number().nonnegative(), { description: "Threshold.", expected: "a number from 0", example: "0.1" });

export const alerts = z.strictObject({
  contactPoints: field(z.array(contactPoint).default([]), {
    description: "Where notifications go: `slack`, `pagerduty`, `webhook` or `email`.",
    expected: "a list of contact points",
    example: "[{ name: oncall, type: slack, secret: oncallSecret }]",
    concealed: true,
  }),
  routes: field(
    z
      .strictObject({ critical: routeField("critical"), warning: routeField("warning"), info: routeField("info") })
      .optional(),
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
  paging: field(z.boolean().default(false), {
    description: "Whether critical alerts may go to a pager. Others never do.",
    expected: "true or false",
    example: "true",
  }),
  muteTimings: field(z.array(muteTiming).default([]), {
    description: "When nobody is told of what: maintenance windows, closed markets.",
    expected: "a list of mute timings",
    example: '[{ name: maintenance, weekdays: [sunday], times: [{ start: "02:00", end: "04:00" }] }]',
  }),
  watchdog: field(contactPointName("Contact point of the watchdog, an alert that always fires.").optional(), {
    description:
      "Contact point that is told every five minutes that alerting works, and gives the alarm when it is not: a heartbeat receiver outside Grafana.",
    expected: "the name of a contact point",
    example: "heartbeat",
  }),
  tier: field(z.enum(TIERS).default("full"), {
    description:
      "How many rules are published: `essential` (what hurts users or money, and what would hide it), `standard` (warnings, too) or `full`. For plans that limit rules: Grafana Cloud Free takes 100.",
    expected: "essential, standard or full",
    example: "essential",
  }),
  thresholds: field(z.record(z.string(), threshold()).default({}), {
    description: "Thresholds by rule id, where the catalog's own does not fit this environment.",
    expected: "numbers by rule id",
    example: "{ tradeengine-http-errors: 0.1 }",
  }),
  runbookUrl: field(baseUrl().optional(), {
    description: "Where `docs/runbooks` can be read; part of every alert. Required as soon as systems are observed.",
    expected: "an http(s) URL",
    example: "https://git.example.com/observability/docs/runbooks",
  }),
});
