import { block, raw } from "../language/ast.ts";
import type { Block, Reference, Value } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import type { Feature } from "./feature.ts";
import { deleteMatchingAttributes, setResourceAttribute } from "../language/ottl.ts";
import type { CollectorPlan } from "../plan.ts";
import { redaction } from "./redaction.ts";

type Label = "pushed" | "scraped" | "logs";

export const resourceAttributesInput = (label: Label): Reference =>
  exported("otelcol.processor.transform", label, "input");

/**
 * Resource attributes of SDKs that say the same of every instance, or something else of each start: they cost a label or a
 * field on everything and nothing reads them. The list is k8s-monitoring's.
 */
const NOISE = [
  String.raw`container\.image\.(id|repo_digests)`,
  String.raw`host\.(ip|mac)`,
  String.raw`k8s\.pod\.(ip|start_time|uid)`,
  String.raw`os\.(build_id|description)`,
  String.raw`process\.(command_args|command_line|executable\.path|owner|parent_pid|pid)`,
  String.raw`process\.runtime\..*`,
].join("|");

const originOf = ({ cluster, environment }: Pick<CollectorPlan, "cluster" | "environment">) => [
  setResourceAttribute("k8s.cluster.name", cluster),
  setResourceAttribute("deployment.environment.name", environment),
];

/** The team of what came from an application namespace and did not say whose it is. */
const teamsOf = (applications: CollectorPlan["applications"]) =>
  applications.map(({ namespace, team }) =>
    setResourceAttribute("service.namespace", team, { "service.namespace": null, "k8s.namespace.name": namespace }),
  );

/** Says of what applications push which cluster, environment and team it came from; drops what nobody reads, and secrets. */
export const pushedResources = (plan: CollectorPlan, next: Outputs): Feature => ({
  blocks: [
    transform(
      "pushed",
      `Which cluster, environment and team a signal came from; what nobody reads goes${plan.settings.redaction ? ", and secrets" : ""}.`,
      [deleteMatchingAttributes(NOISE), ...originOf(plan), ...teamsOf(plan.applications)],
      next,
      secretsOf(plan, next),
    ),
  ],
});

/** What the receiver adds about a target's address: `instance` says it, and each would be a label of one more series per target. */
const ADDRESS = String.raw`(net\.host|server)\..*|(http|url)\.scheme`;

/** `team/workload`, as jobs of applications are named; `integrations/…` are the jobs of Kubernetes, hosts and the collector. */
const APPLICATION_JOB = `IsMatch(resource.attributes["service.name"], "^[^/]+/[^/]+$") and not IsMatch(resource.attributes["service.name"], "^integrations/")`;

/** A scrape's job is its service: the backend makes the same job of `service.namespace/service.name` again. */
export const scrapedResources = (plan: CollectorPlan, next: Outputs): Feature => ({
  blocks: [
    transform(
      "scraped",
      "Which cluster and environment a scraped metric came from, and of which service of which team it is.",
      [
        deleteMatchingAttributes(ADDRESS),
        ...originOf(plan),
        raw(
          `set(resource.attributes["service.namespace"], Split(resource.attributes["service.name"], "/")[0]) where ${APPLICATION_JOB}`,
        ),
        raw(
          `set(resource.attributes["service.name"], Split(resource.attributes["service.name"], "/")[1]) where ${APPLICATION_JOB}`,
        ),
      ],
      next,
    ),
  ],
});

/** Says of log lines that the collector has read itself which cluster and environment they came from; drops secrets. */
export const logResources = (plan: CollectorPlan, next: Outputs): Feature => ({
  blocks: [
    transform(
      "logs",
      `Which cluster and environment a log line came from${plan.settings.redaction ? "; secrets go" : ""}.`,
      originOf(plan),
      next,
      [
        // Says which attributes were Loki's labels; the backend has its own list.
        block("log_statements", {
          context: "log",
          statements: [raw(`delete_key(log.attributes, "loki.attribute.labels")`)],
        }),
        ...secretsOf(plan, next),
      ],
    ),
  ],
});

const secretsOf = ({ settings }: CollectorPlan, signals: Outputs): Block[] =>
  settings.redaction ? redaction(signals) : [];

/** Statements on resources for every signal that has a way to go on. */
function transform(
  label: Label,
  comment: string,
  statements: readonly Value[],
  next: Outputs,
  others: readonly Block[] = [],
): Block {
  const onResources = { context: "resource", statements };
  return component("otelcol.processor.transform", label, {
    comment,
    attributes: { error_mode: "ignore" },
    blocks: [
      ...(next.metrics === undefined ? [] : [block("metric_statements", onResources)]),
      ...(next.logs === undefined ? [] : [block("log_statements", onResources)]),
      ...(next.traces === undefined ? [] : [block("trace_statements", onResources)]),
      ...others,
      outputTo(next),
    ],
  });
}
