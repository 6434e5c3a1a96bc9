import assert from "node:assert/strict";
import { rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, it } from "mocha";
import { systems as builtIn } from "../../catalog/index.ts";
import { loadCatalog } from "../../startup/own-catalog.ts";
import { indexFile, ownCatalog, systemFile, type OwnCatalog } from "../own-catalog.ts";

const made: OwnCatalog[] = [];
afterEach(() => Promise.all(made.splice(0).map(({ remove }) => remove())));

async function directoryWith(files: Readonly<Record<string, string>>): Promise<string> {
  const directory = await ownCatalog(files);
  made.push(directory);
  return directory.path;
}

/** Loads a folder as `./<its name>`, so that messages contain no path of this machine. */
async function load(folder: string) {
  const { systems, problems } = await loadCatalog(builtIn, `./${basename(folder)}`, dirname(folder));
  const text = problems.map(({ path, expected, got, fix }) => `${path}: expected ${expected}, got ${got}; ${fix}`);
  return {
    names: Object.keys(systems),
    told: text.map((line) => line.replaceAll(basename(folder), "our-catalog")),
  };
}

const names = Object.keys(builtIn);
const accepted = { names: [...names, "shop"], told: [] };
const GOOD = { "index.ts": indexFile("shop"), "shop.ts": systemFile() };

describe("a directory of systems", () => {
  it("may contain TypeScript outside the checkout, without installed packages", async () => {
    assert.deepEqual(await load(await directoryWith(GOOD)), accepted);
  });

  it("may be given by an absolute path", async () => {
    const { problems, systems } = await loadCatalog(builtIn, await directoryWith(GOOD), "/nowhere");
    assert.deepEqual([problems, Object.keys(systems)], [[], accepted.names]);
  });

  it("may have spaces in its path", async () => {
    const folder = await directoryWith({});
    const spaced = join(folder, "our own # catalog");
    await rename(await directoryWith(GOOD), spaced);
    assert.deepEqual(await load(spaced), accepted);
  });

  for (const type of ["commonjs", "module", undefined]) {
    it(`may be in a repository whose package.json has the type ${type ?? "undefined"}`, async () => {
      const files = { ...GOOD, "package.json": JSON.stringify({ name: "shop", type }) };
      const warnings: Error[] = [];
      const listen = (warning: Error) => void warnings.push(warning);
      process.on("warning", listen);
      assert.deepEqual(await load(await directoryWith(files)), accepted);
      await new Promise(setImmediate);
      process.off("warning", listen);
      assert.deepEqual(warnings, []);
    });
  }

  it("may contain JavaScript with a top-level await", async () => {
    const index = `import { defineSystem } from "observability/catalog";
      const shop = await Promise.resolve(defineSystem({ id: "shop", title: "Shop", services: [] }));
      export const systems = { shop };`;
    assert.deepEqual(await load(await directoryWith({ "index.js": index })), accepted);
  });

  it("leaves no import hook behind: elsewhere, package.json decides what observability/catalog is", async () => {
    await load(await directoryWith(GOOD));
    const outside = await directoryWith({ "outside.ts": 'export * from "observability/catalog";' });
    await assert.rejects(import(pathToFileURL(join(outside, "outside.ts")).href), { code: "ERR_MODULE_NOT_FOUND" });
    assert.equal(import.meta.resolve("observability/catalog"), import.meta.resolve("../../catalog/sdk/index.ts"));
  });
});

/** Checks that a directory is refused with exactly these problems, and that none of its systems is loaded. */
function refuses(title: string, files: Readonly<Record<string, string>>, told: readonly string[]): void {
  it(`refuses ${title}`, async () => assert.deepEqual(await load(await directoryWith(files)), { names, told }));
}

describe("loading a directory of systems", () => {
  it("refuses a folder that does not exist", async () => {
    const { systems, problems } = await loadCatalog(builtIn, "../our-catalog", "/nowhere/observability");
    assert.equal(systems, builtIn);
    assert.deepEqual(problems, [
      {
        path: "catalog.directory",
        expected: "a folder",
        got: "../our-catalog, which does not exist",
        fix: "create it, or use another folder; relative paths start at /nowhere/observability",
      },
    ]);
  });

  it("refuses a file", async () => {
    const folder = await directoryWith(GOOD);
    const { problems } = await loadCatalog(builtIn, "index.ts", folder);
    assert.deepEqual(
      problems.map(({ got }) => got),
      ["index.ts, which is not a folder"],
    );
  });

  refuses("a folder without an index", { "shop.ts": systemFile(), "index.ts/shop.ts": systemFile() }, [
    "catalog.directory: expected index.ts or index.js in ./our-catalog, got neither; create ./our-catalog/index.ts; docs/adding-a-service.md shows what to put in it",
  ]);

  const unloaded = (got: string, place: string) =>
    `catalog.directory: expected ./our-catalog/index.ts to load, got ${got}; correct ./our-catalog/${place}; docs/adding-a-service.md describes the format`;

  refuses("TypeScript with a syntax error", { ...GOOD, "shop.ts": "export const system = {\n  id: 1;\n" }, [
    unloaded("SyntaxError: Expected ',', got ';'", "shop.ts:2"),
  ]);
  refuses("TypeScript syntax that is not erasable", { ...GOOD, "shop.ts": "\nexport enum Shop { checkout }\n" }, [
    unloaded("SyntaxError: TypeScript enum is not supported in strip-only mode", "shop.ts:2"),
  ]);
  refuses(
    "JavaScript with a syntax error",
    { "index.ts": 'export * from "./shop.js";', "shop.js": "export const a;" },
    [unloaded("SyntaxError: Missing initializer in const declaration", "index.ts")],
  );
  refuses(
    "an import that does not exist",
    { "index.ts": '\nimport { defineSytem } from "observability/catalog";\nexport const systems = { defineSytem };' },
    [
      unloaded(
        "SyntaxError: The requested module 'observability/catalog' does not provide an export named 'defineSytem'",
        "index.ts:2",
      ),
    ],
  );
  refuses("a file that throws", { "index.ts": 'const wrong = (): never => {\n  throw "one\\ntwo";\n};\nwrong();' }, [
    unloaded("one\n    two", "index.ts"),
  ]);
  refuses("a file that uses an undefined variable", { "index.ts": "\n\nexport const systems = shop;" }, [
    unloaded("ReferenceError: shop is not defined", "index.ts:3"),
  ]);
  refuses(
    "systems named like the program's folders",
    {
      "index.ts": indexFile("overview", "watchdog"),
      "overview.ts": systemFile({ id: "overview" }),
      "watchdog.ts": systemFile({ id: "watchdog", service: "shelf", name: "ShelfAbsent" }),
    },
    [
      './our-catalog/index.ts systems.overview: expected a uid that no other dashboard or folder has, got "overview", which is also used in the built-in catalog; rename it',
      './our-catalog/index.ts systems.watchdog: expected a uid that no other dashboard or folder has, got "watchdog", which is also used in the built-in catalog; rename it',
    ],
  );
  refuses(
    "a system with two problems",
    { ...GOOD, "shop.ts": systemFile({ service: "Checkout", name: "checkout absent" }) },
    [
      unloaded(
        `catalog system shop has 2 problems
      services.Checkout.id: expected a-z, 0-9 and single -, starting with a letter, at most 32 characters, got Checkout
        fix: choose another id; ids become resource names and uids
      services.Checkout.alerts.absent.name: expected a PascalCase name, got checkout absent
        fix: rename it; the name is also the file name of its runbook`,
        "shop.ts:26",
      ),
    ],
  );
});
