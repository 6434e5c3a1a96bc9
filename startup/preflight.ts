import { setGlobalProxyFromEnv } from "node:http";
import * as pulumi from "@pulumi/pulumi";
import { describeProblems, type Obstacle } from "../model/problem.ts";
import { backendObstacles } from "../components/backends/index.ts";
import type { Config } from "../model/config/index.ts";
import { clusterProblems } from "./cluster-preflight.ts";

/**
 * Checks the backend and the cluster before anything is registered. Otherwise the providers would fail halfway, after minutes
 * of retries, when some resources exist already.
 * @throws pulumi.RunError with every obstacle at once
 */
export async function preflight(
  { backend, cluster }: Pick<Config, "backend" | "cluster">,
  backendSecret: (key: string) => pulumi.Output<string>,
): Promise<void> {
  useProxyOfEnvironment();
  const obstacles = await Promise.all([backendObstacles(backend, backendSecret), clusterProblems(cluster)]);
  const warns = ({ inPreview }: Obstacle) => pulumi.runtime.isDryRun() && inPreview === "warn";
  const subject = `preflight of stack ${pulumi.getStack()}`;
  const warnings = obstacles.flat().filter(warns);
  const problems = obstacles.flat().filter((obstacle) => !warns(obstacle));
  if (warnings.length > 0) await pulumi.log.warn(describeProblems(subject, warnings));
  if (problems.length > 0) throw new pulumi.RunError(describeProblems(subject, problems));
}

/** Uses `HTTPS_PROXY` and related variables as the providers do, but never for this machine. */
function useProxyOfEnvironment(): void {
  const { HTTP_PROXY, HTTPS_PROXY, NO_PROXY, http_proxy, https_proxy, no_proxy } = process.env;
  const excluded = [no_proxy ?? NO_PROXY, "localhost", "127.0.0.1", "[::1]"].filter(Boolean).join(",");
  setGlobalProxyFromEnv({
    HTTP_PROXY: http_proxy ?? HTTP_PROXY,
    HTTPS_PROXY: https_proxy ?? HTTPS_PROXY,
    NO_PROXY: excluded,
  });
}
