import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import type { System } from "../../../model/catalog/system.ts";
import { renderedFiles } from "../../../render/reference/committed-files.ts";
import { one } from "./every-view.ts";
import { fleetOf, serviceLike } from "../../../testing/fleet-of.ts";

const with1 = (service: System["services"][number]): System => {
  const system = fleetOf(10);
  return { ...system, services: [...system.services, service] };
};
/** Number of changed lines in each file that differs between two renderings. */
function changes(before: readonly System[], after: readonly System[]): Readonly<Record<string, number>> {
  const [old, young] = [renderedFiles(before), renderedFiles(after)];
  const paths = [...new Set([...Object.keys(old), ...Object.keys(young)])].filter((path) => old[path] !== young[path]);
  return Object.fromEntries(paths.map((path) => [path, Math.abs(difference(old[path] ?? "", young[path] ?? ""))]));
}

function difference(old: string, young: string): number {
  const known = new Set(old.split("\n"));
  return young.split("\n").filter((line) => !known.has(line)).length;
}

describe("one more service", () => {
  it("changes only its own dashboard and its system's rules if it is like the others", () =>
    assert.deepEqual(Object.keys(changes([fleetOf(10)], [with1(serviceLike("shop-10"))])), [
      "rendered/alerts/shops.prometheus.yaml",
      "rendered/alerts/shops.loki.yaml",
      "rendered/dashboards/shop-10-service.json",
    ]));

  it("leaves the rules of the others unchanged", () => {
    const [before, after] = [renderedFiles([fleetOf(10)]), renderedFiles([with1(serviceLike("shop-10"))])];
    for (const language of ["prometheus", "loki"]) {
      const path = `rendered/alerts/shops.${language}.yaml`;
      assert.ok(after[path]?.startsWith(before[path] ?? "nothing"), path);
    }
  });

  it("that is unlike them leaves theirs unchanged too, and changes a few lines of the dashboards on all services", () => {
    const changed = changes([fleetOf(10)], [fleetOf(10), { ...tradeengine, id: "other", services: [one], boards: [] }]);
    const { "rendered/dashboards/one-service.json": own, ...others } = changed;
    assert.ok(own);
    assert.deepEqual(
      Object.keys(others).filter((path) => !path.startsWith("rendered/dashboards/fleet-")),
      [],
    );
    for (const [path, lines] of Object.entries(others)) assert.ok(lines <= 12, `${path}: ${lines} lines`);
  });
});

describe("1,000 services", () => {
  it("are each as large as one of ten", () => {
    const each = (count: number) => {
      const files = Object.entries(renderedFiles([fleetOf(count)])).filter(([path]) => !path.includes("/fleet-"));
      return files.reduce((sum, [, text]) => sum + text.length, 0) / count;
    };
    const ratio = each(1000) / each(10);
    assert.ok(ratio > 0.95 && ratio < 1.05, String(ratio));
  }).timeout(30_000);
});
