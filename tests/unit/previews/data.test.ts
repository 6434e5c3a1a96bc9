import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { mappingOf } from "../../../scripts/previews/fields.ts";
import { compactPath } from "../../../scripts/previews/path.ts";
import { resultLabels } from "../../../scripts/previews/promql.ts";
import { rangeOf, ticksOf } from "../../../scripts/previews/time.ts";
import type { Table } from "../../../scripts/previews/table-types.ts";
import { transform } from "../../../scripts/previews/transformations.ts";
import { formatTick, formatValue } from "../../../scripts/previews/units.ts";

describe("values in pictures", () => {
  const values: readonly (readonly [value: number, unit: string | undefined, text: string])[] = [
    [0.0423, "s", "42.3 ms"],
    [90, "s", "1.50 mins"],
    [3600, "s", "1 hour"],
    [0, "s", "0 s"],
    [0.9714, "percentunit", "97.1%"],
    [1536, "bytes", "1.50 KiB"],
    [1500, "decbytes", "1.50 kB"],
    [220_000, "Bps", "220 kB/s"],
    [1_234_567, "short", "1.23 Mil"],
    [0.0005, "reqps", "0.000500 req/s"],
    [12, "cpm", "12 c/m"],
    [-0.5, "currencyUSD", "-$0.500"],
    [1, "bool_yes_no", "Yes"],
    [3, "suffix:pods", "3 pods"],
    [3, "stars", "3 stars"],
    [2.5, undefined, "2.50"],
  ];
  for (const [value, unit, text] of values) {
    it(`${value} in ${unit ?? "no unit"} is ${text}`, () => {
      assert.equal(formatValue(value, unit), text);
    });
  }

  it("have no trailing zeros on an axis", () => {
    assert.deepEqual(
      [0.5, 100, 0.001].map((tick) => formatTick(tick, "reqps")),
      ["0.5 req/s", "100 req/s", "0.001 req/s"],
    );
  });

  it("are renamed by mappings, as in Grafana", () => {
    const service = { type: "regex", options: { pattern: "^petrosa/(.*)$", result: { text: "$1" } } } as const;
    assert.equal(mappingOf([service], "petrosa/tradeengine")?.text, "tradeengine");
    assert.equal(mappingOf([service], "crypto/loki"), undefined);
  });
});

describe("series in pictures", () => {
  const names = (expr: string, wanted: readonly string[] = []): readonly string[] =>
    (resultLabels(expr, wanted) ?? []).map((labels) => Object.values(labels).join(" "));

  it("are a single one if an aggregation keeps no label", () => {
    assert.deepEqual(names("count(count by (job) (up) > 0)"), [""]);
  });

  it("have the labels that their matchers allow", () => {
    assert.deepEqual(names('sum by (status) (rate(orders_total{status!="success"}[5m]))'), ["failed", "rejected"]);
    assert.deepEqual(names('sum by (job) (up{job="crypto/loki"})'), ["crypto/loki"]);
  });

  it("are those of both sides of `or`", () => {
    assert.deepEqual(names('sum by (job) (up{job="a"}) or sum by (job) (up{job="b"})'), ["a", "b"]);
  });

  it("are distinguished by the legend if nothing is aggregated", () => {
    assert.deepEqual(names("up", ["phase"]), ["Running", "Pending", "Failed"]);
  });

  it("are limited to the number that a query asks for", () => {
    assert.equal(names("topk(2, sum by (symbol) (trades))").length, 2);
  });

  it("are labelled by label_replace", () => {
    assert.deepEqual(names('label_replace(sum by (job) (up{job="a/b"}), "service", "$1", "job", ".*/(.*)")'), [
      "a/b b",
    ]);
  });

  it("are unknown if the text is not PromQL", () => {
    assert.equal(resultLabels('sum by (level) (count_over_time({a="b"} | json [5m]))', []), undefined);
  });
});

describe("tables in pictures", () => {
  const number = (name: string, cells: readonly number[]) => ({ name, refId: "A", type: "number", cells }) as const;
  const text = (name: string, cells: readonly string[]) => ({ name, refId: "A", type: "string", cells }) as const;
  const show = (tables: readonly Table[]) =>
    tables.map(({ columns }) => columns.map(({ name, cells }) => [name, ...cells]));

  it("join rows that have the same labels", () => {
    const first = { columns: [text("job", ["a", "b"]), number("Value #A", [1, 2])] };
    const second = { columns: [text("job", ["b", "c"]), number("Value #B", [3, 4])] };
    assert.deepEqual(show(transform("merge", {}, [first, second])), [
      [
        ["job", "a", "b", "c"],
        ["Value #A", 1, 2, null],
        ["Value #B", null, 3, 4],
      ],
    ]);
  });

  it("have the requested columns, in order and renamed", () => {
    const table = { columns: [text("job", ["a"]), text("pod", ["p"]), number("Value", [1]), number("Time", [0])] };
    const options = {
      includeByName: { job: true, Value: true, Time: true },
      excludeByName: { Time: true },
      indexByName: { Value: 0, job: 1 },
      renameByName: { job: "Service" },
    };
    assert.deepEqual(show(transform("organize", options, [table])), [
      [
        ["Value", 1],
        ["Service", "a"],
      ],
    ]);
  });

  it("are rejected if a transformation is unknown", () => {
    assert.throws(() => transform("joinByFields", {}, []), /transformation "joinByFields": expected one of merge/);
  });
});

describe("time in pictures", () => {
  it("has round marks", () => {
    const marks = ticksOf(rangeOf("now-3h"), 4).map((tick) => new Date(tick).toISOString().slice(11, 16));
    assert.deepEqual(marks, ["09:00", "10:00", "11:00", "12:00"]);
  });

  it("rejects ranges that are not relative", () => {
    assert.throws(() => rangeOf("2026-01-01"), /expected now-<n>m, h, d or w/);
  });
});

describe("compactPath", () => {
  it("keeps the shape and leaves out points on level lines", () => {
    assert.equal(compactPath("M0 0.04L10 0L20 0L30 0.5Z"), "M0 0l20 0l10 .5Z");
  });

  it("leaves curves alone", () => {
    assert.equal(compactPath("M0 0C1 1 2 2 3 3"), "M0 0C1 1 2 2 3 3");
  });
});
