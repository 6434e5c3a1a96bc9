import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { systems } from "../../catalog/index.ts";
import { rulesOf } from "../../model/catalog/rules.ts";
import { EXAMPLE } from "../../render/reference/committed-files.ts";
import { handWritten, runbookEntries, runbookPage } from "../../render/reference/runbooks.ts";
import { runbookFiles } from "../../scripts/runbooks.ts";

const FOLDER = "docs/runbooks";
/** Words below which a page tells nobody what to do. */
const FEWEST_WORDS = 60;
/** Pages of no rule of the catalog. */
const OTHERS = ["README.md", "Watchdog.md"];

const textOf = (page: string): string => readFileSync(`${FOLDER}/${page}`, "utf8");
const pages = readdirSync(FOLDER).filter((page) => !OTHERS.includes(page));
const entries = runbookEntries(Object.values(systems), EXAMPLE);
const someEntries = entries.get("KubernetesCpuThrottling") ?? [];

/** What is missing of what a person writes. */
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
  it("have a page for every rule, and no page more", () =>
    assert.deepEqual(pages.sort(), [...entries.keys()].map((name) => `${name}.md`).sort()));

  it("count every rule of the catalog", () => {
    const rules = Object.values(systems).flatMap(({ services }) => services.flatMap(rulesOf));
    assert.equal([...entries.values()].flat().length, rules.length);
    for (const { board, panel, rule } of [...entries.values()].flat())
      assert.ok(board !== "" && panel !== "", rule.uid);
  });

  for (const page of pages) {
    it(`${page} says what it means, who suffers and what to do`, () => assert.deepEqual(lacking(textOf(page)), []));
  }

  for (const [path, text] of Object.entries(runbookFiles())) {
    it(`${path} is what \`make docs\` writes`, () => assert.equal(readFileSync(path, "utf8"), text));
  }
});

describe("a page", () => {
  const page = textOf("KubernetesCpuThrottling.md");

  it("that is new lacks what a person has to write", () =>
    assert.deepEqual(lacking(runbookPage("Nobody", someEntries)), [
      `3 words, fewer than ${FEWEST_WORDS}`,
      "**Means:**",
      "**Impact:**",
      "steps below ## First steps",
    ]));

  it("keeps what a person wrote, whatever the rule becomes", () => {
    const other = runbookPage("KubernetesCpuThrottling", entries.get("KubernetesJobFailed") ?? [], page);
    assert.notEqual(other, page);
    assert.equal(handWritten(other), handWritten(page));
    assert.equal(runbookPage("KubernetesCpuThrottling", someEntries, other), page);
  });

  it("gets its generated part below the title, once", () => {
    const bare = `# KubernetesCpuThrottling\n\n${handWritten(page)}\n`;
    assert.equal(runbookPage("KubernetesCpuThrottling", someEntries, bare), page);
    assert.equal(runbookPage("KubernetesCpuThrottling", someEntries, page), page);
  });
});
