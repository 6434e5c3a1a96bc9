import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { configSchema } from "../../model/config/index.ts";
import { parseConfig } from "../../model/check/parse.ts";
import type { RawConfig } from "../../model/check/raw-config.ts";
import { describeProblems } from "../../model/problem.ts";
import { membersOf } from "../../model/check/schema-walk.ts";
import { changed, GOOD, KNOWN } from "../unit/config/input.ts";

/** Every path of the valid configuration, such as `alerts.contactPoints.0.secret`. */
function pathsOf(value: unknown, prefix = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [`${prefix}${key}`, ...pathsOf(inner, `${prefix}${key}.`)]);
}

const json = fc.jsonValue({ maxDepth: 4 });
const anything = fc.oneof(json, fc.constantFrom("__proto__", "constructor", "", " ", "true", [[]], { __proto__: 1 }));
const keys = fc.constantFrom(...Object.keys(membersOf(configSchema)), "grafanaCloudToken", "__proto__", "toString");

/** Checks that a configuration is either accepted or refused with described problems. */
function judged(raw: RawConfig): readonly string[] {
  const parsed = parseConfig(raw, KNOWN);
  if (!("problems" in parsed)) return [];
  assert.notEqual(parsed.problems.length, 0);
  const paths = parsed.problems.map(({ path }) => path);
  assert.deepEqual(paths, [...new Set(paths)], "each path is reported once");
  for (const problem of parsed.problems) {
    for (const text of Object.values(problem)) assert.match(text, /^[^\n]+$/, JSON.stringify(problem));
  }
  return describeProblems("config", parsed.problems).split("\n");
}

describe("any configuration", () => {
  it("is accepted or refused with described problems if all of it is arbitrary", () => {
    const values = fc.dictionary(fc.oneof(keys, fc.string()), anything);
    fc.assert(
      fc.property(
        values,
        fc.array(keys),
        (given, secrets) => void judged({ values: given, secrets: new Set(secrets) }),
      ),
      { numRuns: 500 },
    );
  });

  it("is accepted or refused with described problems if some values of a valid one are arbitrary", () => {
    const changes = fc.dictionary(fc.constantFrom(...pathsOf(GOOD)), anything, { maxKeys: 3 });
    fc.assert(
      fc.property(changes, (given) => {
        const parents = Object.keys(given).filter((path) =>
          Object.keys(given).some((other) => path.startsWith(`${other}.`)),
        );
        fc.pre(parents.length === 0);
        judged(changed(given));
      }),
      { numRuns: 1000 },
    );
  });

  it("is refused wherever an unknown key is added", () => {
    const objects = ["cluster", "backend", "backend.stack", "catalog", "alerts", "alerts.routes", "applications.0"];
    fc.assert(
      fc.property(fc.constantFrom(...objects), fc.stringMatching(/^x[a-z]{1,8}$/), anything, (place, key, value) => {
        const path = `${place}.${key}`.replace(/\.(\d+)/g, "[$1]");
        assert.ok(
          judged(changed({ [`${place}.${key}`]: value })).some((line) => line.startsWith(`  ${path}: expected`)),
        );
      }),
    );
  });

  it("is refused with short lines, however deep or long a value is", () => {
    let deep: unknown = "x";
    for (let depth = 0; depth < 500; depth += 1) deep = [deep];
    for (const value of [deep, "x".repeat(100_000), Array.from({ length: 10_000 }, () => "x")]) {
      const lines = judged(changed({ "cluster.name": value, "alerts.routes": value, "catalog.systems": [value] }));
      assert.equal(Math.max(...lines.map(({ length }) => length)) < 250, true, lines.join("\n").slice(0, 1000));
    }
  });
});
