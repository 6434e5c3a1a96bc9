import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { systems } from "../../catalog/index.ts";
import { rulesOf } from "../../model/catalog/rules.ts";
import { EXAMPLE } from "../../render/reference/committed-files.ts";
import { handWritten, runbookEntries, runbookPage } from "../../render/reference/runbooks.ts";
import { runbookFiles } from "../../scripts/runbooks.ts";

const FOLDER = "docs/runbooks";
/** A page with fewer words gives no usable instructions. */
const FEWEST_WORDS = 60;
/** Pages that belong to no rule of the catalog. */
const OTHERS = ["README.md", "Watchdog.md"];

const textOf = (page: string): string => readFileSync(`${FOLDER}/${page}`, "utf8");
const pages = readdirSync(FOLDER).filter((page) => !OTHERS.includes(page));
const entries = runbookEntries(Object.values(systems), EXAMPLE);
const someEntries = entries.get("KubernetesCpuThrottling") ?? [];

/** The handwritten parts that a page lacks. */
function lacking(page: string): readonly string[] {
  const text = handWritten(page);
  const [, steps = ""] = text.split(/^## First steps$/m);
  const words = text.split(/\s+/).length;
  return [
    ...(words < FEWEST_WORDS ? [`${words} words, fewer than ${FEWEST_WORDS}`] : []),
    ...["**Means:**", "**Impact:**"].filter((part) => !text.includes(part)),
    ...(/^1\. \S/m.test(steps) ? [] : ["steps below ## First steps"]),
  ];
}

describe("runbooks", () => {
  it("have a page for every rule, and no other pages", () =>
    assert.deepEqual(pages.sort(), [...entries.keys()].map((name) => `${name}.md`).sort()));

  it("cover every rule of the catalog, each with its dashboard and panel", () => {
    const rules = Object.values(systems).flatMap(({ services }) => services.flatMap(rulesOf));
    assert.equal([...entries.values()].flat().length, rules.length);
    for (const { board, panel, rule } of [...entries.values()].flat())
      assert.ok(board !== "" && panel !== "", rule.uid);
  });

  for (const page of pages) {
    it(`${page} explains its meaning, its impact and the first steps`, () =>
      assert.deepEqual(lacking(textOf(page)), []));
  }

  for (const [path, text] of Object.entries(runbookFiles())) {
    it(`${path} matches the output of \`make docs\``, () => assert.equal(readFileSync(path, "utf8"), text));
  }
});

describe("a runbook page", () => {
  const page = textOf("KubernetesCpuThrottling.md");

  it("lacks the handwritten parts when it is new", () =>
    assert.deepEqual(lacking(runbookPage("NewAlert", someEntries)), [
      `3 words, fewer than ${FEWEST_WORDS}`,
      "**Means:**",
      "**Impact:**",
      "steps below ## First steps",
    ]));

  it("keeps its handwritten part when the rule changes", () => {
    const other = runbookPage("KubernetesCpuThrottling", entries.get("KubernetesJobFailed") ?? [], page);
    assert.notEqual(other, page);
    assert.equal(handWritten(other), handWritten(page));
    assert.equal(runbookPage("KubernetesCpuThrottling", someEntries, other), page);
  });

  it("has its generated part once, below the title", () => {
    const bare = `# KubernetesCpuThrottling\n\n${handWritten(page)}\n`;
    assert.equal(runbookPage("KubernetesCpuThrottling", someEntries, bare), page);
    assert.equal(runbookPage("KubernetesCpuThrottling", someEntries, page), page);
  });
});
