import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { worldIn } from "../../local/layout.ts";
import { elapsed } from "../../local/progress.ts";
import { summary } from "../../local/summary.ts";

const world = worldIn("/world");

describe("summary", () => {
  it("shows what exists, where to find it and what to do next", () => {
    const daemon = (url: string) => ({ pid: 1, started: "1", url });
    const services = { controlPlane: daemon("https://127.0.0.1:1"), grafanaCloud: daemon("http://127.0.0.1:2") };
    const outputs = { schemaVersion: 1, collector: { otlpHttp: "http://a:4318" } };
    assert.equal(
      summary(world, { services, resources: 39, pendingOperations: 0, outputs }),
      `  Kubernetes API          https://127.0.0.1:1
  Grafana Cloud stand-in  http://127.0.0.1:2
  stack                   local, 39 resources

outputs
  schemaVersion       1
  collector.otlpHttp  http://a:4318

next
  export KUBECONFIG=/world/control-plane/kubeconfig  then run kubectl get all -A
  make status                                        show this summary again
  make up                                            apply your changes
  make down                                          destroy the stack and stop everything`,
    );
  });

  it("suggests `make up` when something is missing", () => {
    assert.equal(
      summary(world, { services: {}, resources: 12, pendingOperations: 2, outputs: {} }),
      `  Kubernetes API          not running
  Grafana Cloud stand-in  not running
  stack                   local, 12 resources, 2 interrupted operations (the next \`make up\` clears them)

next
  make up  start what is missing and provision the stack`,
    );
  });
});

describe("elapsed", () => {
  it("shows seconds up to a minute, then minutes and seconds", () => {
    assert.deepEqual([400, 59_400, 75_000, 600_000].map(elapsed), ["0s", "59s", "1m15s", "10m00s"]);
  });
});
