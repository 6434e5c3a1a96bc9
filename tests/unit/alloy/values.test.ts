import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Quantity } from "../../../render/alloy/language/ast.ts";
import { roleValues } from "../../../render/collector.ts";
import type { RoleName } from "../../../render/alloy/plan.ts";
import { alloyPodLabels } from "../../../render/charts/alloy.ts";
import type { AlloyChartValues } from "../../../render/charts/alloy.ts";
import { collectorInput, withChanges } from "../../../testing/environments.ts";
import { find, planWith, roleWith } from "./roles.ts";

const TAIL = { "traces.sampling": { kind: "tail", tracesPerSecond: 100, percent: 10 } };
const EBPF = { "profiles.ebpf": { namespaces: ["petrosa-apps"] } };
const AUTOSCALING = { replicas: 2, autoscaling: { maxReplicas: 6 } };
const EVERYTHING = { ...TAIL, ...EBPF, ...AUTOSCALING };
const ROLES: readonly RoleName[] = ["gateway", "node", "sampler", "profiler"];

const valuesOf = (name: RoleName, changes: Readonly<Record<string, unknown>> = EVERYTHING): AlloyChartValues =>
  roleValues(roleWith(name, changes), planWith(changes), collectorInput("prod", withChanges({}, changes)));

/** Every key the program sets on the chart, and why. The chart's own default holds for all others. */
const WHY: Readonly<Record<string, string>> = {
  fullnameOverride: "applications rely on the Service name grafana-alloy",
  "crds.create": "no custom resource is used; the chart would install PodLogs",
  "image.tag": "the version the configuration is tested with; the chart's default is older",
  "rbac.create": "ours is minimal; the chart's reads all Secrets of the cluster",
  "serviceAccount.create": "ours exists before the release, bound to the minimal role",
  "serviceAccount.name": "names ours",
  "global.podSecurityContext": "the volume and the token file belong to Alloy's group, where it does not run as root",
  "service.enabled": "nobody calls a pod that works for its node alone",
  "alloy.stabilityLevel": "otelcol.storage.file, the disk queue, is public-preview",
  "alloy.enableReporting": "nothing leaves the cluster but telemetry",
  "alloy.storagePath": "Alloy's own state lies on the volume; the root file system is read-only",
  "alloy.clustering": "several gateways share what they scrape",
  "alloy.configMap.create": "the chart would run the configuration through Helm's template engine",
  "alloy.configMap.name": "names ours; stable, so that a change is a reload and no restart",
  "alloy.configMap.key": "names the file in ours",
  "alloy.extraPorts": "OTLP and profiles reach the pods through the Service",
  "alloy.extraEnv": "the pod's name labels its own metrics; GOGC and GOMEMLIMIT trade memory that is there for CPU",
  "alloy.mounts.extra": "the chart mounts neither the queue nor the tokens by itself",
  "alloy.resources": "the memory limiter's limit is computed from the same number; no CPU limit, it only adds latency",
  "alloy.securityContext": "the image runs as root by default; gateway and sampler satisfy the standard restricted",
  "alloy.livenessProbe": "the chart has none; a process that hangs is started again",
  "configReloader.enabled": "a changed ConfigMap takes effect without a restart",
  "configReloader.resources": "the chart's default has no limit",
  "controller.type": "a volume per replica, or a pod per node",
  "controller.podAnnotations": "log lines of all roles have one service name, as their metrics have one job",
  "controller.replicas": "sized by configuration",
  "controller.autoscaling": "on request only",
  "controller.podDisruptionBudget.enabled": "node drains take one replica at a time",
  "controller.podDisruptionBudget.maxUnavailable": "works for one replica too, where minAvailable would block a drain",
  "controller.terminationGracePeriodSeconds":
    "time to finish requests under way; the default of 30 s is short for a slow backend",
  "controller.topologySpreadConstraints": "replicas on different nodes where there are any",
  "controller.affinity": "replicas in different zones where there are any",
  "controller.volumes.extra": "the Secret with the tokens, as files that follow a rotation; directories of the node",
  "controller.volumeClaimTemplates": "the disk queue outlives the pod",
  "controller.hostPID": "the profiler sees the processes of its node",
  "controller.tolerations": "every node has logs, whatever else may not run there",
};

/** Paths of all values that are set, as deep as the reasons go. */
function setPaths(value: unknown, path = ""): readonly string[] {
  if (path in WHY || value === null || typeof value !== "object" || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => setPaths(inner, path === "" ? key : `${path}.${key}`));
}

describe("Helm values of the roles", () => {
  it("set exactly the keys that have a reason here", () => {
    const set = new Set(ROLES.flatMap((name) => setPaths(valuesOf(name))));
    assert.deepEqual([...set].sort(), Object.keys(WHY).sort());
  });

  it("leave to the program what the chart would make too much of, and report to nobody", () => {
    for (const name of ROLES) {
      const { crds, rbac, serviceAccount, image, alloy } = valuesOf(name);
      assert.deepEqual(
        [crds.create, rbac.create, serviceAccount.create, alloy.configMap.create, alloy.enableReporting],
        [false, false, false, false, false],
      );
      assert.deepEqual([image.tag, alloy.stabilityLevel], ["v1.19.2", "public-preview"]);
    }
  });

  it("start a process again only after five minutes without an answer", () => {
    const { periodSeconds, failureThreshold, httpGet } = valuesOf("gateway").alloy.livenessProbe;
    assert.deepEqual([periodSeconds * failureThreshold, httpGet], [300, { path: "/-/ready", port: 12_345 }]);
  });

  it("name everything of a role alike", () => {
    const names = ROLES.map((name) => {
      const { fullnameOverride, serviceAccount, alloy } = valuesOf(name);
      return new Set([fullnameOverride, serviceAccount.name, alloy.configMap.name]);
    });
    assert.deepEqual(
      names.map((found) => [...found]),
      [["grafana-alloy"], ["grafana-alloy-node"], ["grafana-alloy-sampler"], ["grafana-alloy-profiler"]],
    );
  });

  it("are StatefulSets with a Service, and DaemonSets without", () => {
    const kinds = ROLES.map((name) => [valuesOf(name).controller.type, valuesOf(name).service.enabled]);
    assert.deepEqual(kinds, [
      ["statefulset", true],
      ["daemonset", false],
      ["statefulset", true],
      ["daemonset", false],
    ]);
  });

  it("cluster the gateways only", () => {
    assert.deepEqual(
      ROLES.map((name) => valuesOf(name).alloy.clustering),
      [{ enabled: true, name: "gateway" }, { enabled: false }, { enabled: false }, { enabled: false }],
    );
  });

  it("mount each volume they declare, and only those", () => {
    for (const name of ROLES) {
      const { controller, alloy } = valuesOf(name);
      const claims = "volumeClaimTemplates" in controller ? controller.volumeClaimTemplates : [];
      const declared = [
        ...controller.volumes.extra.map((volume) => volume.name),
        ...claims.map(({ metadata }) => metadata.name),
      ];
      assert.deepEqual(alloy.mounts.extra.map((mount) => mount.name).sort(), declared.sort(), name);
    }
  });

  it("mount the token directory whole and read-only, so that a rotation arrives", () => {
    for (const name of ROLES) {
      const { alloy, controller } = valuesOf(name);
      assert.deepEqual(alloy.mounts.extra[1], {
        name: "credentials",
        mountPath: "/etc/alloy-credentials",
        readOnly: true,
      });
      assert.deepEqual(controller.volumes.extra[0], {
        name: "credentials",
        secret: { secretName: "grafana-alloy", defaultMode: 0o440 },
      });
    }
  });

  it("expose the ports the configuration listens on", () => {
    for (const name of ROLES) {
      assert.deepEqual(
        valuesOf(name).alloy.extraPorts,
        roleWith(name, EVERYTHING).ports.map(({ name, port, protocol }) => ({
          name,
          port,
          targetPort: port,
          protocol,
        })),
      );
    }
  });

  it("have Go collect garbage before the memory limiter takes it for telemetry, and long before the limit", () => {
    const sizes = { memoryMebibytes: 1000, cpuMillicores: 300 };
    const { resources, extraEnv } = valuesOf("gateway", sizes).alloy;
    assert.deepEqual(resources, { requests: { cpu: "300m", memory: "1000Mi" }, limits: { memory: "1000Mi" } });
    assert.deepEqual(extraEnv.slice(1), [
      { name: "GOGC", value: "800" },
      { name: "GOMEMLIMIT", value: "650MiB" },
    ]);
    const { limit, spike_limit } = find(
      roleWith("gateway", sizes),
      "otelcol.processor.memory_limiter pushed",
    ).attributes;
    assert.ok((limit as Quantity).amount - (spike_limit as Quantity).amount >= 690);
  });
});

describe("security of the pods", () => {
  const securityOf = (name: RoleName) => valuesOf(name).alloy.securityContext;

  it("is that of the standard restricted for gateway and sampler", () => {
    for (const name of ["gateway", "sampler"] as const) {
      assert.deepEqual(securityOf(name), {
        runAsUser: 473,
        runAsGroup: 473,
        runAsNonRoot: true,
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
      });
      assert.deepEqual(valuesOf(name).global.podSecurityContext, {
        fsGroup: 473,
        fsGroupChangePolicy: "OnRootMismatch",
      });
    }
  });

  it("lets node and profiler be root, whose files they read, and no more", () => {
    const { runAsUser, runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation } = securityOf("node");
    assert.deepEqual(
      [runAsUser, runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation],
      [0, false, true, false],
    );
    assert.deepEqual(securityOf("node").capabilities, { drop: ["ALL"] });
    assert.deepEqual(valuesOf("node").global.podSecurityContext, {});
  });

  it("lets the profiler alone into the kernel and into processes of others", () => {
    assert.deepEqual(securityOf("profiler").capabilities.drop, ["ALL"]);
    assert.ok(securityOf("profiler").capabilities.add?.includes("BPF"));
    const seesProcesses = ROLES.filter((name) => {
      const { controller } = valuesOf(name);
      return "hostPID" in controller && controller.hostPID;
    });
    assert.deepEqual(seesProcesses, ["profiler"]);
  });

  it("mounts directories of the node read-only, but for the node role's own state", () => {
    const { alloy, controller } = valuesOf("node");
    assert.deepEqual(
      alloy.mounts.extra.filter((mount) => !("readOnly" in mount && mount.readOnly)).map(({ name }) => name),
      ["queue"],
    );
    assert.deepEqual(controller.volumes.extra[1], {
      name: "queue",
      hostPath: { path: "/var/lib/observability/grafana-alloy-node", type: "DirectoryOrCreate" },
    });
  });
});

describe("replicas of the StatefulSets", () => {
  it("are spread over nodes and zones by their own labels", () => {
    for (const name of ["gateway", "sampler"] as const) {
      const { controller, fullnameOverride } = valuesOf(name);
      assert.ok("affinity" in controller);
      const zones = controller.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
      const terms = [...controller.topologySpreadConstraints, ...zones.map((zone) => zone.podAffinityTerm)];
      assert.equal(terms.length, 2);
      for (const { labelSelector } of terms) {
        assert.deepEqual(labelSelector.matchLabels, alloyPodLabels(fullnameOverride));
      }
    }
  });

  it("scale on request only, and the gateway's alone", () => {
    const scalingOf = (name: RoleName, changes = {}) => {
      const { controller } = valuesOf(name, changes);
      return "autoscaling" in controller ? controller.autoscaling : undefined;
    };
    assert.equal(scalingOf("gateway"), undefined);
    assert.equal(scalingOf("sampler", { ...TAIL, ...AUTOSCALING }), undefined);
    assert.deepEqual(scalingOf("gateway", AUTOSCALING), {
      horizontal: {
        enabled: true,
        minReplicas: 2,
        maxReplicas: 6,
        targetCPUUtilizationPercentage: 70,
        targetMemoryUtilizationPercentage: 0,
        scaleDown: { stabilizationWindowSeconds: 3600 },
      },
    });
  });
});
