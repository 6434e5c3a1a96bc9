import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { systems } from "../../catalog/index.ts";
import { renderedFiles, renderedAlloyFiles } from "../../render/reference/committed-files.ts";
import { collectorInput, ENVIRONMENTS } from "../../testing/environments.ts";
import { goldenFiles } from "../../testing/graph.ts";

/** Checks that exactly these files are committed, with equal contents. */
function assertCommitted(pattern: string, files: Readonly<Record<string, string>>): void {
  assert.deepEqual(globSync(pattern).sort(), Object.keys(files).sort());
  for (const [path, text] of Object.entries(files)) assert.equal(readFileSync(path, "utf8"), text, path);
}

describe("generated files", () => {
  for (const environment of ENVIRONMENTS) {
    it(`golden/${environment} matches what \`up\` of ${environment} registers (make golden)`, async () => {
      assertCommitted(`golden/${environment}/*`, await goldenFiles(environment));
    });
  }

  it("golden has a folder for each environment with settings", () => {
    const environments = globSync("Pulumi.*.yaml").map((path) => path.split(".")[1] ?? "");
    assert.deepEqual(environments.sort(), [...ENVIRONMENTS].sort());
    assert.deepEqual(globSync("golden/*").sort(), environments.map((environment) => `golden/${environment}`).sort());
  });

  it("rendered matches what the catalog and the collector render (make render)", () => {
    const alloy = ENVIRONMENTS.map((environment) => renderedAlloyFiles(collectorInput(environment)));
    const files: Record<string, string> = Object.assign(renderedFiles(Object.values(systems)), ...alloy);
    assertCommitted("rendered/**/*.*", files);
  });

  it("are reproducible", async () => {
    assert.deepEqual(await goldenFiles("prod"), await goldenFiles("prod"));
  });
});
