import { z } from "zod";
import { alerts } from "./config/alerts.ts";
import { application } from "./config/application.ts";
import { collector } from "./config/collector.ts";
import { DNS_LABEL_EXPECTED, dnsLabel, field } from "./config/field.ts";
import { grafanaCloud } from "./config/grafana-cloud.ts";

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
  catalog: field(
    z
      .strictObject({
        systems: field(z.array(z.string()).default([]), {
          description: "Names of systems: their boards and alert rules are published.",
          expected: "names of files in `catalog/`",
          example: "[tradeengine]",
        }),
      })
      .prefault({}),
    {
      description: "What is observed.",
      expected: "an object with a list of systems",
      example: "{ systems: [tradeengine] }",
    },
  ),
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
