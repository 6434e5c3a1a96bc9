import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "mocha";
import { BOOTSTRAP_SCOPES } from "../../model/backends/grafana-cloud.ts";
import { alertCoverage } from "../alert-coverage.ts";
import { generatedReference } from "../../scripts/collector-reference.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const inDocs = readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).map((file) => join("docs", file));
const atTop = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"];
const pages = [...atTop, join("examples", "application", "README.md"), ...inDocs].filter((file) =>
  file.endsWith(".md"),
);
const textOf = (page: string): string => readFileSync(join(ROOT, page), "utf8");

/** The anchors that GitHub creates for the headings of a page. */
function anchorsOf(page: string): readonly string[] {
  const headings = textOf(page).match(/^#+ .+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, "")
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

/** Links into this repository whose file or anchor does not exist. */
function brokenLinks(page: string): readonly string[] {
  const links = [...textOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => {
    if (/^https?:/.test(link)) return false;
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });
}

describe("documents", () => {
  for (const page of pages) {
    it(`${page} has no broken links`, () => {
      assert.deepEqual(brokenLinks(page), []);
    });
  }

  it("docs/collector-reference.md is what `make docs` writes", () => {
    assert.equal(textOf("docs/collector-reference.md"), generatedReference());
  });

  it("docs/alert-coverage.md is what `make docs` writes", () => {
    assert.equal(textOf("docs/alert-coverage.md"), alertCoverage());
  });

  it("README.md lists exactly the scopes of the bootstrap token", () => {
    const [, block = ""] = /exactly these scopes[^]*?```text\n([^]*?)```/.exec(textOf("README.md")) ?? [];
    assert.deepEqual(block.trim().split(/\s+/).sort(), [...BOOTSTRAP_SCOPES].sort());
  });

  it("README.md has no more than 150 lines", () => {
    assert.ok(textOf("README.md").split("\n").length <= 150);
  });
});
