import type * as pulumi from "@pulumi/pulumi";
import { BOOTSTRAP_TOKEN } from "../../model/backends/grafana-cloud.ts";
import type { BackendConfig } from "../../model/config/backend.ts";
import type { Obstacle } from "../../model/problem.ts";
import type { TelemetryBackend } from "./backend.ts";
import { grafanaCloudBackend } from "./grafana-cloud/index.ts";
import { cloudProblems } from "./grafana-cloud/preflight.ts";

/** Secret configuration value by key. */
type Secret = (key: string) => pulumi.Output<string>;

interface Needs {
  /** Whether applications push their profiles directly, with a separate token. */
  readonly applicationTokens: boolean;
  readonly secret: Secret;
}

/** Creates the configured backend. A function rather than a component, so that its resources stay at the top level of the stack. */
export function createBackend(config: BackendConfig, { applicationTokens, secret }: Needs): TelemetryBackend {
  switch (config.kind) {
    case "grafana-cloud":
      return grafanaCloudBackend(config, applicationTokens, secret(BOOTSTRAP_TOKEN));
  }
}

/** Problems with reaching or using the backend. */
export function backendObstacles(config: BackendConfig, secret: Secret): Promise<Obstacle[]> {
  switch (config.kind) {
    case "grafana-cloud":
      return cloudProblems(config, secret(BOOTSTRAP_TOKEN));
  }
}
