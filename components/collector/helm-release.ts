import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { CollectorConfig } from "../../model/config/index.ts";

/** How long Helm waits for ready pods: enough for an image pull and a new volume on a slow cluster. */
const RELEASE_TIMEOUT_SECONDS = 600;

interface HelmReleaseArgs {
  readonly chart: { readonly name: string; readonly source: CollectorConfig["chart"] };
  /** Name of the release. */
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A release of a chart from a repository or a folder. A failed upgrade leaves nothing pending. */
export function createHelmRelease(resourceName: string, args: HelmReleaseArgs, opts: pulumi.CustomResourceOptions) {
  const { chart, name, namespace, values } = args;
  return new k8s.helm.v3.Release(
    resourceName,
    {
      ...("path" in chart.source
        ? { chart: chart.source.path }
        : { chart: chart.name, version: chart.source.version, repositoryOpts: { repo: chart.source.repository } }),
      name,
      namespace,
      values,
      atomic: true, // a failed upgrade rolls back and leaves no pending release
      timeout: RELEASE_TIMEOUT_SECONDS,
    },
    opts,
  );
}
