import fc from "fast-check";
import { block, call, object, raw, seconds } from "../../../render/alloy/language/ast.ts";
import type { Block, Value } from "../../../render/alloy/language/ast.ts";

/** Any text in JavaScript, including control characters and unpaired surrogates. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.nat(0xffff).map((c) => String.fromCharCode(c)) }),
);

const identifier = fc
  .stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/)
  .filter((name) => !["true", "false", "null"].includes(name));

const objectKey = fc.oneof(identifier, fc.stringMatching(/^[ !#-[\]-~]+$/), fc.constantFrom("a.b/c-d", "true"));

const leaf: fc.Arbitrary<Value> = fc.oneof(
  anyText,
  anyText.map(raw),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.nat().map(seconds),
  fc
    .tuple(identifier, identifier)
    .map(([label, field]): Value => ({ kind: "reference", component: "a.b", label, field })),
);

function valueOfDepth(depth: number): fc.Arbitrary<Value> {
  if (depth === 0) return leaf;
  const inner = valueOfDepth(depth - 1);
  return fc.oneof(
    leaf,
    fc.array(inner, { maxLength: 6 }),
    fc.dictionary(objectKey, inner, { maxKeys: 5 }).map(object),
    fc.tuple(identifier, fc.array(inner, { maxLength: 3 })).map(([name, values]) => call(name, ...values)),
  );
}

function blockOfDepth(depth: number): fc.Arbitrary<Block> {
  return fc
    .record({
      name: identifier,
      label: fc.option(identifier, { nil: undefined }),
      comment: fc.constantFrom(undefined, "one line", "two\nlines"),
      attributes: fc.dictionary(identifier, valueOfDepth(3), { maxKeys: 5 }),
      blocks: depth === 0 ? fc.constant([]) : fc.array(blockOfDepth(depth - 1), { maxLength: 3 }),
    })
    .map(({ label, comment, name, attributes, blocks }) => ({ ...block(name, attributes, blocks), label, comment }));
}

/** Any configuration that the syntax tree can represent. */
export const anyConfig = fc.array(blockOfDepth(2), { minLength: 1, maxLength: 4 });
