import type { CollectorConfig } from "../config/index.ts";
import type { Problem } from "../problem.ts";
import { goDuration } from "../duration.ts";
import { collectorSizes, longestOutageSeconds } from "../collector/sizing.ts";

/** What fits together in the collector: pods that count traces see all of a trace, and scaling starts at what there is. */
export function collectorProblems(collector: CollectorConfig | undefined): Problem[] {
  // How many pods there are follows from sound settings only.
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
      expected: "false, one gateway pod, or sampling of kind tail, whose pods see whole traces",
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
      expected: `at least the ${replicas} pods there always are`,
      got: String(autoscaling.maxReplicas),
      fix: `pulumi config set --path 'observability:collector.autoscaling.maxReplicas' ${replicas + 1}`,
    },
  ];
}

/** Who sets the size of the volume has decided; otherwise the largest one has to do. */
function outageProblems(collector: CollectorConfig): Problem[] {
  const longest = longestOutageSeconds(collector);
  if (collector.queueGibibytes !== undefined || collector.outage.seconds <= longest) return [];
  const minutes = Math.max(1, Math.floor(longest / 60));
  return [
    {
      path: "collector.outage",
      expected: `at most ${goDuration(minutes * 60)}, which volumes of 1024 GiB hold at the expected load`,
      got: `"${collector.outage.text}"`,
      fix: `pulumi config set --path 'observability:collector.outage' ${goDuration(minutes * 60)}`,
    },
  ];
}
