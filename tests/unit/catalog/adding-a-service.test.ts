import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { execa } from "execa";
import { after, before, describe, it } from "mocha";
import { parse } from "yaml";
import { systems as builtIn } from "../../../catalog/index.ts";
import { loadCatalog } from "../../../startup/own-catalog.ts";
import { rulesOf } from "../../../model/catalog/rules.ts";
import { storedSeries, type Ingestion, type MetricType, type Unit } from "../../../model/catalog/metrics.ts";
import { parseConfig } from "../../../model/check/parse.ts";
import { renderedFiles } from "../../../render/reference/committed-files.ts";
import { ownCatalog, type OwnCatalog } from "../../own-catalog.ts";
import { prometheusTools, TOOLS_MS } from "../../../testing/prometheus/tools.ts";
import { readRules, runCases } from "../alerts/promtool.ts";
import type { Case } from "../alerts/case.ts";
import { changed } from "../config/input.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PAGE = await readFile(join(ROOT, "docs", "adding-a-service.md"), "utf8");

interface Block {
  readonly language: string;
  /** In its first line: `// checkout.ts`. */
  readonly file: string | undefined;
  readonly text: string;
}

/** Fenced blocks of the page; blocks in lists lose their indentation. */
const BLOCKS = [...PAGE.matchAll(/^( *)```(\w+)\n([^]*?)^\1```$/gm)].map(
  ([, indent = "", language = "", body = ""]): Block => {
    const text = body.replace(new RegExp(`^${indent}`, "gm"), "");
    return { language, text, file: /^(?:\/\/|#) (\S+\.(?:ts|yaml))\n/.exec(text)?.[1] };
  },
);
const filesOf = (language: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    BLOCKS.flatMap((block) => (block.language === language && block.file ? [[block.file, block.text]] : [])),
  );

describe("docs/adding-a-service.md", () => {
  let directory: OwnCatalog;
  let rendered: Readonly<Record<string, string>> = {};

  before(async () => {
    // On the page, the cases are next to those of this repository.
    const cases = `export type { Case } from ${JSON.stringify(join(ROOT, "tests", "unit", "alerts", "case.ts"))};`;
    directory = await ownCatalog({ ...filesOf("ts"), "cases.ts": cases });
    const { systems, problems } = await loadCatalog(builtIn, directory.path, ROOT);
    assert.deepEqual(problems, []);
    const own = Object.entries(systems).flatMap(([name, system]) => (name in builtIn ? [] : system));
    assert.deepEqual(
      own.map(({ id }) => id),
      ["checkout"],
    );
    // Without the dashboards that cover all services.
    const files = Object.entries(renderedFiles(own)).filter(([path]) => path.includes("/checkout"));
    rendered = Object.fromEntries(files);
  });
  after(() => directory?.remove());

  it("names a file in each of its TypeScript blocks, so that all of them run", () => {
    const typescript = BLOCKS.filter(({ language }) => language === "ts");
    assert.deepEqual(
      typescript.map(({ file }) => file),
      ["checkout.ts", "checkout-cases.ts", "index.ts"],
    );
    assert.equal(BLOCKS.length * 2, PAGE.split("```").length - 1);
  });

  it("shows how names are stored", () => {
    const rows = [...PAGE.matchAll(/^\| (otlp|scrape) .*\|$/gm)].map(([row]) =>
      row.split("|").map((cell) => cell.trim()),
    );
    for (const [, ingestion, name = "", type, unit, stored = ""] of rows) {
      const metric = { ingestion: ingestion as Ingestion, name, type: type as MetricType, unit: unit as Unit };
      assert.deepEqual(storedSeries({ ...metric, labels: [], optional: false, description: "" }), stored.split(", "));
    }
    assert.equal(rows.length, 6);
  });

  it("creates dashboards and rules, and shows them unchanged", () => {
    assert.deepEqual(Object.keys(rendered), [
      "rendered/dashboards/checkout-service.json",
      "rendered/alerts/checkout.prometheus.yaml",
      "rendered/alerts/checkout.loki.yaml",
    ]);
    const [shown] = parse(BLOCKS.find(({ text }) => text.startsWith("- alert:"))?.text ?? "") as Record<
      string,
      unknown
    >[];
    const rule = rulesIn("checkout.prometheus.yaml").alerts.find(({ alert }) => alert === shown?.["alert"]);
    assert.ok(rule && shown);
    assert.deepEqual(Object.fromEntries(Object.keys(shown).map((key) => [key, rule[key]])), shown);
    for (const file of ["alerts/checkout.prometheus.yaml", "dashboards/checkout-service.json"]) {
      assert.ok(PAGE.includes(`\`rendered/${file}\``), file);
    }
  });

  it("creates a panel for each rule to link to", () => {
    const { panels } = JSON.parse(rendered["rendered/dashboards/checkout-service.json"] ?? "") as {
      panels: readonly { id: number; title: string }[];
    };
    const panelOf = ({ annotations }: { annotations: Readonly<Record<string, string>> }) =>
      panels.find(({ id }) => String(id) === annotations["__panelId__"])?.title;
    const rules = [...rulesIn("checkout.prometheus.yaml").alerts, ...rulesIn("checkout.loki.yaml").alerts];
    assert.deepEqual(Object.fromEntries(rules.map((rule) => [rule.alert, panelOf(rule)])), {
      CheckoutTelemetryAbsent: "Instances",
      CheckoutPaymentsDeclined: "Declined payments",
      CheckoutAnsweredBudgetFastBurn: "Checkout answers: burn rate",
      CheckoutAnsweredBudgetSlowBurn: "Checkout answers: burn rate",
      CheckoutErrorLogBurst: "Log lines by level",
    });
  });

  it("has valid settings", () => {
    const settings = BLOCKS.filter(({ text }) => text.startsWith("observability:")).map(
      ({ text }) => parse(text) as object,
    );
    assert.equal(settings.length, 2);
    const known = {
      systems: Object.fromEntries(
        [...Object.keys(builtIn), "checkout"].map((name) => [name, ["tradeengine-http-errors"]]),
      ),
    };
    for (const one of settings) {
      const [[key = "", value] = []] = Object.entries(one);
      const parsed = parseConfig(changed({ [key.replace("observability:", "")]: value }), known);
      assert.ok("config" in parsed, JSON.stringify(parsed));
    }
  });

  it("links ready-made rules to runbooks that exist", async () => {
    const { systems } = await loadCatalog(builtIn, directory.path, ROOT);
    const shared = systems["checkout"]?.services.flatMap(rulesOf).flatMap(({ runbook }) => runbook ?? []) ?? [];
    assert.ok(shared.length > 0);
    for (const page of shared) await readFile(join(ROOT, "docs", "runbooks", `${page}.md`));
  });

  it("type-checks in a separate directory", async function () {
    this.timeout(60_000);
    const config =
      BLOCKS.find(({ language }) => language === "json")?.text.replaceAll("../observability/", `${ROOT}/`) ?? "";
    const wrong = 'import { series, targetInfo } from "observability/catalog";\nseries(targetInfo, { nope: "" });\n';
    await directory.write({ "tsconfig.json": config, "wrong.ts": wrong });
    const tsc = join(ROOT, "node_modules", ".bin", "tsc");
    const { stdout } = await execa(tsc, ["--noEmit", "-p", directory.path], { reject: false });
    assert.match(stdout, /^[^\n]*wrong\.ts\(2,\d+\): error TS\d+: [^\n]*'nope'[^\n]*$/);
  });

  it("is rendered by the command it names", async function () {
    this.timeout(60_000);
    const command = ["commands/render-catalog.ts", directory.path];
    assert.ok(PAGE.includes("npm run render-catalog -- ../our-catalog"));
    const { stdout } = await execa("node", command, { cwd: ROOT });
    assert.deepEqual(
      stdout.split("\n").sort(),
      [...Object.keys(rendered), "rendered/dashboards/checkout-service.svg"]
        .map((path) => `wrote ${join(directory.path, path)}`)
        .sort(),
    );
    for (const [path, text] of Object.entries(rendered)) {
      assert.equal(await readFile(join(directory.path, path), "utf8"), text);
    }
    assert.match(
      await readFile(join(directory.path, "rendered", "dashboards", "checkout-service.svg"), "utf8"),
      /^<svg .*Declined payments/s,
    );
    await writeFile(join(directory.path, "rendered", "alerts", "checkout.loki.yaml"), "");
    const { exitCode, stderr } = await execa("node", [...command, "--check"], { cwd: ROOT, reject: false });
    assert.equal(exitCode, 1);
    assert.match(stderr, /out of date: [^,]*checkout\.loki\.yaml\n {2}fix: npm run render-catalog -- /);
  });

  it("has cases that pass in promtool", async function () {
    this.timeout(TOOLS_MS);
    const promtool = process.env["PROMTOOL"] ?? (await prometheusTools())?.promtool;
    if (promtool === undefined) this.skip();
    const module = (await import(pathToFileURL(join(directory.path, "checkout-cases.ts")).href)) as {
      CHECKOUT_CASES: readonly Case[];
    };
    assert.deepEqual(
      await runCases(promtool, module.CHECKOUT_CASES, rulesIn("checkout.prometheus.yaml"), directory.path),
      [undefined, undefined],
    );
    await directory.write({ ...rendered, ...filesOf("yaml") });
    await execa(promtool, ["test", "rules", "checkout.test.yaml"], { cwd: directory.path });
  });

  const rulesIn = (file: string) => readRules(rendered[`rendered/alerts/${file}`] ?? "");
});
