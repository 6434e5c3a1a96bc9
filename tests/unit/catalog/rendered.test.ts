import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { renderedFiles } from "../../../render/reference/committed-files.ts";

describe("rendered dashboards and rules", () => {
  for (const [path, text] of Object.entries(renderedFiles(Object.values(systems)))) {
    it(`match the committed ${path} (npm run render)`, () => assert.equal(readFileSync(path, "utf8"), text));
  }
});
