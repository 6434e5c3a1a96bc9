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
  title: "What is scraped and read",
  of: [collectorService],
  panels: [
    {
      id: "samples-scraped",
      title: "Samples by component",
      description:
        "Samples that each scrape gives on; behind `relabel`, what is left of it after the keep-list. A step up: more series, more cost.",
      width: 8,
      unit: "perSecond",
      view: view("lines", [rate(series(forwardedSamples), COMPONENT), "{{component_id}}"]),
    },
    {
      id: "targets",
      title: "Targets",
      description: "Targets by component, over all instances. Twice as many as there are: the cluster fell apart.",
      width: 8,
      view: view("lines", [gauge(series(scrapeTargets), "sum", COMPONENT), "{{component_id}}"]),
    },
    {
      id: "scrapes-refused",
      title: "Scrapes thrown away",
      description: "Because they exceed a limit, or cannot be scraped as they are described. Nothing of them is kept.",
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
      description: "Files of containers that are read, by instance. None on a node: no logs of any of its pods.",
      width: 8,
      view: view("lines", [gauge(series(logFiles), "sum", INSTANCE), "{{instance}}"]),
    },
    {
      id: "lines-dropped",
      title: "Log lines dropped on purpose",
      description: "By reason. `ratelimit_drop_stage`: more than the limit, errors among them.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", [rate(series(droppedLines), { by: ["reason"] }), "{{reason}}"]),
    },
    {
      id: "lines-dropped-namespaces",
      title: "Namespaces above the log limit",
      description: "Lines dropped by the rate limit, by the namespace that logs too much.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", [rate(series(droppedLinesByLabel), { by: ["label_value"] }), "{{label_value}}"]),
    },
  ],
};

export const process: BoardRow = {
  id: "process",
  title: "Alloy itself",
  of: [collectorService],
  panels: [
    {
      id: "memory",
      title: "Heap, share of its limit",
      description: "Above 75 % the garbage collector takes more and more CPU; soon after, data is refused.",
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
      description: "With the mapped files of the queue, which the kernel takes back when it needs room.",
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
      description: "By role. No: it runs on with the one before, and would not start again.",
      width: 6,
      unit: "yesNo",
      view: view("state", [gauge(series(configLoaded), "min", ROLE), "{{role}}"]),
    },
    {
      id: "config-age",
      title: "Since the last load",
      description: "By instance. All of a role were given the same configuration at about the same time.",
      width: 6,
      unit: "seconds",
      view: view("bar-gauge", [age(series(configLoadedAt), ["instance"]), "{{instance}}"]),
    },
    {
      id: "components",
      title: "Unhealthy components",
      description:
        "By state of health, over all instances. Part of the pipeline stands still. The log names the component.",
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
      description: "Share of the time, by component. It takes changes late, such as new targets.",
      width: 6,
      unit: "ratio",
      empty: "none",
      view: view("lines", [rate(series(slowEvaluation), COMPONENT), "{{component_id}}"]),
    },
  ],
};

export const cluster: BoardRow = {
  id: "cluster",
  title: "Cluster of gateways",
  of: [collectorService],
  panels: [
    {
      id: "peers",
      title: "Peers seen",
      description: "By instance, itself included. All lines together at the number of gateways: one cluster.",
      width: 8,
      empty: "nothing is clustered",
      view: view(
        "lines",
        [gauge(series(clusterPeers), "sum", INSTANCE), "{{instance}}"],
        [gauge(series(clusterMember), "count"), "gateways"],
      ),
    },
    {
      id: "gossip",
      title: "Gossip, 0 is well",
      description: "Higher: peers hear of each other too late. No CPU, or packets lost between nodes.",
      width: 5,
      empty: "nothing is clustered",
      view: view("lines", [gauge(series(clusterHealth), "max", INSTANCE), "{{instance}}"]),
    },
    {
      id: "events",
      title: "Messages of peers",
      description: "By kind. `node_conflict`: two instances have one name.",
      width: 6,
      unit: "perSecond",
      empty: "nothing is clustered",
      view: view("lines", [rate(series(clusterEvents), { by: ["event"] }), "{{event}}"]),
    },
    {
      id: "configurations",
      title: "Configurations",
      description: "Different ones by role. One is good; two while a change is rolled out.",
      width: 5,
      view: view("stat", [distinct(series(configHash), "sha256", ["role"]), "{{role}}"]),
    },
  ],
};

export const logs: BoardRow = {
  id: "logs",
  title: "What it says",
  of: [collectorService],
  panels: [
    {
      id: "log-lines",
      title: "Warnings and errors",
      description:
        "Newest first, of all its pods. `Exporting failed` with `will retry` is waited for; `Dropping data` is lost.",
      width: 24,
      empty: "none",
      view: { kind: "logs", levels: ["warn", ...FAILURE_LEVELS] },
    },
  ],
};
