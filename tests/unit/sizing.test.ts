import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { collector } from "../../model/config/collector.ts";
import type { CollectorConfig } from "../../model/config/index.ts";
import { collectorSizes, expectedLoad, QUEUE_SHARE_PER_SIGNAL } from "../../model/collector/sizing.ts";
import type { CollectorSizes, Load } from "../../model/collector/sizing.ts";

const TAIL = { sampling: { kind: "tail", tracesPerSecond: 100, percent: 10 } };
const sizesOf = (load: unknown, settings: object = {}): CollectorSizes =>
  collectorSizes(collector.parse({ load, ...settings }));

describe("expectedLoad", () => {
  const loadOf = (load: unknown) => expectedLoad(collector.parse({ load }).load);

  it("derives a preset's load from its nodes", () => {
    const medium = {
      nodes: 50,
      series: 250_000,
      logMebibytesPerSecond: 2.5,
      spansPerSecond: 5000,
      profilesPerSecond: 10,
    };
    assert.deepEqual(loadOf("medium"), medium);
    assert.deepEqual(loadOf({ nodes: 50 }), medium);
  });

  it("keeps given numbers, including zero", () => {
    const given = { nodes: 7, series: 0, logMebibytesPerSecond: 1, spansPerSecond: 0, profilesPerSecond: 0 };
    assert.deepEqual(loadOf(given), given);
  });

  it("is small by default", () => {
    assert.deepEqual(expectedLoad(collector.parse({}).load), loadOf("small"));
    assert.equal(loadOf({ spansPerSecond: 1 }).nodes, 3);
  });
});

/** Replicas × (CPU, memory, volume) of the gateway; CPU, memory and queue of a node; CPU and memory of kube-state-metrics. */
const told = ({ gateway, node, kubeStateMetrics }: CollectorSizes): string =>
  [
    `${gateway.replicas} × ${gateway.cpuMillicores}m ${gateway.memoryMebibytes}Mi ${gateway.queueGibibytes}Gi`,
    `${node.cpuMillicores}m ${node.memoryMebibytes}Mi ${node.queueMebibytes}Mi`,
    `${kubeStateMetrics.cpuMillicores}m ${kubeStateMetrics.memoryMebibytes}Mi`,
  ].join(", ");

describe("collectorSizes", () => {
  const TABLE: readonly (readonly [load: unknown, sizes: string])[] = [
    [{ nodes: 1 }, "1 × 50m 512Mi 10Gi, 40m 320Mi 5632Mi, 20m 128Mi"],
    ["small", "2 × 50m 512Mi 10Gi, 40m 320Mi 5632Mi, 20m 128Mi"],
    [{ nodes: 12, spansPerSecond: 2000 }, "2 × 150m 1280Mi 50Gi, 40m 320Mi 5632Mi, 30m 192Mi"],
    ["medium", "2 × 350m 3584Mi 200Gi, 40m 320Mi 5632Mi, 60m 256Mi"],
    ["large", "3 × 1650m 16384Mi 1024Gi, 40m 320Mi 5632Mi, 510m 1600Mi"],
    [{ nodes: 3, logMebibytesPerSecond: 3 }, "2 × 50m 512Mi 200Gi, 280m 512Mi 108032Mi, 20m 128Mi"],
  ];
  for (const [load, sizes] of TABLE) {
    it(`gives ${sizes} for ${JSON.stringify(load)}`, () => assert.equal(told(sizesOf(load)), sizes));
  }

  it("needs at most four pods for each preset, besides those on each node", () => {
    for (const load of ["small", "medium", "large"]) assert.ok(sizesOf(load).gateway.replicas + 1 <= 4, load);
  });

  it("adds a second gateway if there is a second node to run it", () => {
    assert.deepEqual(
      [1, 2].map((nodes) => sizesOf({ nodes }).gateway.replicas),
      [1, 2],
    );
  });

  it("keeps configured sizes", () => {
    const given = { replicas: 5, cpuMillicores: 500, memoryMebibytes: 700, queueGibibytes: 3 };
    assert.deepEqual(sizesOf("medium", given).gateway, given);
  });

  it("has samplers only with tail sampling", () => {
    assert.equal(sizesOf("small").sampler, undefined);
    assert.deepEqual(sizesOf("medium", { traces: TAIL }).sampler, {
      replicas: 2,
      traces: 1500,
      cpuMillicores: 150,
      memoryMebibytes: 512,
      queueGibibytes: 100,
    });
  });

  it("has room for the decisions of all traces if one sampler is down", () => {
    const tail = (replicas: number) => ({ traces: { sampling: { ...TAIL.sampling, replicas } } });
    assert.deepEqual(
      [1, 2, 4].map((replicas) => sizesOf("medium", tail(replicas)).sampler?.traces),
      [1500, 1500, 500],
    );
  });
});

const rate = fc.double({ min: 0, max: 20_000, noNaN: true });
const anyLoad = fc.record({
  nodes: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 500 })),
  series: rate.map((thousands) => thousands * 100),
  logMebibytesPerSecond: rate.map((thousands) => thousands / 200),
  spansPerSecond: rate,
  profilesPerSecond: rate.map((thousands) => thousands / 100),
});
const WITH_TAIL = collector.parse({ traces: TAIL });
const sized = (load: Load, changes: Partial<CollectorConfig> = {}) =>
  collectorSizes({ ...WITH_TAIL, ...changes, load });

const hoursLong = (hours: number) => ({ text: `${hours}h`, seconds: hours * 3600 });

/** All numbers of a set of sizes, by name. */
const numbers = (sizes: object, prefix = ""): [string, number][] =>
  Object.entries(sizes).flatMap(([key, value]: [string, unknown]) =>
    typeof value === "object" && value !== null
      ? numbers(value, `${prefix}${key}.`)
      : [[`${prefix}${key}`, Number(value)]],
  );

describe("sizes for a higher load", () => {
  const rates = ["series", "logMebibytesPerSecond", "spansPerSecond", "profilesPerSecond"] as const;

  it("are never smaller per pod with the same number of pods", () => {
    const replicas = 3;
    fc.assert(
      fc.property(
        anyLoad,
        fc.constantFrom(...rates),
        fc.double({ min: 0, max: 1000, noNaN: true }),
        (load, name, more) => {
          const before = new Map(numbers(sized(load, { replicas })));
          for (const [size, after] of numbers(sized({ ...load, [name]: load[name] + more }, { replicas }))) {
            assert.ok(after >= (before.get(size) ?? 0), `${size}: ${before.get(size)} → ${after}`);
          }
        },
      ),
    );
  });

  it("never include fewer gateways", () => {
    fc.assert(
      fc.property(
        anyLoad,
        fc.constantFrom(...rates, "nodes"),
        fc.integer({ min: 0, max: 1000 }),
        (load, name, more) => {
          const { gateway } = sized({ ...load, [name]: load[name] + more });
          assert.ok(gateway.replicas >= sized(load).gateway.replicas);
        },
      ),
    );
  });

  it("never include a smaller queue for a longer outage", () => {
    fc.assert(
      fc.property(anyLoad, fc.integer({ min: 1, max: 100 }), fc.integer({ min: 0, max: 100 }), (load, hours, more) => {
        const queue = (outage: number) => sized(load, { outage: hoursLong(outage) }).gateway.queueGibibytes;
        assert.ok(queue(hours + more) >= queue(hours));
      }),
    );
  });
});

describe("sizes for any load", () => {
  it("are whole numbers above zero", () => {
    fc.assert(
      fc.property(anyLoad, (load) => {
        for (const [name, size] of numbers(sized(load)))
          assert.ok(Number.isSafeInteger(size) && size > 0, `${name}: ${size}`);
      }),
    );
  });

  it("hold all spans of the outage in the gateways' queues, up to the largest volume", () => {
    fc.assert(
      fc.property(anyLoad, fc.integer({ min: 1, max: 4 }), (load, hours) => {
        const { replicas, queueGibibytes } = sized(load, { outage: hoursLong(hours) }).gateway;
        const bytes = replicas * queueGibibytes * QUEUE_SHARE_PER_SIGNAL * 1024 ** 3;
        assert.ok(queueGibibytes === 1024 || bytes >= load.spansPerSecond * 420 * hours * 3600);
      }),
    );
  });

  it("keep a gateway within 8 cores and 16 GiB, with 1.5 times the measured cost of spans and series", () => {
    fc.assert(
      fc.property(anyLoad, (load) => {
        const { replicas, cpuMillicores, memoryMebibytes } = sized(load).gateway;
        const working = load.nodes === 1 ? replicas : replicas - 1;
        assert.ok(cpuMillicores <= 8_100 && memoryMebibytes <= 16_896, `${cpuMillicores}m ${memoryMebibytes}Mi`);
        assert.ok(working * cpuMillicores >= 1.5 * load.spansPerSecond * 0.015);
        assert.ok(working * memoryMebibytes >= (1.5 * load.series * 3.3) / 1024);
      }),
    );
  });
});
