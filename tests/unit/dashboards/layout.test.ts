import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { z } from "zod";
import { layOut, panelId } from "../../../render/dashboards/layout.ts";
import type { Panel } from "../../../render/dashboards/panels/index.ts";
import { overlaps } from "../../../testing/boards.ts";

const placedSchema = z.array(
  z.looseObject({ id: z.int(), gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }) }),
);
const panel = (key: string, width: number, height: number): Panel => ({
  ...{ key, width, height },
  needs: undefined,
  json: { title: key },
});

describe("layOut", () => {
  it("fills lines from left to right and starts the next one when a panel does not fit, each line as high as its highest panel", () => {
    const placed = layOut([
      { key: "s", title: "Title", panels: [panel("a", 9, 8), panel("b", 9, 4), panel("c", 9, 8)] },
    ]);
    assert.deepEqual(
      placedSchema.parse(placed).map(({ gridPos: { x, y, w, h } }) => [x, y, w, h]),
      [
        [0, 0, 24, 1],
        [0, 1, 9, 8],
        [9, 1, 9, 8],
        [0, 9, 9, 8],
      ],
    );
  });

  it("never lets panels overlap or leave the grid, and gives each a unique id", () => {
    const size = fc.tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 14 }));
    fc.assert(
      fc.property(fc.array(fc.array(size, { maxLength: 8 }), { maxLength: 5 }), (sections) => {
        const placed = placedSchema.parse(
          layOut(
            sections.map((sizes, s) => ({
              key: `s${s}`,
              title: `s${s}`,
              panels: sizes.map(([width, height], p) => panel(`s${s}-p${p}`, width, height)),
            })),
          ),
        );
        assert.ok(placed.every(({ gridPos }) => gridPos.x + gridPos.w <= 24));
        assert.deepEqual(overlaps(placed), []);
        assert.equal(new Set(placed.map(({ id }) => id)).size, placed.length);
      }),
    );
  });

  it("rejects two panels with the same key, and a panel wider than the grid", () => {
    assert.throws(() => layOut([{ key: "s", panels: [panel("a", 1, 1), panel("a", 1, 1)] }]), {
      message: 'panels "a" and "a" have the same id; rename one key',
    });
    assert.throws(() => layOut([{ key: "s", panels: [panel("a", 25, 1)] }]), {
      message: 'panel "a": expected a width of 1 to 24, got 25',
    });
  });
});

describe("panelId", () => {
  it("depends only on the key and is a positive 31-bit number", () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        const id = panelId(key);
        assert.ok(Number.isInteger(id) && id > 0 && id < 2 ** 31);
        assert.equal(panelId(key), id);
      }),
    );
  });
});
