import { z } from "zod";
import { alerts } from "./alerts.ts";
import { application } from "./application.ts";
import { backend } from "./backend.ts";
import { collector } from "./collector.ts";
import { DNS_LABEL_EXPECTED, dnsLabel, field } from "./field.ts";

const systemName = () =>
  field(z.string(), { description: "Name of a system.", expected: "the name of a system", example: "tradeengine" });

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
        expected: "the path of a kubeconfig",
        example: "./kubeconfig",
      }),
      namespace: field(dnsLabel().default("observability"), {
        description: "Namespace of the collector.",
        expected: DNS_LABEL_EXPECTED,
        example: "observability",
      }),
    }),
    {
      description: "The Kubernetes cluster.",
      expected: "an object with name and context",
      example: "{ name: petrosa-dev, context: petrosa-dev }",
    },
  ),
  backend,
  collector: field(collector.prefault({}), {
    description: "Grafana Alloy.",
    expected: "an object with sizes of the collector",
    example: "{ replicas: 2 }",
  }),
  applications: field(z.array(application).default([]), {
    description: "Namespaces that send telemetry.",
    expected: "a list of application namespaces",
    example: "[{ namespace: petrosa-apps, team: petrosa }]",
  }),
  catalog: field(
    z
      .strictObject({
        systems: field(z.array(systemName()).default([]), {
          description: "Names of systems: their boards and alert rules are published.",
          expected: "a list of names of systems",
          example: "[tradeengine]",
        }),
        directory: field(z.string().min(1).optional(), {
          description:
            "Folder with systems of your own, absolute or relative to this program. Its `index.ts` exports `systems`: [how](adding-a-service.md#in-a-directory-of-your-own).",
          expected: "the path of a folder",
          example: "../our-catalog",
        }),
      })
      .prefault({}),
    {
      description: "What is observed.",
      expected: "an object with a list of systems",
      example: "{ systems: [tradeengine] }",
    },
  ),
  alerts: field(alerts.prefault({}), {
    description: "Who is told.",
    expected: "an object with contactPoints, routes and runbookUrl",
    example: "{ runbookUrl: https://git.example.com/observability/docs/runbooks }",
    concealed: true,
  }),
});

export type Config = z.output<typeof configSchema>;
export type ApplicationConfig = Config["applications"][number];
export type ContactPointConfig = Config["alerts"]["contactPoints"][number];
export type CollectorConfig = Config["collector"];
