import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { buildError, goFlags, spaceProblem } from "../../local/toolchain/build.ts";
import { hammer } from "./workshop.ts";

const build = { module: "hammer", package: ".", output: "hammer" };
const fixOf = (log: string): string => buildError(hammer(), build, "code 1", log).fix;

describe("buildError", () => {
  it("names the tool, how it ended and the last lines of the log", () => {
    const log = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n");
    const { message } = buildError(hammer(), build, "SIGKILL", log);
    assert.match(message, /^building hammer \(local\/toolchain\/hammer\) failed with SIGKILL:\n {4}line 25\n/);
    assert.match(message, /line 39$/);
  });

  const causes: Readonly<Record<string, RegExp>> = {
    "write /tmp/x: no space left on device": /^free some disk space/,
    "/usr/local/go/pkg/tool/link: signal: killed": /up to 6 GB of memory$/,
    "go: example.com/a@v1: dial tcp: lookup proxy.golang.org: no such host": /GOPROXY.*cannot be reached/,
    "go: example.com/a@v1: reading https://proxy/a.zip: 404 Not Found": /refuses this version/,
    "verifying example.com/a@v1: checksum mismatch": /^stop and find out why/,
    "go: go.mod requires go >= 1.27 (running go 1.26.8; GOTOOLCHAIN=local)": /^install the Go version/,
    "main.go:3:1: syntax error": /resumes where it stopped/,
  };
  for (const [log, fix] of Object.entries(causes))
    it(`suggests a fix for: ${log}`, () => assert.match(fixOf(log), fix));
});

describe("goFlags", () => {
  it("sets variables only at link time, so that a new version number does not recompile anything", () => {
    assert.deepEqual(goFlags({ ...build, variables: { "a.v": "1", "b.v": "2" } }), [
      "-mod=readonly",
      "-trimpath",
      "-ldflags",
      "-s -w -X a.v=1 -X b.v=2",
    ]);
  });
});

describe("spaceProblem", () => {
  it("returns nothing if there is enough space", () => assert.equal(spaceProblem("hammer", "/cache", 6e9), undefined));

  it("names the available and the required space", () => {
    const problem = spaceProblem("hammer", "/cache", 1.25e9);
    assert.equal(problem?.message, "building hammer needs 6.0 GB of disk space, but /cache has only 1.3 GB");
    assert.match(problem.fix, /XDG_CACHE_HOME/);
  });
});
