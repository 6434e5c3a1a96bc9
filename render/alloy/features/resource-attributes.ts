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
 * Resource attributes of SDKs that are the same for every instance or different after each start. They add a label or a field
 * to everything, and nothing uses them. The list is from k8s-monitoring.
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

/** Sets the team of signals from an application namespace that do not have one. */
const teamsOf = (applications: CollectorPlan["applications"]) =>
  applications.map(({ namespace, team }) =>
    setResourceAttribute("service.namespace", team, { "service.namespace": null, "k8s.namespace.name": namespace }),
  );

/** Adds the cluster, environment and team to signals that applications push; removes unused attributes and secrets. */
export const pushedResources = (plan: CollectorPlan, next: Outputs): Feature => ({
  blocks: [
    transform(
      "pushed",
      `Adds the cluster, environment and team to signals; removes unused attributes${plan.settings.redaction ? " and secrets" : ""}.`,
      [deleteMatchingAttributes(NOISE), ...originOf(plan), ...teamsOf(plan.applications)],
      next,
      secretsOf(plan, next),
    ),
  ],
});

/** Attributes that the receiver adds for a target's address. `instance` has it already; each would label an extra series per target. */
const ADDRESS = String.raw`(net\.host|server)\..*|(http|url)\.scheme`;

/** Matches the jobs of applications, `team/workload`. `integrations/…` are the jobs of Kubernetes, hosts and the collector. */
const APPLICATION_JOB = `IsMatch(resource.attributes["service.name"], "^[^/]+/[^/]+$") and not IsMatch(resource.attributes["service.name"], "^integrations/")`;

/** Derives the service from the job of a scrape. The backend derives the same job from `service.namespace/service.name`. */
export const scrapedResources = (plan: CollectorPlan, next: Outputs): Feature => ({
  blocks: [
    transform(
      "scraped",
      "Adds the cluster, environment, service and team to scraped metrics.",
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

/** Adds the cluster and environment to log lines that the collector read itself; removes secrets. */
export const logResources = (plan: CollectorPlan, next: Outputs): Feature => ({
  blocks: [
    transform(
      "logs",
      `Adds the cluster and environment to log lines${plan.settings.redaction ? "; removes secrets" : ""}.`,
      originOf(plan),
      next,
      [
        // Lists the attributes that were Loki labels; the backend has its own list.
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

/** Applies statements to the resources of every signal that has a next component. */
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
