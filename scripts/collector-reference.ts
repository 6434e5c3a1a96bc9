import { renderCollectorReference } from "../render/reference/collector-pods.ts";
import { collectorInput } from "../testing/environments.ts";

const LOADS: Readonly<Record<string, string | object>> = {
  "1 node": { nodes: 1 },
  "small (3 nodes)": "small",
  "12 nodes": { nodes: 12 },
  "medium (50 nodes)": "medium",
  "large (500 nodes)": "large",
};

/** Returns `docs/collector-reference.md`: the collector with every feature enabled, for a range of loads. */
export const generatedReference = (): string =>
  renderCollectorReference({
    everything: collectorInput("local", {
      metrics: { kubernetes: { apiServer: true } },
      traces: { sampling: { kind: "tail", tracesPerSecond: 100, percent: 10 }, spanMetrics: true, serviceGraph: true },
      profiles: { ebpf: { namespaces: ["petrosa-apps"] } },
    }),
    loads: Object.fromEntries(Object.entries(LOADS).map(([name, load]) => [name, collectorInput("local", { load })])),
  });
