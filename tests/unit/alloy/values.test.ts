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

/** Every key that the program sets on the chart, with the reason. All others keep the chart's default. */
const WHY: Readonly<Record<string, string>> = {
  fullnameOverride: "applications rely on the Service name grafana-alloy",
  "crds.create": "no custom resources are used; the chart would install PodLogs",
  "image.tag": "the configuration is tested with this version; the chart's default is older",
  "rbac.create": "the program's role is minimal; the chart's can read all Secrets of the cluster",
  "serviceAccount.create": "the program creates it before the release and binds it to the minimal role",
  "serviceAccount.name": "selects the program's ServiceAccount",
  "global.podSecurityContext": "the volume and the token file belong to Alloy's group unless it runs as root",
  "service.enabled": "no clients connect to a pod that works only for its node",
  "alloy.stabilityLevel": "otelcol.storage.file, the disk queue, is public-preview",
  "alloy.enableReporting": "only telemetry leaves the cluster",
  "alloy.storagePath": "Alloy stores its own state on the volume; the root file system is read-only",
  "alloy.clustering": "several gateways share their scrape targets",
  "alloy.configMap.create": "the chart would pass the configuration through Helm's template engine",
  "alloy.configMap.name":
    "selects the program's ConfigMap; it is stable, so that a change causes a reload, not a restart",
  "alloy.configMap.key": "selects the file in it",
  "alloy.extraPorts": "OTLP and profiles reach the pods through the Service",
  "alloy.extraEnv": "the pod's name labels its own metrics; GOGC and GOMEMLIMIT trade available memory for CPU",
  "alloy.mounts.extra": "the chart does not mount the queue and the tokens",
  "alloy.resources":
    "the memory limiter's limit derives from the same number; there is no CPU limit, which only adds latency",
  "alloy.securityContext":
    "the image runs as root by default; gateway and sampler meet the Pod Security Standard restricted",
  "alloy.livenessProbe": "the chart has none; a process that hangs is restarted",
  "configReloader.enabled": "a changed ConfigMap takes effect without a restart",
  "configReloader.resources": "the chart's default has no limit",
  "controller.type": "a volume per replica, or a pod per node",
  "controller.podAnnotations": "log lines of all roles have one service name, just as their metrics have one job",
  "controller.replicas": "the settings determine it",
  "controller.autoscaling": "it is optional",
  "controller.podDisruptionBudget.enabled": "node drains take one replica at a time",
  "controller.podDisruptionBudget.maxUnavailable": "also works for one replica, while minAvailable would block a drain",
  "controller.terminationGracePeriodSeconds":
    "in-flight requests need time to finish; the default of 30 s is too short for a slow backend",
  "controller.topologySpreadConstraints": "replicas run on different nodes if possible",
  "controller.affinity": "replicas run in different zones if possible",
  "controller.volumes.extra": "the Secret with the tokens, as files that rotation updates; directories of the node",
  "controller.volumeClaimTemplates": "the disk queue outlives the pod",
  "controller.hostPID": "the profiler needs to see the processes of its node",
  "controller.tolerations": "every node has logs, even if other pods may not run there",
};

/** Returns the paths of all values that are set, at the same depth as the reasons. */
function setPaths(value: unknown, path = ""): readonly string[] {
  if (path in WHY || value === null || typeof value !== "object" || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([key, inner]) => setPaths(inner, path === "" ? key : `${path}.${key}`));
}

describe("Helm values of the roles", () => {
  it("set exactly the keys with a reason in this file", () => {
    const set = new Set(ROLES.flatMap((name) => setPaths(valuesOf(name))));
    assert.deepEqual([...set].sort(), Object.keys(WHY).sort());
  });

  it("disable objects that the program creates more restrictively, and usage reporting", () => {
    for (const name of ROLES) {
      const { crds, rbac, serviceAccount, image, alloy } = valuesOf(name);
      assert.deepEqual(
        [crds.create, rbac.create, serviceAccount.create, alloy.configMap.create, alloy.enableReporting],
        [false, false, false, false, false],
      );
      assert.deepEqual([image.tag, alloy.stabilityLevel], ["v1.19.2", "public-preview"]);
    }
  });

  it("restart a process only after five minutes without a response", () => {
    const { periodSeconds, failureThreshold, httpGet } = valuesOf("gateway").alloy.livenessProbe;
    assert.deepEqual([periodSeconds * failureThreshold, httpGet], [300, { path: "/-/ready", port: 12_345 }]);
  });

  it("use the same name for all objects of a role", () => {
    const names = ROLES.map((name) => {
      const { fullnameOverride, serviceAccount, alloy } = valuesOf(name);
      return new Set([fullnameOverride, serviceAccount.name, alloy.configMap.name]);
    });
    assert.deepEqual(
      names.map((found) => [...found]),
      [["grafana-alloy"], ["grafana-alloy-node"], ["grafana-alloy-sampler"], ["grafana-alloy-profiler"]],
    );
  });

  it("define StatefulSets with a Service, and DaemonSets without one", () => {
    const kinds = ROLES.map((name) => [valuesOf(name).controller.type, valuesOf(name).service.enabled]);
    assert.deepEqual(kinds, [
      ["statefulset", true],
      ["daemonset", false],
      ["statefulset", true],
      ["daemonset", false],
    ]);
  });

  it("enable clustering only for the gateways", () => {
    assert.deepEqual(
      ROLES.map((name) => valuesOf(name).alloy.clustering),
      [{ enabled: true, name: "gateway" }, { enabled: false }, { enabled: false }, { enabled: false }],
    );
  });

  it("mount exactly the volumes that they declare", () => {
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

  it("mount the whole token directory read-only, so that rotation updates the files", () => {
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

  it("expose the ports on which the configuration listens", () => {
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

  it("make Go collect garbage before the memory limiter counts it as telemetry, and long before the limit", () => {
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

  it("meets the Pod Security Standard restricted for the gateway and the sampler", () => {
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

  it("lets the node and the profiler run as root to read root's files, without further privileges", () => {
    const { runAsUser, runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation } = securityOf("node");
    assert.deepEqual(
      [runAsUser, runAsNonRoot, readOnlyRootFilesystem, allowPrivilegeEscalation],
      [0, false, true, false],
    );
    assert.deepEqual(securityOf("node").capabilities, { drop: ["ALL"] });
    assert.deepEqual(valuesOf("node").global.podSecurityContext, {});
  });

  it("gives only the profiler access to the kernel and to other processes", () => {
    assert.deepEqual(securityOf("profiler").capabilities.drop, ["ALL"]);
    assert.ok(securityOf("profiler").capabilities.add?.includes("BPF"));
    const seesProcesses = ROLES.filter((name) => {
      const { controller } = valuesOf(name);
      return "hostPID" in controller && controller.hostPID;
    });
    assert.deepEqual(seesProcesses, ["profiler"]);
  });

  it("mounts directories of the node read-only, except for the node role's own state", () => {
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
  it("are spread across nodes and zones by their own labels", () => {
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

  it("scale automatically only if enabled, and only for the gateway", () => {
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
