import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { quote } from "../../../render/alloy/language/quote.ts";
import { anyText } from "./arbitrary.ts";

/** Reads a Go string literal, with the escapes of Go's language specification. */
function unquote(literal: string): string {
  const escapes: Record<string, string> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };
  return literal
    .slice(1, -1)
    .replace(/\\(?:x(..)|u(.{4})|U(.{8})|(.))/gsu, (_, x?: string, u?: string, U?: string, short?: string) =>
      short === undefined ? String.fromCodePoint(Number.parseInt(x ?? u ?? U ?? "", 16)) : (escapes[short] ?? short),
    );
}

describe("quote", () => {
  const cases: [text: string, literal: string][] = [
    ["", '""'],
    ["plain text 123", '"plain text 123"'],
    ['say "hi"', '"say \\"hi\\""'],
    ["C:\\temp", '"C:\\\\temp"'],
    ["a\tb\nc\rd", '"a\\tb\\nc\\rd"'],
    ["\x07\b\f\v", '"\\a\\b\\f\\v"'],
    ["\0\x1b\x7f", '"\\x00\\x1b\\x7f"'],
    ["São Paulo – 東京 😀", '"São Paulo – 東京 😀"'],
    ["no\u00a0break", '"no\\u00a0break"'],
    ["zero\u200bwidth", '"zero\\u200bwidth"'],
    ["\u{e0001}", '"\\U000e0001"'],
    ["${env} {{ template }} $1", '"${env} {{ template }} $1"'],
    ["\ud800", '"\ufffd"'],
    ["a\udc00b", '"a\ufffdb"'],
  ];
  for (const [text, literal] of cases) {
    it(`quotes ${JSON.stringify(text)} as ${literal}`, () => assert.equal(quote(text), literal));
  }

  it("keeps every text that UTF-8 can encode", () => {
    fc.assert(fc.property(anyText, (text) => assert.equal(unquote(quote(text)), text.toWellFormed())));
  });

  it("stays on one line, without control characters", () => {
    fc.assert(fc.property(anyText, (text) => assert.doesNotMatch(quote(text), /\p{Cc}|\u2028|\u2029/u)));
  });
});
