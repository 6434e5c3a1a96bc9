import { isIP } from "node:net";
import { z } from "zod";

const LABEL = /^[a-zA-Z0-9/\-._]+$/;

const slug = z
  .string()
  .max(29, "Slug must be at most 29 characters")
  .regex(/^[a-z][a-z0-9]+$/, "Slug must start with a letter and contain lowercase letters and digits only");

const labels = z
  .record(
    z.string().regex(LABEL, "Label keys may contain letters, digits, /, -, . and _"),
    z.string().regex(LABEL, "Label values may contain letters, digits, /, -, . and _"),
  )
  .refine((value) => Object.keys(value).length <= 10, "At most 10 labels are allowed");

/** Body of a stack creation in both API generations. */
export const createStack = z.looseObject({
  name: z.string().min(1, "Field is required"),
  slug,
  region: z.string().optional(),
  description: z.string().default(""),
  labels: labels.nullish(),
  deleteProtection: z.boolean().default(false),
});

/** Body of a stack update in both API generations. */
export const updateStack = z.looseObject({
  name: z.string().min(1).optional(),
  slug: slug.optional(),
  description: z.string().optional(),
  labels: labels.nullish(),
  deleteProtection: z.boolean().optional(),
});

const SCOPES = [
  /^(metrics|logs|traces|profiles|alerts|rules):(read|write|delete)$/,
  /^(accesspolicies|stacks|orgs|stack-dashboards|stack-plugins|stack-api-keys):(read|write|delete)$/,
  /^(fleet-management|integration-management|frontend-observability|adaptive-[a-z-]+):(read|write|delete)$/,
  /^(metrics:import|stack-service-accounts:write|pdc-signing:write|billing-metrics:read|datadog:validate)$/,
  /^set:alloy-data-write$/,
];

const scope = z.string().refine((value) => SCOPES.some((pattern) => pattern.test(value)), {
  error: (issue) => `Invalid scope ${JSON.stringify(issue.input)}`,
});

const realm = z.object({
  type: z.enum(["org", "stack"]),
  identifier: z.string().min(1),
  labelPolicies: z
    .array(z.object({ selector: z.string() }))
    .nullish()
    .transform((value) => value ?? []),
});

const cidr = z.string().refine((value) => {
  const [network = "", prefix = "", ...rest] = value.split("/");
  const bits = isIP(network) === 6 ? 128 : 32;
  return rest.length === 0 && isIP(network) !== 0 && /^\d+$/.test(prefix) && Number(prefix) <= bits;
}, "Invalid CIDR");

const conditions = z.object({ allowedSubnets: z.array(cidr).nullish() }).nullish();
const scopes = z.array(scope).min(1, "At least one scope is required");
const realms = z.array(realm).min(1, "At least one realm is required");
const displayName = z.string().max(255).nullish();

export const createPolicy = z.looseObject({
  name: z.string().min(1).max(255),
  displayName,
  scopes,
  realms,
  conditions,
});

export const updatePolicy = z.looseObject({
  displayName,
  scopes: scopes.optional(),
  realms: realms.optional(),
  conditions,
});

/** Body of a token creation; the expiry must be in the future. */
export const createToken = z.looseObject({
  accessPolicyId: z.string().min(1),
  name: z.string().min(1).max(255),
  displayName,
  expiresAt: z.iso
    .datetime({ offset: true })
    .refine((value) => Date.parse(value) > Date.now(), "expiresAt must be in the future")
    .nullish(),
});

export const updateToken = z.looseObject({ displayName });

export const createServiceAccount = z.looseObject({
  name: z.string().min(1, "Field is required"),
  role: z.enum(["None", "Viewer", "Editor", "Admin"]),
  isDisabled: z.boolean().default(false),
});

/** Body of a service-account token creation; 0 seconds means no expiry. */
export const createServiceAccountToken = z.looseObject({
  name: z.string().min(1, "Field is required"),
  secondsToLive: z.int().min(0, "Number of seconds before expiration should be greater than 0").default(0),
});

export const idParams = z.object({ id: z.string() });
export const regionQuery = z.looseObject({ region: z.string({ error: "Query parameter region is required" }) });
