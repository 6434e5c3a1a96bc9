import type { CollectorConfig } from "../config/index.ts";
import type { Problem } from "../problem.ts";
import { goDuration } from "../duration.ts";
import { collectorSizes, longestOutageSeconds } from "../collector/sizing.ts";

/** Checks that collector settings fit together: pods that count traces see whole traces, and autoscaling starts at the replicas. */
export function collectorProblems(collector: CollectorConfig | undefined): Problem[] {
  // The number of pods can only be derived from valid settings.
  if (collector === undefined) return [];
  const { replicas } = collectorSizes(collector).gateway;
  return [
    ...serviceGraphProblems(collector, replicas),
    ...autoscalingProblems(collector, replicas),
    ...outageProblems(collector),
  ];
}

/** Both spans of an edge have to reach the same pod. */
function serviceGraphProblems({ traces, autoscaling }: CollectorConfig, replicas: number): Problem[] {
  const onePod = replicas === 1 && autoscaling === undefined;
  if (!traces.serviceGraph || traces.sampling.kind === "tail" || onePod) return [];
  return [
    {
      path: "collector.traces.serviceGraph",
      expected: "false, unless there is one gateway pod or sampling of kind tail, whose pods see whole traces",
      got: "true",
      fix: "pulumi config set --path 'observability:collector.traces.serviceGraph' false",
    },
  ];
}

function autoscalingProblems({ autoscaling }: CollectorConfig, replicas: number): Problem[] {
  if (autoscaling === undefined || autoscaling.maxReplicas >= replicas) return [];
  return [
    {
      path: "collector.autoscaling.maxReplicas",
      expected: `at least ${replicas}, the minimum number of gateway pods`,
      got: String(autoscaling.maxReplicas),
      fix: `pulumi config set --path 'observability:collector.autoscaling.maxReplicas' ${replicas + 1}`,
    },
  ];
}

/** Applies only if the volume size is derived: the largest volume has to hold the outage. */
function outageProblems(collector: CollectorConfig): Problem[] {
  const longest = longestOutageSeconds(collector);
  if (collector.queueGibibytes !== undefined || collector.outage.seconds <= longest) return [];
  const minutes = Math.max(1, Math.floor(longest / 60));
  return [
    {
      path: "collector.outage",
      expected: `at most ${goDuration(minutes * 60)}, the longest outage that volumes of 1024 GiB hold at the expected load`,
      got: `"${collector.outage.text}"`,
      fix: `pulumi config set --path 'observability:collector.outage' ${goDuration(minutes * 60)}`,
    },
  ];
}
