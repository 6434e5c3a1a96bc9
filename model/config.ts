import { z } from "zod";
import { durationSeconds } from "./duration.ts";

/** What a field says of itself: used in error messages and in `docs/configuration.md`. */
export interface FieldMeta {
  /** What it is and what it changes. */
  readonly description: string;
  /** The shape of a good value, as it stands after "expected". */
  readonly expected?: string;
  /** A good value, as it would be written in YAML. */
  readonly example?: string;
}

const field = <T extends z.ZodType>(schema: T, meta: FieldMeta): T => schema.meta({ ...meta });

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const dnsLabel = () => z.string().regex(DNS_LABEL);
const DNS_LABEL_EXPECTED = "a DNS label (a-z, 0-9, -, at most 63 characters)";

const duration = () => z.string().refine((text) => (durationSeconds(text) ?? 0) > 0);
const DURATION_EXPECTED = "a Go duration in h, m and s";

const slug = () =>
  field(z.string().regex(/^[a-z][a-z0-9]{0,28}$/), {
    description: "Slug of the stack: the first label of its URL, unique in all of Grafana Cloud.",
    expected: "a letter, then letters and digits, lower case, at most 29 characters",
    example: "petrosadev",
  });

const createdStack = z.strictObject({
  mode: z.literal("create"),
  slug: slug(),
  region: field(z.string().regex(/^[a-z0-9-]+$/), {
    description: "Region of the stack and of its tokens. Changing it replaces the stack, and its data stays behind.",
    expected: "a Grafana Cloud region slug",
    example: "prod-sa-east-1",
  }),
  name: field(z.string().min(1).optional(), {
    description: "Name shown in the Cloud portal. Default: the slug.",
    example: "Petrosa dev",
  }),
  description: field(z.string().default("Managed by the observability Pulumi program"), {
    description: "Description shown in the Cloud portal.",
  }),
  labels: field(
    z
      .record(z.string().regex(/^[a-zA-Z0-9/\-._]+$/), z.string().regex(/^[a-zA-Z0-9/\-._]+$/))
      .refine((labels) => Object.keys(labels).length <= 10)
      .default({}),
    {
      description: "Labels of the stack in the Cloud portal.",
      expected: "at most 10 labels of letters, digits and / - . _",
      example: "{ team: petrosa }",
    },
  ),
  deleteProtection: field(z.boolean().default(true), {
    description: "Grafana Cloud refuses to delete the stack while this is true.",
    expected: "true or false",
    example: "true",
  }),
  protect: field(z.boolean().default(false), {
    description: "Pulumi refuses to delete or replace the stack while this is true. Set it in production.",
    expected: "true or false",
    example: "true",
  }),
  readinessTimeout: field(duration().default("10m"), {
    description: "How long to wait for a new stack to answer.",
    expected: DURATION_EXPECTED,
    example: "10m",
  }),
});

const adoptedStack = z.strictObject({ mode: z.literal("adopt"), slug: slug() });

const grafanaCloud = z.strictObject({
  kind: z.literal("grafana-cloud"),
  apiUrl: field(z.url({ protocol: /^https?$/ }).default("https://grafana.com"), {
    description: "The Grafana Cloud API.",
    expected: "an http(s) URL",
    example: "https://grafana.com",
  }),
  stack: field(z.discriminatedUnion("mode", [createdStack, adoptedStack]), {
    description:
      "The Grafana Cloud stack: `create` makes and owns it, `adopt` uses one that exists and never changes it.",
    expected: "a stack with mode create or adopt",
  }),
  tokens: field(
    z
      .strictObject({
        lifetime: field(duration().default("2160h"), {
          description: "Lifetime of every minted token.",
          expected: DURATION_EXPECTED,
          example: "2160h",
        }),
        overlap: field(duration().default("1080h"), {
          description:
            "How long before its expiry a token is replaced by the next `up`; the old one stays valid until then. " +
            "Run `up` at least twice in this time.",
          expected: DURATION_EXPECTED,
          example: "1080h",
        }),
        readinessTimeout: field(duration().default("15m"), {
          description:
            "How long a new token may be refused by its write endpoint (Grafana Cloud needs up to 10 minutes).",
          expected: DURATION_EXPECTED,
          example: "15m",
        }),
      })
      .prefault({}),
    { description: "Lifetime and rotation of all tokens.", expected: "an object" },
  ),
});

const chart = field(
  z
    .union([
      z.strictObject({
        repository: z.url().default("https://grafana.github.io/helm-charts"),
        version: z.string().default("1.11.1"),
      }),
      z.strictObject({ path: z.string().min(1) }),
    ])
    .prefault({}),
  {
    description:
      "The Alloy Helm chart: `{ repository, version }`, by default the public repository and the version this program was tested with, or `{ path }` of a chart on disk.",
    expected: "{ repository, version } or { path }",
    example: '{ version: "1.11.1" }',
  },
);

const quantity = () => z.string().regex(/^\d+(\.\d+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?$/);
const QUANTITY_EXPECTED = "a Kubernetes quantity";

const collector = z.strictObject({
  chart,
  imageTag: field(z.string().default("v1.19.2"), {
    description: "Alloy image tag; the default is the version the generated configuration was tested with.",
    example: "v1.19.2",
  }),
  replicas: field(z.int().min(1).max(50).default(2), {
    description: "Gateway pods.",
    expected: "a whole number from 1 to 50",
    example: "2",
  }),
  cpu: field(quantity().default("250m"), {
    description: "CPU request of a gateway pod.",
    expected: QUANTITY_EXPECTED,
    example: "250m",
  }),
  memory: field(
    z
      .string()
      .regex(/^\d+(Mi|Gi)$/)
      .default("1Gi"),
    {
      description: "Memory request and limit of a gateway pod. The pipeline refuses data before it is reached.",
      expected: "a quantity in Mi or Gi",
      example: "1Gi",
    },
  ),
  queueSize: field(
    z
      .string()
      .regex(/^\d+(Mi|Gi)$/)
      .default("10Gi"),
    {
      description: "Volume of a gateway pod that holds what the backend has not taken yet.",
      expected: "a quantity in Mi or Gi",
      example: "10Gi",
    },
  ),
});

const application = z.strictObject({
  namespace: field(dnsLabel(), {
    description: "Kubernetes namespace of the application.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa-apps",
  }),
  team: field(dnsLabel(), {
    description: "Owner; prefix of the names below and `service.namespace` of its telemetry.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa",
  }),
  createNamespace: field(z.boolean().default(false), {
    description: "Create the namespace; otherwise it has to exist.",
    expected: "true or false",
    example: "false",
  }),
  configMapName: field(dnsLabel().optional(), {
    description: "Name of the ConfigMap for `envFrom`. Default: `<team>-common-config`.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa-common-config",
  }),
  secretName: field(dnsLabel().optional(), {
    description:
      "Name of the Secret for `envFrom` (only with `profiles: direct`). Default: `<team>-sensitive-credentials`.",
    expected: DNS_LABEL_EXPECTED,
    example: "petrosa-sensitive-credentials",
  }),
  adoptObjects: field(z.boolean().default(false), {
    description:
      "The ConfigMap and the Secret exist already and hold keys of others: own only the keys of this program in them.",
    expected: "true or false",
    example: "false",
  }),
  profiles: field(z.enum(["collector", "direct", "off"]).default("collector"), {
    description:
      "Way of the profiles: through the collector (no token in the application), directly to the backend with a token of its own, or none.",
    expected: "collector, direct or off",
    example: "collector",
  }),
});

const secretKey = (what: string) =>
  field(z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*$/), {
    description: `Name of the secret configuration key that holds ${what}.`,
    expected: "the name of a secret configuration key",
    example: "oncallSecret",
  });
const contactPointName = () =>
  field(z.string().min(1), { description: "Name of the contact point.", expected: "a name", example: "oncall" });

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

const alerts = z.strictObject({
  contactPoints: field(z.array(contactPoint).default([]), {
    description: "Where notifications go: `slack`, `pagerduty`, `webhook` or `email`.",
    expected: "a list of contact points",
  }),
  routes: field(
    z.strictObject({ critical: z.string().min(1), warning: z.string().min(1), info: z.string().min(1) }).optional(),
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

/** The configuration of an environment: everything below `observability:` in `Pulumi.<stack>.yaml`, without secrets. */
export const configSchema = z.strictObject({
  environment: field(dnsLabel(), {
    description: "`deployment.environment.name` of all telemetry.",
    expected: DNS_LABEL_EXPECTED,
    example: "dev",
  }),
  cluster: field(
    z.strictObject({
      name: field(dnsLabel(), {
        description:
          "`k8s.cluster.name` of all telemetry, and the cluster's identity: a new address does not replace anything.",
        expected: DNS_LABEL_EXPECTED,
        example: "petrosa-dev",
      }),
      context: field(z.string().min(1), {
        description: "Context of the kubeconfig. Never the current one, so that no `up` hits the wrong cluster.",
        expected: "the name of a kubeconfig context",
        example: "petrosa-dev",
      }),
      kubeconfig: field(z.string().min(1).optional(), {
        description: "Path of the kubeconfig. Default: `KUBECONFIG` or `~/.kube/config`.",
        example: "./kubeconfig",
      }),
      namespace: field(dnsLabel().default("observability"), {
        description: "Namespace of the collector.",
        expected: DNS_LABEL_EXPECTED,
        example: "observability",
      }),
    }),
    { description: "The Kubernetes cluster.", expected: "an object with name and context" },
  ),
  backend: field(z.discriminatedUnion("kind", [grafanaCloud]), {
    description: "Where telemetry is stored.",
    expected: "a backend of kind grafana-cloud",
  }),
  collector: field(collector.prefault({}), { description: "Grafana Alloy.", expected: "an object" }),
  applications: field(z.array(application).default([]), {
    description: "Namespaces that send telemetry.",
    expected: "a list of application namespaces",
  }),
  catalog: field(z.strictObject({ systems: z.array(z.string()).default([]) }).prefault({}), {
    description: "What is observed: names of systems in `catalog/`.",
    expected: "an object with a list of systems",
    example: "{ systems: [tradeengine] }",
  }),
  alerts: field(alerts.prefault({}), { description: "Who is told.", expected: "an object" }),
});

export type Config = z.output<typeof configSchema>;
export type ApplicationConfig = Config["applications"][number];
export type ContactPointConfig = Config["alerts"]["contactPoints"][number];
export type StackConfig = Config["backend"]["stack"];
export type TokensConfig = Config["backend"]["tokens"];
export type CollectorConfig = Config["collector"];
export type Severity = keyof NonNullable<Config["alerts"]["routes"]>;

/** The one token that is made by hand; everything else is minted with it. */
export const BOOTSTRAP_TOKEN = "grafanaCloudToken";
