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
  /** Whether applications push their profiles themselves, with a token of their own. */
  readonly applicationTokens: boolean;
  readonly secret: Secret;
}

/** The backend that the settings ask for. A function, not a component: what it creates keeps its place in the stack. */
export function createBackend(config: BackendConfig, { applicationTokens, secret }: Needs): TelemetryBackend {
  switch (config.kind) {
    case "grafana-cloud":
      return grafanaCloudBackend(config, applicationTokens, secret(BOOTSTRAP_TOKEN));
  }
}

/** What stands in the way to the backend. */
export function backendObstacles(config: BackendConfig, secret: Secret): Promise<Obstacle[]> {
  switch (config.kind) {
    case "grafana-cloud":
      return cloudProblems(config, secret(BOOTSTRAP_TOKEN));
  }
}
