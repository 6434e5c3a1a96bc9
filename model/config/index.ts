import { z } from "zod";
import { alerts } from "./alerts.ts";
import { application } from "./application.ts";
import { backend } from "./backend.ts";
import { collector } from "./collector.ts";
import { DNS_LABEL_EXPECTED, dnsLabel, field } from "./field.ts";

const systemName = () =>
  field(z.string(), { description: "Name of a system.", expected: "the name of a system", example: "tradeengine" });

/** The configuration of an environment: every key with the prefix `observability:` in `Pulumi.<stack>.yaml`, without secrets. */
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
          "`k8s.cluster.name` of all telemetry. It also identifies the cluster, so that a new API server address does not replace any resource.",
        expected: DNS_LABEL_EXPECTED,
        example: "petrosa-dev",
      }),
      context: field(z.string().min(1), {
        description:
          "Kubeconfig context. The current context is never used, so that `up` cannot change the wrong cluster.",
        expected: "the name of a kubeconfig context",
        example: "petrosa-dev",
      }),
      kubeconfig: field(z.string().min(1).optional(), {
        description: "Path to the kubeconfig. Default: `KUBECONFIG` or `~/.kube/config`.",
        expected: "the path to a kubeconfig",
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
      expected: "an object with a name and a context",
      example: "{ name: petrosa-dev, context: petrosa-dev }",
    },
  ),
  backend,
  collector: field(collector.prefault({}), {
    description: "The collector, Grafana Alloy.",
    expected: "an object with collector settings",
    example: "{ replicas: 2 }",
  }),
  applications: field(z.array(application).default([]), {
    description: "Namespaces that send telemetry.",
    expected: "a list of applications",
    example: "[{ namespace: petrosa-apps, team: petrosa }]",
  }),
  catalog: field(
    z
      .strictObject({
        systems: field(z.array(systemName()).default([]), {
          description: "Systems whose dashboards and alert rules are published.",
          expected: "a list of system names",
          example: "[tradeengine]",
        }),
        directory: field(z.string().min(1).optional(), {
          description:
            "Folder with your own systems, absolute or relative to this program. Its `index.ts` exports `systems`: [how](adding-a-service.md#in-a-separate-directory).",
          expected: "the path to a folder",
          example: "../our-catalog",
        }),
      })
      .prefault({}),
    {
      description: "The systems that are observed.",
      expected: "an object with a list of systems",
      example: "{ systems: [tradeengine] }",
    },
  ),
  alerts: field(alerts.prefault({}), {
    description: "Where alerts are sent, and when they are muted.",
    expected: "an object with contactPoints, routes and runbookUrl",
    example: "{ runbookUrl: https://git.example.com/observability/docs/runbooks }",
    concealed: true,
  }),
});

export type Config = z.output<typeof configSchema>;
export type ApplicationConfig = Config["applications"][number];
export type ContactPointConfig = Config["alerts"]["contactPoints"][number];
export type CollectorConfig = Config["collector"];
