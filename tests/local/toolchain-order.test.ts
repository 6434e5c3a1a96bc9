import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, it } from "mocha";
import { ensureTools } from "../../local/toolchain/index.ts";
import type { Tool } from "../../local/toolchain/tool.ts";
import { inTemporaryFolder, writeScript } from "./temporary.ts";
import { downloadHost, hammer, machine, workingBuild } from "./workshop.ts";

/** A hammer that may come from PATH or from a Debian package. */
const hammerOf = (downloads: ReturnType<Tool["downloads"]> = []): Tool => ({
  ...hammer(downloads),
  minimumOnPath: "2.42",
  debian: { package: "hammer-tools", files: { hammer: "usr/bin/hammer", nail: "usr/bin/nail" } },
});
const unreachable = [{ url: "http://127.0.0.1:9/hammer", files: { hammer: "hammer" } }];

/** Puts `apt-get` and `dpkg-deb` on PATH. They log how they are called; the package holds a hammer and a nail. */
async function debian(folder: string, fails = "") {
  const log = `echo "$(basename $0) $@" >> ${folder}/debian.log`;
  await writeScript(join(folder, "bin/apt-get"), `${log}; ${fails} : > hammer-tools_1_all.deb`);
  const unpack = 'mkdir -p "$3/usr/bin"; for i in hammer nail; do echo "#!/bin/sh" > "$3/usr/bin/$i"; done';
  await writeScript(join(folder, "bin/dpkg-deb"), `${log}; [ -f "$2" ] && ${unpack}`);
}
const debianLog = async (folder: string) =>
  existsSync(join(folder, "debian.log")) ? (await readFile(join(folder, "debian.log"), "utf8")).trim().split("\n") : [];

async function install(folder: string, versions: Readonly<Record<string, string>>) {
  for (const [name, version] of Object.entries(versions)) {
    await writeScript(join(folder, "bin", name), `echo "${name}, version ${version} (branch: debian/sid)"`);
  }
}

async function ensure(folder: string, tool: Tool, goVersion?: string) {
  const lines: string[] = [];
  const options = { ...(await machine(folder, workingBuild(join(folder, "go.log")), goVersion)), table: [tool] };
  const found = (await ensureTools(["hammer"], (line) => lines.push(line), options))["hammer"] ?? "";
  return { found, lines: lines.join("\n"), built: existsSync(join(folder, "go.log")) };
}

describe("ensureTools for a tool that may come from PATH", () => {
  it("uses the tool on PATH if it is recent enough, even if a download is available", () =>
    inTemporaryFolder(async (folder) => {
      await install(folder, { hammer: "2.42.0+ds", nail: "3.1.0" });
      const { found, lines } = await ensure(folder, hammerOf(unreachable));
      assert.deepEqual([found, lines], [join(folder, "bin"), ""]);
      assert.equal(existsSync(join(folder, "cache")), false);
    }));

  for (const [what, versions, tool] of [
    ["is too old", { hammer: "2.41.9", nail: "2.42.0" }, hammerOf()],
    ["is incomplete", { hammer: "2.42.0" }, hammerOf()],
    ["reports no version", { hammer: "(branch: main)", nail: "2.42.0" }, hammerOf()],
    ["has no minimum version", { hammer: "2.42.0", nail: "2.42.0" }, hammer()],
  ] as const) {
    it(`ignores a tool on PATH that ${what}`, () =>
      inTemporaryFolder(async (folder) => {
        await debian(folder);
        await install(folder, versions);
        const { found } = await ensure(folder, tool);
        assert.ok(found.startsWith(join(folder, "cache")), found);
      }));
  }
});

describe("ensureTools for a tool in a Debian package", () => {
  it("unpacks the package once if the download host is unreachable", () =>
    inTemporaryFolder(async (folder) => {
      await debian(folder);
      const first = await ensure(folder, hammerOf(unreachable));
      assert.deepEqual((await readdir(first.found)).sort(), ["hammer", "nail"]);
      assert.equal((await ensure(folder, hammerOf(unreachable))).found, first.found);
      assert.deepEqual(await debianLog(folder), [
        "apt-get -o Acquire::http::Timeout=10 download hammer-tools",
        "dpkg-deb -x hammer-tools_1_all.deb contents",
      ]);
      assert.deepEqual(await readdir(join(folder, "cache")), [basename(first.found)]);
    }));

  it("prefers the official download", () =>
    inTemporaryFolder(async (folder) => {
      const program = Buffer.from("#!/bin/sh\n");
      const host = await downloadHost({ "/hammer": program, "/nail": program });
      await debian(folder);
      try {
        const downloads = ["hammer", "nail"].map((name) => ({ url: `${host.url}/${name}`, files: { [name]: name } }));
        assert.match((await ensure(folder, hammerOf(downloads))).found, /-official-/);
      } finally {
        await host.close();
      }
      assert.deepEqual(await debianLog(folder), []);
    }));

  it("unpacks the package if a download is not a program, and reports why", () =>
    inTemporaryFolder(async (folder) => {
      const host = await downloadHost({ "/hammer": Buffer.from("<html>"), "/nail": Buffer.from("<html>") });
      await debian(folder);
      try {
        const downloads = ["hammer", "nail"].map((name) => ({ url: `${host.url}/${name}`, files: { [name]: name } }));
        const { lines, built } = await ensure(folder, hammerOf(downloads));
        assert.match(lines, /\(hammer is not a program\), taking it from Debian's package hammer-tools instead/);
        assert.equal(built, false);
      } finally {
        await host.close();
      }
    }));

  it("builds if the package does not exist, and reports why", () =>
    inTemporaryFolder(async (folder) => {
      await debian(folder, "echo 'E: Unable to locate package hammer-tools' >&2; exit 100;");
      const { lines, built } = await ensure(folder, hammerOf());
      assert.match(lines, /failed \(apt-get: E: Unable to locate package hammer-tools\), building it instead/);
      assert.equal(built, true);
    }));

  it("prefers a build, because it has the version in the table", () =>
    inTemporaryFolder(async (folder) => {
      await debian(folder, "exit 1;");
      const built = (await ensure(folder, hammerOf())).found;
      await debian(folder);
      const unpacked = (await ensure(folder, hammerOf(), "go1.27.0")).found;
      assert.notEqual(unpacked, built);
      assert.equal((await ensure(folder, hammerOf())).found, built);
      await rm(built, { recursive: true });
      assert.equal((await ensure(folder, hammerOf())).found, unpacked);
    }));
});
