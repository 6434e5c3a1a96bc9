import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { renderedFiles } from "../../../render/reference/committed-files.ts";

describe("rendered boards and rules", () => {
  for (const [path, text] of Object.entries(renderedFiles(Object.values(systems)))) {
    it(`are the ones committed as ${path} (npm run render)`, () => assert.equal(readFileSync(path, "utf8"), text));
  }
});
