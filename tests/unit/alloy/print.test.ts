import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { block, call, mebibytes, minutes, object, raw, seconds } from "../../../render/alloy/language/ast.ts";
import type { Block, Value } from "../../../render/alloy/language/ast.ts";
import { printConfig } from "../../../render/alloy/language/print.ts";
import { anyConfig } from "./arbitrary.ts";

const lines = (...text: string[]) => `${text.join("\n")}\n`;
const printValue = (value: Value) =>
  printConfig([block("b", { v: value })]).slice("b {\n\tv = ".length, -"\n}\n".length);

describe("printConfig: values", () => {
  const long = "x".repeat(60);
  const cases: [name: string, value: Value, text: string][] = [
    ["string", 'a "b"', '"a \\"b\\""'],
    ["integer", 4294967296, "4294967296"],
    ["negative number", -1, "-1"],
    ["fraction", 0.25, "0.25"],
    ["very small number", 1e-7, "1e-7"],
    ["boolean", true, "true"],
    ["null", null, "null"],
    ["duration in seconds", seconds(30), '"30s"'],
    ["duration in minutes", minutes(2), '"2m"'],
    ["size", mebibytes(16), '"16MiB"'],
    ["empty list", [], "[]"],
    ["short list", ["a", 1, true], '["a", 1, true]'],
    ["long list", [long, long], `[\n\t\t"${long}",\n\t\t"${long}",\n\t]`],
    ["empty object", object({}), "{}"],
    ["object", object({ a: 1, long_key: "b" }), '{\n\t\ta        = 1,\n\t\tlong_key = "b",\n\t}'],
    [
      "object key that is not an identifier",
      object({ "a.b/c": 1, true: 2 }),
      '{\n\t\t"a.b/c" = 1,\n\t\t"true"  = 2,\n\t}',
    ],
    ["list of objects", [object({ a: 1 })], "[\n\t\t{\n\t\t\ta = 1,\n\t\t},\n\t]"],
    ["reference", { kind: "reference", component: "a.b", label: "l", field: "input" }, "a.b.l.input"],
    ["call", call("array.concat", [1], [2]), "array.concat([1], [2])"],
    ["call with an object", call("f", object({ a: 1 })), "f({\n\t\ta = 1,\n\t})"],
    ["raw string", raw('set(attributes["a"], "\\d")'), '`set(attributes["a"], "\\d")`'],
    ["raw string with a backtick", raw("a`b"), '"a`b"'],
    ["raw string with a line end", raw("a\nb"), '"a\\nb"'],
    ["raw string with a tab", raw("a\tb"), '"a\\tb"'],
  ];
  for (const [name, value, text] of cases) it(`prints ${name}`, () => assert.equal(printValue(value), text));
});

describe("printConfig: layout", () => {
  it("aligns the = of neighbours, but not across a value of several lines", () => {
    const blocks = [block("b", { a: 1, long_name: 2, c: object({ k: 1 }), d: 3, ef: 4 })];
    assert.equal(
      printConfig(blocks),
      lines(
        "b {",
        "\ta         = 1",
        "\tlong_name = 2",
        "\tc         = {",
        "\t\tk = 1,",
        "\t}",
        "\td  = 3",
        "\tef = 4",
        "}",
      ),
    );
  });

  it("puts a blank line before each inner block and between blocks, but not at the start of a block", () => {
    const blocks = [block("a", { x: 1 }, [block("b"), block("c", { y: 2 })]), block("d", {}, [block("e")])];
    assert.equal(
      printConfig(blocks),
      lines("a {", "\tx = 1", "", "\tb { }", "", "\tc {", "\t\ty = 2", "\t}", "}", "", "d {", "\te { }", "}"),
    );
  });

  it("prints labels and comments", () => {
    const labelled: Block = { ...block("a.b.c"), label: "x", comment: "why\nand how" };
    assert.equal(printConfig([labelled]), lines("// why", "// and how", 'a.b.c "x" { }'));
  });

  it("indents with tabs by depth, and leaves no whitespace at the end of a line", () => {
    fc.assert(
      fc.property(anyConfig, (blocks) => {
        const text = printConfig(blocks);
        assert.doesNotMatch(text, /[ \t]$/m);
        assert.doesNotMatch(text, /\n\n\n|^\n/);
        assert.match(text, /[^\n]\n$/);
      }),
    );
  });
});

describe("printConfig: errors", () => {
  const cases: [name: string, blocks: Block[], message: string][] = [
    [
      "an attribute with a hyphen",
      [block("b", { "a-b": 1 })],
      'name in an Alloy configuration: expected letters, digits and "_", got "a-b"',
    ],
    [
      "a keyword as a name",
      [block("b", { null: 1 })],
      'name in an Alloy configuration: expected letters, digits and "_", got "null"',
    ],
    [
      "a label with a dot",
      [{ ...block("b"), label: "a.b" }],
      'name in an Alloy configuration: expected letters, digits and "_", got "a.b"',
    ],
    [
      "an infinite number",
      [block("b", { a: Infinity })],
      "number in an Alloy configuration: expected a finite number, got Infinity",
    ],
    [
      "half a second",
      [block("b", { a: seconds(0.5) })],
      "quantity in an Alloy configuration: expected a whole number of s, got 0.5",
    ],
    [
      "an object key that Alloy would misread",
      [block("b", { a: object({ 'k"': 1 }) })],
      'key of an Alloy object: expected printable ASCII without quotes or backslashes, got "k\\""',
    ],
  ];
  for (const [name, blocks, message] of cases) {
    it(`rejects ${name}`, () => assert.throws(() => printConfig(blocks), { message }));
  }
});
