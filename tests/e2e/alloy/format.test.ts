import assert from "node:assert/strict";
import { execaSync } from "execa";
import fc from "fast-check";
import { before, describe, it } from "mocha";
import { printConfig } from "../../../render/alloy/language/print.ts";
import { renderedAlloyFiles } from "../../../render/reference/committed-files.ts";
import { collectorInput, ENVIRONMENTS } from "../../../testing/environments.ts";
import { anyConfig } from "../../unit/alloy/arbitrary.ts";
import { executable } from "./tools.ts";

describe("printed configuration and Alloy's own formatter", function () {
  this.timeout("15m");
  let alloyfmt = "";
  const format = (input: string) => execaSync(alloyfmt, { input, stripFinalNewline: false }).stdout;

  before(async () => {
    alloyfmt = await executable("alloyfmt");
  });

  for (const environment of ENVIRONMENTS) {
    for (const [path, text] of Object.entries(renderedAlloyFiles(collectorInput(environment)))) {
      it(`agree on ${path}`, () => assert.equal(format(text), text));
    }
  }

  it("agree on everything that the syntax tree can represent", () => {
    const agree = fc.property(anyConfig, (blocks) => {
      const text = printConfig(blocks);
      assert.equal(format(text), text);
    });
    fc.assert(agree, { numRuns: 300 });
  });
});
