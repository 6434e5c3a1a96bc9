import type { Block } from "./ast.ts";
import type { Backend, Destination, PolicyRule } from "./feature.ts";
import { kubernetesAttributes } from "./features/kubernetes-attributes.ts";
import type { KubernetesAuthentication } from "./features/kubernetes-attributes.ts";
import { memoryLimiter } from "./features/memory-limiter.ts";
import { otlpExporter } from "./features/otlp-exporter.ts";
import { otlpReceiver } from "./features/otlp-receiver.ts";
import { profiles } from "./features/profiles.ts";
import { resourceAttributes } from "./features/resource-attributes.ts";
import { printConfig } from "./print.ts";
import { referenceProblems } from "./references.ts";
import type { ServicePort } from "../../model/network.ts";

/** Everything the gateway's configuration depends on. No secret: tokens are named by the file they are mounted at. */
export interface GatewayPlan {
  /** Name of the Kubernetes cluster, on every signal as `k8s.cluster.name`. */
  readonly cluster: string;
  /** Name of the environment, on every signal as `deployment.environment.name`. */
  readonly environment: string;
  /** Where metrics, logs and traces go. */
  readonly otlp: { readonly url: string; readonly username: string };
  /** Where profiles go. */
  readonly profiles: { readonly url: string; readonly username: string };
  /** Directory at which the Secret with the tokens is mounted. */
  readonly credentialsDirectory: string;
  /** Keys of that Secret. */
  readonly credentialKeys: { readonly otlp: string; readonly profiles: string };
  /** Directory of the queue's volume. */
  readonly storageDirectory: string;
  /** Size of that volume. */
  readonly storageGibibytes: number;
  /** Memory limit of the Alloy container. */
  readonly memoryMebibytes: number;
  /** @default "serviceAccount" */
  readonly kubernetesAuthentication?: KubernetesAuthentication;
}

/** The gateway's configuration in the order a signal passes through it. */
export function gatewayBlocks(plan: GatewayPlan): Block[] {
  const origin = { cluster: plan.cluster, environment: plan.environment };
  const queue = { directory: `${plan.storageDirectory}/queue`, volumeBytes: plan.storageGibibytes * 1024 ** 3 };
  return [
    ...otlpReceiver.blocks(memoryLimiter.input),
    ...memoryLimiter.blocks(plan.memoryMebibytes, kubernetesAttributes.input),
    ...kubernetesAttributes.blocks(plan.kubernetesAuthentication ?? "serviceAccount", resourceAttributes.input),
    ...resourceAttributes.blocks(origin, otlpExporter.input),
    ...otlpExporter.blocks(backend(plan, "otlp"), queue),
    ...profiles.blocks(backend(plan, "profiles"), origin),
  ];
}

/** The gateway's configuration as text. */
export function renderGatewayConfig(plan: GatewayPlan): string {
  const blocks = gatewayBlocks(plan);
  const problems = referenceProblems(blocks);
  if (problems.length > 0) throw new Error(`gateway configuration:\n  ${problems.join("\n  ")}`);
  return printConfig(blocks);
}

const FEATURES = [
  otlpReceiver,
  memoryLimiter,
  kubernetesAttributes,
  resourceAttributes,
  otlpExporter,
  profiles,
] as const;

/** Ports of the collector's Service. */
export const gatewayPorts: readonly ServicePort[] = FEATURES.flatMap((feature) => [...feature.ports]);

/** Rules of the collector's ClusterRole. */
export const gatewayRbacRules: readonly PolicyRule[] = FEATURES.flatMap((feature) => [...feature.rbac]);

/** Whom the collector calls. */
export const gatewayEgress: ReadonlySet<Destination> = new Set(FEATURES.flatMap((feature) => [...feature.egress]));

function backend(plan: GatewayPlan, kind: "otlp" | "profiles"): Backend {
  return { ...plan[kind], passwordFile: `${plan.credentialsDirectory}/${plan.credentialKeys[kind]}` };
}
