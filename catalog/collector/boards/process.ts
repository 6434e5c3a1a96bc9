import {
  age,
  type BoardRow,
  distinct,
  FAILURE_LEVELS,
  gauge,
  increase,
  rate,
  ratio,
  series,
  view,
} from "observability/catalog";
import {
  clusterEvents,
  clusterHealth,
  clusterMember,
  clusterPeers,
  configHash,
  configLoaded,
  configLoadedAt,
  cpuTime,
  droppedLines,
  droppedLinesByLabel,
  forwardedSamples,
  goHeap,
  goMemoryLimit,
  logFiles,
  residentMemory,
  runningComponents,
  scrapeLimits,
  scrapeTargets,
  slowEvaluation,
  syncFailed,
} from "../metrics.ts";
import { collectorService } from "../service.ts";

const ROLE = { by: ["role"] };
const INSTANCE = { by: ["instance"] };
const COMPONENT = { by: ["component_id"] };

export const sources: BoardRow = {
  id: "sources",
  title: "Scrapes and log files",
  of: [collectorService],
  panels: [
    {
      id: "samples-scraped",
      title: "Samples by component",
      description:
        "Samples that each scrape forwards; `relabel` shows what is left after the keep-list. A step up means more series and more cost.",
      width: 8,
      unit: "perSecond",
      view: view("lines", [rate(series(forwardedSamples), COMPONENT), "{{component_id}}"]),
    },
    {
      id: "targets",
      title: "Targets",
      description:
        "Targets by component, across all instances. Twice the real number means that the cluster has split.",
      width: 8,
      view: view("lines", [gauge(series(scrapeTargets), "sum", COMPONENT), "{{component_id}}"]),
    },
    {
      id: "scrapes-refused",
      title: "Discarded scrapes",
      description: "Scrapes that exceed a limit, and targets with an invalid definition. Nothing of them is kept.",
      width: 8,
      empty: "none",
      view: view(
        "bars",
        ...[...scrapeLimits, syncFailed].map(
          (limit) => [increase(series(limit)), limit.name.replace(/^prometheus_target_|_total$/g, "")] as const,
        ),
      ),
    },
    {
      id: "log-files",
      title: "Log files",
      description:
        "Container log files being read, by instance. Zero on a node means that the logs of all its pods are missing.",
      width: 8,
      view: view("lines", [gauge(series(logFiles), "sum", INSTANCE), "{{instance}}"]),
    },
    {
      id: "lines-dropped",
      title: "Log lines dropped on purpose",
      description: "By reason. `ratelimit_drop_stage`: above the rate limit, including errors.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", [rate(series(droppedLines), { by: ["reason"] }), "{{reason}}"]),
    },
    {
      id: "lines-dropped-namespaces",
      title: "Namespaces above the log limit",
      description: "Lines dropped by the rate limit, by namespace.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", [rate(series(droppedLinesByLabel), { by: ["label_value"] }), "{{label_value}}"]),
    },
  ],
};

export const process: BoardRow = {
  id: "process",
  title: "Alloy process",
  of: [collectorService],
  panels: [
    {
      id: "memory",
      title: "Heap, share of limit",
      description: "Above 75 %, the garbage collector takes more and more CPU; soon after, data is refused.",
      width: 8,
      unit: "ratio",
      view: view("lines", [
        ratio(gauge(series(goHeap), "sum", INSTANCE), gauge(series(goMemoryLimit), "sum", INSTANCE)),
        "{{instance}}",
      ]),
    },
    {
      id: "resident",
      title: "Resident memory",
      description: "Includes the mapped files of the queue, which the kernel reclaims when it needs memory.",
      width: 8,
      unit: "bytes",
      view: view("lines", [gauge(series(residentMemory), "sum", INSTANCE), "{{instance}}"]),
    },
    {
      id: "cpu",
      title: "CPU",
      description: "Cores in use, by instance.",
      width: 8,
      view: view("lines", [rate(series(cpuTime), INSTANCE), "{{instance}}"]),
    },
    {
      id: "config-loaded",
      title: "Configuration loaded",
      description: "By role. `no`: Alloy keeps running with the previous configuration, but would not start again.",
      width: 6,
      unit: "yesNo",
      view: view("state", [gauge(series(configLoaded), "min", ROLE), "{{role}}"]),
    },
    {
      id: "config-age",
      title: "Time since the last load",
      description: "By instance. All instances of a role load the same configuration at about the same time.",
      width: 6,
      unit: "seconds",
      view: view("bar-gauge", [age(series(configLoadedAt), ["instance"]), "{{instance}}"]),
    },
    {
      id: "components",
      title: "Unhealthy components",
      description:
        "By health state, across all instances. Part of the pipeline is not working; the log names the component.",
      width: 6,
      empty: "none",
      view: view("lines", [
        gauge(series(runningComponents, { health_type: { not: "healthy" } }), "sum", {
          by: ["role", "health_type"],
        }),
        "{{role}} {{health_type}}",
      ]),
    },
    {
      id: "slow",
      title: "Time in slow evaluations",
      description: "Share of the time, by component. The component picks up changes, such as new targets, late.",
      width: 6,
      unit: "ratio",
      empty: "none",
      view: view("lines", [rate(series(slowEvaluation), COMPONENT), "{{component_id}}"]),
    },
  ],
};

export const cluster: BoardRow = {
  id: "cluster",
  title: "Gateway cluster",
  of: [collectorService],
  panels: [
    {
      id: "peers",
      title: "Peers seen",
      description:
        "By instance, including itself. Good: all lines equal the number of gateways, which means one cluster.",
      width: 8,
      empty: "no clustered instances",
      view: view(
        "lines",
        [gauge(series(clusterPeers), "sum", INSTANCE), "{{instance}}"],
        [gauge(series(clusterMember), "count"), "gateways"],
      ),
    },
    {
      id: "gossip",
      title: "Gossip health score",
      description:
        "Good: 0. Higher means that peers hear of each other too late: too little CPU, or packets lost between nodes.",
      width: 5,
      empty: "no clustered instances",
      view: view("lines", [gauge(series(clusterHealth), "max", INSTANCE), "{{instance}}"]),
    },
    {
      id: "events",
      title: "Peer messages",
      description: "By kind. `node_conflict`: two instances have the same name.",
      width: 6,
      unit: "perSecond",
      empty: "no clustered instances",
      view: view("lines", [rate(series(clusterEvents), { by: ["event"] }), "{{event}}"]),
    },
    {
      id: "configurations",
      title: "Configurations",
      description: "Number of different configurations, by role. Good: one, or two during a rollout.",
      width: 5,
      view: view("stat", [distinct(series(configHash), "sha256", ["role"]), "{{role}}"]),
    },
  ],
};

export const logs: BoardRow = {
  id: "logs",
  title: "Logs",
  of: [collectorService],
  panels: [
    {
      id: "log-lines",
      title: "Warnings and errors",
      description:
        "From all its pods, newest first. `Exporting failed` with `will retry`: Alloy tries again. `Dropping data`: the data is lost.",
      width: 24,
      empty: "none",
      view: { kind: "logs", levels: ["warn", ...FAILURE_LEVELS] },
    },
  ],
};
