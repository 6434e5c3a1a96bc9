import { z } from "zod";
import type { Json } from "../../core/state.ts";

/** Grafana shows this instead of a secret setting. */
const REDACTED = "[REDACTED]";

interface Integration {
  readonly settings: z.ZodType;
  /** Secret settings; `.` separates nested keys. */
  readonly secrets: readonly string[];
}

const required = (what: string): z.ZodString =>
  z.string({ error: `${what} is required` }).min(1, `${what} is required`);
const url = required("url").regex(/^(https?:\/\/\S+|\[REDACTED\])$/, "invalid URL");
const addresses = required("addresses").refine(
  (value) =>
    value
      .split(/[;,\n]/)
      .map((address) => address.trim())
      .filter((address) => address !== "")
      .every((address) => /^(<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(address)),
  "invalid email address",
);
const slack = z
  .looseObject({ url: url.optional(), token: z.string().optional(), recipient: z.string().optional() })
  .refine((value) => filled(value.url) || filled(value.token), "either url or token must be specified")
  .refine((value) => filled(value.url) || filled(value.recipient), "recipient must be specified when using token");

const HTTP_SECRETS = ["password", "authorization_credentials", "hmacConfig.secret", "http_config.oauth2.client_secret"];

/** Integration types with their required and secret settings. Other types are accepted without checks. */
const INTEGRATIONS: Record<string, Integration> = {
  email: { settings: z.looseObject({ addresses }), secrets: [] },
  slack: { settings: slack, secrets: ["url", "token"] },
  pagerduty: { settings: z.looseObject({ integrationKey: required("integrationKey") }), secrets: ["integrationKey"] },
  webhook: { settings: z.looseObject({ url }), secrets: HTTP_SECRETS },
  oncall: { settings: z.looseObject({ url }), secrets: HTTP_SECRETS },
  opsgenie: { settings: z.looseObject({ apiKey: required("apiKey") }), secrets: ["apiKey"] },
  discord: { settings: z.looseObject({ url }), secrets: ["url"] },
  teams: { settings: z.looseObject({ url }), secrets: [] },
  googlechat: { settings: z.looseObject({ url }), secrets: ["url"] },
  telegram: {
    settings: z.looseObject({ bottoken: required("bottoken"), chatid: required("chatid") }),
    secrets: ["bottoken"],
  },
};

/** All types that Grafana supports; others are rejected. */
const TYPES = new Set([
  ...Object.keys(INTEGRATIONS),
  ...["dingding", "jira", "kafka", "LINE", "line", "mqtt", "prometheus-alertmanager", "pushover", "sensugo", "sns"],
  ...["threema", "victorops", "webex", "wecom"],
]);

export function isIntegrationType(type: string): boolean {
  return TYPES.has(type);
}

/** Checks the settings of an integration. Throws a ZodError with the API's message. */
export function checkSettings(type: string, settings: Json): void {
  INTEGRATIONS[type]?.settings.parse(settings);
}

/** Returns a copy of `settings` in which secrets are replaced by `[REDACTED]`. */
export function redact(type: string, settings: Json): Json {
  const copy = structuredClone(settings);
  for (const path of INTEGRATIONS[type]?.secrets ?? []) hide(copy, path.split("."));
  return copy;
}

function hide(settings: Json, path: readonly string[]): void {
  const [key = "", ...rest] = path;
  const value = settings[key];
  if (rest.length > 0 && typeof value === "object" && value !== null) hide(value as Json, rest);
  else if (rest.length === 0 && filled(value)) settings[key] = REDACTED;
}

function filled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
