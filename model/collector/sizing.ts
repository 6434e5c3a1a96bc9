import type { CollectorConfig } from "../config/index.ts";
import { LOAD_PRESETS } from "../config/collector-load.ts";

/** Load of the whole environment. */
export interface Load {
  readonly nodes: number;
  /** Active series of the applications. */
  readonly series: number;
  readonly logMebibytesPerSecond: number;
  readonly spansPerSecond: number;
  readonly profilesPerSecond: number;
}

/** Size of one pod. Memory is both request and limit. There is no CPU limit, because a throttled collector refuses data. */
export interface PodSize {
  readonly cpuMillicores: number;
  readonly memoryMebibytes: number;
}

interface GatewaySize extends PodSize {
  readonly replicas: number;
  /** Volume of each replica. */
  readonly queueGibibytes: number;
}

interface SamplerSize extends PodSize {
  readonly replicas: number;
  readonly queueGibibytes: number;
  /** Traces that wait for a decision in each replica. */
  readonly traces: number;
}

interface NodeSize extends PodSize {
  /** Disk space on the node for telemetry that the backend has not accepted yet. */
  readonly queueMebibytes: number;
}

export interface CollectorSizes {
  readonly gateway: GatewaySize;
  readonly node: NodeSize;
  /** Only with tail sampling. */
  readonly sampler: SamplerSize | undefined;
  /** Only with eBPF profiles. */
  readonly profiler: PodSize;
  readonly kubeStateMetrics: PodSize;
}

/** grafana/k8s-monitoring gives its profiling DaemonSet no limit; grafana/alloy#5096 reports 300 to 500 MiB. */
const PROFILER: PodSize = { cpuMillicores: 100, memoryMebibytes: 768 };

/**
 * Costs of Alloy 1.19.2 with redaction, GOGC=800 (render/charts/alloy.ts) and compression level 1, measured on two cores by
 * `make bench` (bench/collector) unless another source is named. CPU is in core-seconds per million items. Memory is what Alloy allocates,
 * without the pages of its executable.
 */
const COST = {
  /** Spans of 410 B and 9 attributes through memory limiter, pod attributes, transforms and disk queue: 13.3 to 15.3. */
  cpuPerMillionSpans: 15,
  /** Log lines of 200 B from file to disk queue: 30.9 to 36.6, of which redaction is 3 to 7. */
  cpuPerMillionLines: 33,
  /** Scraped samples from target to disk queue: 4.7 to 6.5. */
  cpuPerMillionSamples: 7,
  /** grafana/alloy, docs/sources/set-up/estimate-resource-usage.md: one core for 100 profiles/s. */
  cpuPerProfile: 0.01,
  /** 5 measured, plus events, discovery and pod attributes of a small cluster. */
  idleMillicores: 20,
  /** 58 MiB before the first item, plus about half of the executable's 235 MiB, which the kernel reads on demand. */
  idleMebibytes: 180,
  /** 302 MiB with 100,000 series at GOGC=800, 378 MiB at 400. 1.6 if the garbage collector is under pressure. */
  kibibytesPerSeries: 3.3,
  /** Same document as above: 10 GiB for 100 profiles/s. */
  mebibytesPerProfilePerSecond: 100,
  /** Requests in flight, batches and their compressed copies: 100 MiB at 5,000/s; with garbage, 272 MiB in all. */
  mebibytesPerThousandSpansPerSecond: 20,
  /** 86 MiB at 4,000/s; with garbage, 193 MiB in all. */
  mebibytesPerThousandLinesPerSecond: 22,
  /** Measured in the queue. `QUEUE_SHARE_PER_SIGNAL` covers what the file needs beyond that. */
  queueBytesPerSpan: 420,
  queueBytesPerLine: 300,
  queueBytesPerSample: 100,
} as const;

/**
 * Share of a volume for each of the three signals' queues. A queue file is larger than its contents: measured 1.1 × with
 * 100 spans per request, 1.9 × with 10, 2.9 × with single spans. The queue must refuse data before the volume is full,
 * because on a full volume Alloy 1.19 loses accepted telemetry (about 5 % in each of three kills, none with space left).
 */
export const QUEUE_SHARE_PER_SIGNAL = 1 / 10;

const BYTES_PER_LINE = 200;
const linesPerSecond = ({ logMebibytesPerSecond }: Load): number =>
  (logMebibytesPerSecond * MEBIBYTES) / BYTES_PER_LINE;
const SCRAPE_SECONDS = 60;
/** Series after the keep-list: from kubelet, cAdvisor and node exporter per node, and from kube-state-metrics; 30 pods per node. */
const NODE_SERIES = 2_500;
const STATE_SERIES_PER_NODE = 1_500;
/** Load per node of a medium-sized trading system. `collector.load` can override every number. */
const PER_NODE = { series: 5_000, logMebibytesPerSecond: 0.05, spansPerSecond: 100, profilesPerSecond: 0.2 } as const;

/** Beyond this size, another gateway pod is better than a larger one. */
const POD_LIMIT = { cpuMillicores: 8_000, memoryMebibytes: 16_384 } as const;
/** Margin above the steady load for bursts and the backlog after an outage. */
const HEADROOM = 1.5;
const MEBIBYTES = 1024 ** 2;
const GIBIBYTES = 1024 ** 3;

/** Derives numbers that are not given from the number of nodes. */
export function expectedLoad(load: CollectorConfig["load"]): Load {
  const given = typeof load === "string" ? { nodes: LOAD_PRESETS[load] } : load;
  const { nodes } = given;
  return {
    nodes,
    series: given.series ?? nodes * PER_NODE.series,
    logMebibytesPerSecond: given.logMebibytesPerSecond ?? nodes * PER_NODE.logMebibytesPerSecond,
    spansPerSecond: given.spansPerSecond ?? nodes * PER_NODE.spansPerSecond,
    profilesPerSecond: given.profilesPerSecond ?? nodes * PER_NODE.profilesPerSecond,
  };
}

/** Sizes of all parts of the collector, derived from the expected load. Sizes set in the configuration take precedence. */
export function collectorSizes(collector: CollectorConfig): CollectorSizes {
  const load = expectedLoad(collector.load);
  const outageSeconds = collector.outage.seconds;
  return {
    gateway: gatewaySize(collector, load, outageSeconds),
    node: nodeSize(load, outageSeconds),
    sampler: samplerSize(collector, load, outageSeconds),
    profiler: PROFILER,
    kubeStateMetrics: {
      cpuMillicores: roundUp(10 + load.nodes, 10),
      memoryMebibytes: roundUp(96 + (load.nodes * STATE_SERIES_PER_NODE * 2) / 1024, 64),
    },
  };
}

/** How many seconds the gateways' largest volumes last at the expected load. */
export function longestOutageSeconds(collector: CollectorConfig): number {
  const { replicas } = collectorSizes(collector).gateway;
  const room = replicas * LARGEST_VOLUME * GIBIBYTES * QUEUE_SHARE_PER_SIGNAL;
  return Math.floor(room / queuedBytesPerSecond(expectedLoad(collector.load)));
}

/** Samples per second of the series that pods expose or push, and of kube-state-metrics, once a minute. */
const samplesPerSecondOf = ({ series, nodes }: Load): number =>
  (series + nodes * STATE_SERIES_PER_NODE) / SCRAPE_SECONDS;

/** Each signal has a separate queue, all of the same size, so the largest decides. Applications may push logs as well. */
const queuedBytesPerSecond = (load: Load): number =>
  Math.max(
    load.spansPerSecond * COST.queueBytesPerSpan,
    samplesPerSecondOf(load) * COST.queueBytesPerSample,
    linesPerSecond(load) * COST.queueBytesPerLine,
  );

function gatewaySize(collector: CollectorConfig, load: Load, outageSeconds: number): GatewaySize {
  const samplesPerSecond = samplesPerSecondOf(load);
  const millicores =
    (load.spansPerSecond * COST.cpuPerMillionSpans + samplesPerSecond * COST.cpuPerMillionSamples) / 1000 +
    load.profilesPerSecond * COST.cpuPerProfile * 1000;
  const mebibytes =
    (samplesPerSecond * SCRAPE_SECONDS * COST.kibibytesPerSeries) / 1024 +
    (load.spansPerSecond / 1000) * COST.mebibytesPerThousandSpansPerSecond +
    load.profilesPerSecond * COST.mebibytesPerProfilePerSecond;
  // One of several pods may be down while the others take over its work. That does not help if one node runs them all.
  const spare = load.nodes === 1 ? 0 : 1;
  const replicas = collector.replicas ?? workingGateways(millicores, mebibytes) + spare;
  const sharing = Math.max(1, replicas - spare);
  return {
    replicas,
    cpuMillicores: collector.cpuMillicores ?? roundUp(COST.idleMillicores + (millicores * HEADROOM) / sharing, 50),
    memoryMebibytes:
      collector.memoryMebibytes ?? roundUp(COST.idleMebibytes * HEADROOM + (mebibytes * HEADROOM) / sharing, 256),
    queueGibibytes:
      collector.queueGibibytes ?? volumeStep((queuedBytesPerSecond(load) * outageSeconds) / replicas / GIBIBYTES),
  };
}

/** Number of pods that handle the load within `POD_LIMIT`. */
function workingGateways(millicores: number, mebibytes: number): number {
  const needed = HEADROOM * Math.max(millicores / POD_LIMIT.cpuMillicores, mebibytes / POD_LIMIT.memoryMebibytes);
  return Math.max(1, Math.ceil(needed));
}

function nodeSize(load: Load, outageSeconds: number): NodeSize {
  const lines = linesPerSecond(load) / load.nodes;
  const samplesPerSecond = NODE_SERIES / SCRAPE_SECONDS;
  const millicores = (lines * COST.cpuPerMillionLines + samplesPerSecond * COST.cpuPerMillionSamples) / 1000;
  const mebibytes =
    (NODE_SERIES * COST.kibibytesPerSeries) / 1024 + (lines / 1000) * COST.mebibytesPerThousandLinesPerSecond;
  const queuedBytesPerSecond = Math.max(lines * COST.queueBytesPerLine, samplesPerSecond * COST.queueBytesPerSample);
  return {
    cpuMillicores: roundUp(COST.idleMillicores + millicores * HEADROOM, 10),
    memoryMebibytes: roundUp((COST.idleMebibytes + mebibytes) * HEADROOM, 64),
    queueMebibytes: roundUp((queuedBytesPerSecond * outageSeconds) / QUEUE_SHARE_PER_SIGNAL / MEBIBYTES, 512),
  };
}

/** Memory of a span while its trace waits for a decision: ten attributes as Go objects. */
const WAITING_SPAN_BYTES = 3_000;

function samplerSize({ traces }: CollectorConfig, load: Load, outageSeconds: number): SamplerSize | undefined {
  const { sampling } = traces;
  if (sampling.kind !== "tail") return undefined;
  const { replicas } = sampling;
  const sharing = Math.max(1, replicas - 1);
  const wait = sampling.decisionWait.seconds;
  const waiting = (load.spansPerSecond * wait * WAITING_SPAN_BYTES * HEADROOM) / sharing / MEBIBYTES;
  const millicores = (load.spansPerSecond * COST.cpuPerMillionSpans) / 1000;
  const queued = load.spansPerSecond * COST.queueBytesPerSpan * outageSeconds;
  return {
    replicas,
    // A trace for which there is no room is dropped undecided, so there is room for at least one second of traces.
    traces: Math.ceil((sampling.tracesPerSecond * Math.max(wait, 1) * HEADROOM) / sharing),
    cpuMillicores: roundUp(COST.idleMillicores + (millicores * HEADROOM) / sharing, 50),
    memoryMebibytes: roundUp(COST.idleMebibytes * HEADROOM + waiting, 256),
    queueGibibytes: volumeStep(queued / replicas / GIBIBYTES),
  };
}

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/** Coarse steps, because a StatefulSet cannot resize its volumes: small changes in load must not change them. */
const LARGEST_VOLUME = 1024;
const VOLUME_STEPS = [2, 5, 10, 20, 50, 100, 200, 500];
const volumeStep = (gibibytes: number): number =>
  VOLUME_STEPS.find((step) => step * QUEUE_SHARE_PER_SIGNAL >= gibibytes) ?? LARGEST_VOLUME;
