import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { catalogBoards } from "../../../scripts/previews/catalog.ts";
import { PREVIEW_FOLDER, previewFiles, previewOf, type PreviewedBoard } from "../../../scripts/previews/index.ts";
import { everyPanel } from "./every-panel.ts";
import { checkXml } from "./xml.ts";

/** Maximum size in bytes. A page of pictures must load, and the repository must be cloned. */
const MOST_BYTES = { picture: 300_000, all: 6_000_000 };

const every: PreviewedBoard = {
  uid: "every-panel",
  title: "Every panel",
  folder: { title: "Tests" },
  json: everyPanel(),
};

function assertSound(svg: string): void {
  const ids = checkXml(svg);
  assert.equal(new Set(ids).size, ids.length, "a duplicate id");
  const used = [...svg.matchAll(/url\(#([^)]+)\)/g)].map(([, id = ""]) => id);
  assert.deepEqual(
    [...new Set(used)].filter((id) => !ids.includes(id)),
    [],
    "ids without an element",
  );
  assert.doesNotMatch(svg, /NaN|undefined|Infinity|\[object/);
}

describe("pictures of dashboards", () => {
  const boards = catalogBoards();
  const files = previewFiles(boards);

  it("show every dashboard", () => {
    assert.ok(boards.length > 0);
    assert.deepEqual(
      boards.map(({ uid }) => `${PREVIEW_FOLDER}/${uid}.svg`).filter((path) => !(path in files)),
      [],
    );
  });

  for (const [path, text] of Object.entries(files).filter(([one]) => one.endsWith(".svg"))) {
    it(`${path} is sound XML of a reasonable size`, () => {
      assertSound(text);
      assert.ok(text.length <= MOST_BYTES.picture, `${text.length} bytes`);
    });
  }

  it("are small in total", () => {
    const all = Object.values(files).reduce((sum, text) => sum + text.length, 0);
    assert.ok(all <= MOST_BYTES.all, `${all} bytes`);
  });

  it("are the same when drawn again", () => {
    for (const one of boards.slice(0, 3)) {
      assert.equal(previewOf(one, boards, "desktop"), files[`${PREVIEW_FOLDER}/${one.uid}.svg`]);
    }
  });

  it("are committed: `make previews` writes them", () => {
    const committed = globSync(`${PREVIEW_FOLDER}/**/*.{svg,md}`).toSorted();
    assert.deepEqual(committed, Object.keys(files).toSorted());
    const stale = committed.filter((path) => existsSync(path) && readFileSync(path, "utf8") !== files[path]);
    assert.deepEqual(stale, []);
  });
});

describe("pictures of panels", () => {
  for (const screen of ["desktop", "phone"] as const) {
    it(`of every type are sound on a ${screen}`, () => {
      assertSound(previewOf(every, [every], screen));
    });
  }

  it("are as wide as a phone, one below the other", () => {
    const svg = previewOf(every, [every], "phone");
    assert.match(svg, /^<svg [^>]*width="390"/);
    const tops = [...svg.matchAll(/^<g transform="translate\(8 (\d+)\)">/gm)].map(([, top]) => Number(top));
    assert.equal(new Set(tops).size, tops.length);
    assert.deepEqual(
      tops,
      tops.toSorted((a, b) => a - b),
    );
  });

  it("of an unknown type are rejected", () => {
    const panel = { id: 1, type: "pie", title: "Parts", gridPos: { x: 0, y: 0, w: 4, h: 4 } };
    const board = { ...every, json: { ...everyPanel(), panels: [panel] } };
    assert.throws(
      () => previewOf(board, [board], "desktop"),
      /panel "Parts": expected one of the types .*piechart.*, got pie/,
    );
  });
});

describe("checkXml", () => {
  for (const wrong of ["<a>", "<a></b>", "<a>&</a>", '<a b="1" b="2"/>', "<a b=1/>", "<a><b></a></b>", "<a>></a>"]) {
    it(`rejects ${wrong}`, () => {
      assert.throws(() => checkXml(wrong), /not well-formed/);
    });
  }
});
