import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, readdir, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, it } from "mocha";
import { ensureTools } from "../../local/toolchain/index.ts";
import type { Tool } from "../../local/toolchain/tool.ts";
import { inTemporaryFolder, writeScript } from "./temporary.ts";
import { downloadHost, hammer, machine, workingBuild } from "./workshop.ts";

/** A hammer that may be on PATH, and in a package of Debian. */
const hammerOf = (downloads: ReturnType<Tool["downloads"]> = []): Tool => ({
  ...hammer(downloads),
  minimumOnPath: "2.42",
  debian: { package: "hammer-tools", files: { hammer: "usr/bin/hammer", nail: "usr/bin/nail" } },
});
const unreachable = [{ url: "http://127.0.0.1:9/hammer", files: { hammer: "hammer" } }];

/** Puts `apt-get` and `dpkg-deb` on PATH, which write down how they were called; the package holds a hammer and a nail. */
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

describe("ensureTools of a tool that machines bring", () => {
  it("takes what is on PATH where it is new enough, even if it could be downloaded", () =>
    inTemporaryFolder(async (folder) => {
      await install(folder, { hammer: "2.42.0+ds", nail: "3.1.0" });
      const { found, lines } = await ensure(folder, hammerOf(unreachable));
      assert.deepEqual([found, lines], [join(folder, "bin"), ""]);
      assert.equal(existsSync(join(folder, "cache")), false);
    }));

  for (const [what, versions, tool] of [
    ["is too old", { hammer: "2.41.9", nail: "2.42.0" }, hammerOf()],
    ["is not whole", { hammer: "2.42.0" }, hammerOf()],
    ["tells no version", { hammer: "(branch: main)", nail: "2.42.0" }, hammerOf()],
    ["is not asked for", { hammer: "2.42.0", nail: "2.42.0" }, hammer()],
  ] as const) {
    it(`leaves alone what ${what}`, () =>
      inTemporaryFolder(async (folder) => {
        await debian(folder);
        await install(folder, versions);
        const { found } = await ensure(folder, tool);
        assert.ok(found.startsWith(join(folder, "cache")), found);
      }));
  }
});

describe("ensureTools of a tool in a package of Debian", () => {
  it("unpacks the package, once, where the host cannot be reached", () =>
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

  it("says why when a download is no program, and unpacks the package", () =>
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

  it("says why when there is no such package, and builds", () =>
    inTemporaryFolder(async (folder) => {
      await debian(folder, "echo 'E: Unable to locate package hammer-tools' >&2; exit 100;");
      const { lines, built } = await ensure(folder, hammerOf());
      assert.match(lines, /failed \(apt-get: E: Unable to locate package hammer-tools\), building it instead/);
      assert.equal(built, true);
    }));

  it("prefers what was built, which is of the version that the table names", () =>
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
