import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { gatewayPorts } from "../../../render/alloy/gateway.ts";
import { alloyChartValues, alloyPodLabels } from "../../../render/alloy/values.ts";
import type { AlloyChartPlan } from "../../../render/alloy/values.ts";

const CHART = "local/charts/alloy";

const plan: AlloyChartPlan = {
  releaseName: "alloy-gateway",
  name: "grafana-alloy",
  imageTag: "v1.19.2",
  replicas: 2,
  serviceAccountName: "grafana-alloy",
  configMap: { name: "grafana-alloy", key: "config.alloy" },
  credentials: { secretName: "grafana-alloy-credentials", directory: "/etc/alloy-credentials" },
  storage: { directory: "/var/lib/alloy", gibibytes: 10 },
  cpu: "250m",
  memoryMebibytes: 1024,
  ports: gatewayPorts,
};

/** Every key the program sets on the chart, and why. The chart's own default holds for all others. */
const WHY: Record<string, string> = {
  fullnameOverride: "applications rely on the Service name grafana-alloy",
  "crds.create": "no custom resource is used; the chart would install PodLogs",
  "image.tag": "the version the configuration is tested with; the chart's default is older",
  "rbac.create": "ours is minimal; the chart's reads all Secrets of the cluster",
  "serviceAccount.create": "ours exists before the release, bound to the minimal role",
  "serviceAccount.name": "names ours",
  "global.podSecurityContext": "the volume and the token file belong to Alloy's group, as it does not run as root",
  "alloy.stabilityLevel": "otelcol.storage.file, the disk queue, is public-preview",
  "alloy.enableReporting": "nothing leaves the cluster but telemetry",
  "alloy.storagePath": "Alloy's own state lies on the volume; the root file system is read-only",
  "alloy.configMap.create": "the chart would run the configuration through Helm's template engine",
  "alloy.configMap.name": "names ours; stable, so that a change is a reload and no restart",
  "alloy.configMap.key": "names the file in ours",
  "alloy.extraPorts": "OTLP and profiles reach the pods through the Service",
  "alloy.mounts.extra": "the chart mounts neither the claim nor the tokens by itself",
  "alloy.resources": "the memory limiter's limit is computed from the same number; no CPU limit, it only adds latency",
  "alloy.securityContext": "the image runs as root by default; this satisfies the Pod Security Standard restricted",
  "configReloader.enabled": "a changed ConfigMap takes effect without a restart",
  "configReloader.resources": "the chart's default has no limit",
  "controller.type": "a volume per replica",
  "controller.replicas": "sized by configuration",
  "controller.podDisruptionBudget.enabled": "node drains take one replica at a time",
  "controller.podDisruptionBudget.maxUnavailable": "works for one replica too, where minAvailable would block a drain",
  "controller.terminationGracePeriodSeconds":
    "time to finish requests under way; the default of 30 s is short for a slow backend",
  "controller.topologySpreadConstraints": "replicas on different nodes where there are any",
  "controller.affinity": "replicas in different zones where there are any",
  "controller.volumes.extra": "the Secret with the tokens, as files that follow a rotation",
  "controller.volumeClaimTemplates": "the disk queue outlives the pod",
};

interface Schema {
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean;
  definitions?: Record<string, Schema>;
  $ref?: string;
}
const schema = JSON.parse(readFileSync(join(CHART, "values.schema.json"), "utf8")) as Schema;
const templates = readdirSync(join(CHART, "templates"))
  .map((file) => readFileSync(join(CHART, "templates", file), "utf8"))
  .join("\n");

const resolve = (node: Schema): Schema =>
  node.$ref === undefined ? node : (schema.definitions?.[node.$ref.replace("#/definitions/", "")] ?? {});

/** Path of each value the schema describes by itself; below it is Kubernetes' or a list's own shape. */
function schemaLeaves(node: Schema, path = ""): [path: string, node: Schema][] {
  const { properties } = resolve(node);
  if (properties === undefined) return [[path, resolve(node)]];
  return Object.entries(properties).flatMap(([key, child]) =>
    schemaLeaves(child, path === "" ? key : `${path}.${key}`),
  );
}

/** Path of each value that is set, as deep as the schema goes; a key it does not know ends a path, too. */
function setLeaves(value: unknown, node: Schema | undefined, path = ""): string[] {
  const properties = node === undefined ? undefined : resolve(node).properties;
  if (properties === undefined || value === null || typeof value !== "object") return [path];
  return Object.entries(value).flatMap(([key, child]) =>
    setLeaves(child, properties[key], path === "" ? key : `${path}.${key}`),
  );
}

describe("Helm values of the gateway", () => {
  const values = alloyChartValues(plan);

  it("sets exactly the keys that have a reason here", () => {
    assert.deepEqual(setLeaves(values, schema).sort(), Object.keys(WHY).sort());
  });

  it("sets exactly the keys that the offline chart takes", () => {
    assert.deepEqual(
      schemaLeaves(schema)
        .map(([path]) => path)
        .sort(),
      Object.keys(WHY).sort(),
    );
  });

  it("uses each key in a template of the offline chart, or admits one value only", () => {
    const ignored = schemaLeaves(schema).filter(
      ([path, node]) =>
        !("const" in node) && !new RegExp(`\\.Values\\.${path.replaceAll(".", "\\.")}\\b`).test(templates),
    );
    assert.deepEqual(ignored, []);
  });

  it("has no key in the offline chart that may be left out or added", () => {
    const open: string[] = [];
    const visit = (node: Schema, path: string): void => {
      const { properties, required, additionalProperties } = resolve(node);
      if (properties === undefined) return;
      const closed =
        additionalProperties === false && required?.toSorted().join() === Object.keys(properties).sort().join();
      if (!closed) open.push(path);
      for (const [key, child] of Object.entries(properties)) visit(child, `${path}.${key}`);
    };
    visit(schema, "values");
    assert.deepEqual(open, []);
  });

  it("mounts each volume it declares, and only those", () => {
    const declared = [
      ...values.controller.volumes.extra.map(({ name }) => name),
      ...values.controller.volumeClaimTemplates.map(({ metadata }) => metadata.name),
    ];
    assert.deepEqual(values.alloy.mounts.extra.map(({ name }) => name).sort(), declared.sort());
  });

  it("mounts the token directory whole and read-only, so that a rotation arrives", () => {
    assert.deepEqual(values.alloy.mounts.extra[1], {
      name: "credentials",
      mountPath: "/etc/alloy-credentials",
      readOnly: true,
    });
  });

  it("spreads its own pods", () => {
    const { topologySpreadConstraints, affinity } = values.controller;
    const zones = affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
    for (const { labelSelector } of [...topologySpreadConstraints, ...zones.map((zone) => zone.podAffinityTerm)]) {
      assert.deepEqual(labelSelector.matchLabels, alloyPodLabels(plan.releaseName));
    }
  });

  it("exposes the ports the configuration listens on", () => {
    assert.deepEqual(
      values.alloy.extraPorts,
      gatewayPorts.map(({ name, port, protocol }) => ({ name, port, targetPort: port, protocol })),
    );
  });

  it("asks for a storage class only where one is configured", () => {
    const withClass = alloyChartValues({ ...plan, storage: { ...plan.storage, storageClassName: "gp3" } });
    assert.equal(withClass.controller.volumeClaimTemplates[0]?.spec.storageClassName, "gp3");
    assert.ok(!("storageClassName" in (values.controller.volumeClaimTemplates[0]?.spec ?? {})));
  });
});
