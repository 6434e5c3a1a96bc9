import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { renderConfigReference } from "../../../render/reference/configuration.ts";
import { configSchema } from "../../../model/config/index.ts";
import { unwrap } from "../../../model/check/schema-walk.ts";
import { z } from "zod";

/** Every schema below `schema` that a message can refer to, by path. */
function fieldsBelow(schema: z.core.$ZodType, path = ""): [string, z.core.$ZodType][] {
  const inner = unwrap(schema).schema;
  if (inner instanceof z.ZodObject) {
    return Object.entries(inner.shape).flatMap(([key, member]) => {
      const below = `${path}${path && "."}${key}`;
      return [[below, member] as [string, z.core.$ZodType], ...fieldsBelow(member, below)];
    });
  }
  if (inner instanceof z.ZodArray) return [[`${path}[]`, inner.element], ...fieldsBelow(inner.element, `${path}[]`)];
  if (inner instanceof z.ZodRecord) return [[`${path}.*`, inner.valueType]];
  if (inner instanceof z.ZodUnion) return inner.options.flatMap((option) => fieldsBelow(option, path));
  return [];
}

describe("configuration reference", () => {
  it("is committed as docs/configuration.md (make docs)", () => {
    assert.equal(readFileSync("docs/configuration.md", "utf8"), renderConfigReference());
  });

  it("contains every key of the schema", () => {
    const text = renderConfigReference();
    const leaves = fieldsBelow(configSchema).filter(([path, schema]) => fieldsBelow(schema, path).length === 0);
    const has = (path: string) => text.includes(`| \`${path}\` |`);
    // The items of a list of words and the values of a map are documented with the list or the map.
    const missing = leaves.filter(([path]) => !has(path) && !has(path.replace(/(\.\*|\[\])$/, "")));
    assert.deepEqual(
      missing.map(([path]) => path),
      [],
    );
    assert.equal(leaves.length > 80, true);
  });
});

describe("configuration schema", () => {
  for (const [path, schema] of fieldsBelow(configSchema)) {
    if (unwrap(schema).schema instanceof z.ZodLiteral) continue; // a literal is its own description
    it(`gives ${path} a description, an expected value and an example`, () => {
      const { meta } = unwrap(schema);
      assert.deepEqual(
        { description: typeof meta?.description, expected: typeof meta?.expected, example: typeof meta?.example },
        { description: "string", expected: "string", example: "string" },
      );
    });
  }
});
