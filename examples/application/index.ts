import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type Telemetry, telemetryFor } from "./contract.ts";

const config = new pulumi.Config();
const stack = config.require("observabilityStack");
const namespace = config.require("namespace");
const { context, kubeconfig } = config.requireObject<{ context: string; kubeconfig?: string }>("cluster");

const telemetry = await readTelemetry();

const provider = new k8s.Provider("kubernetes", { context, kubeconfig, clusterIdentifier: telemetry.cluster });
const labels = { "app.kubernetes.io/name": "application" };

const deployment = new k8s.apps.v1.Deployment(
  "application",
  {
    metadata: { name: "application", namespace, labels },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: restartAnnotations(telemetry) },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: "application",
              image: config.require("image"),
              env: [{ name: "OTEL_SERVICE_NAME", value: "application" }],
              envFrom: telemetrySources(telemetry),
              resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                readOnlyRootFilesystem: true,
              },
            },
          ],
        },
      },
    },
  },
  { provider },
);

export const name = deployment.metadata.name;

/** Reads the contract before any resource is registered, so that a mistake changes nothing. */
async function readTelemetry(): Promise<Telemetry> {
  const observability = new pulumi.StackReference(stack);
  const value = async (key: string): Promise<unknown> => (await observability.getOutputDetails(key)).value;
  const outputs = {
    schemaVersion: await value("schemaVersion"),
    environment: await value("environment"),
    applications: await value("applications"),
  };
  try {
    return telemetryFor(namespace, stack, outputs);
  } catch (error) {
    throw new pulumi.RunError(error instanceof Error ? error.message : String(error)); // shown without a stack trace
  }
}

/** Sources of the environment variables that configure telemetry. A Secret exists only if the application holds a token. */
function telemetrySources({ configMapName, secretName }: Telemetry): k8s.types.input.core.v1.EnvFromSource[] {
  const sources: k8s.types.input.core.v1.EnvFromSource[] = [{ configMapRef: { name: configMapName } }];
  return secretName === undefined ? sources : [...sources, { secretRef: { name: secretName } }];
}

/** A process reads its environment only once, so a new token must start new pods. */
function restartAnnotations({ credentialsVersion }: Telemetry): Record<string, string> {
  return credentialsVersion === undefined ? {} : { "observability/credentials-version": credentialsVersion };
}
