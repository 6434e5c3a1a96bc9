import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "mocha";
import { ensureDaemon, logFile, runningDaemon, stopDaemon } from "../../local/processes/daemons.ts";
import type { DaemonSpec } from "../../local/processes/daemons.ts";
import { LocalWorldError } from "../../local/errors.ts";
import { worldIn } from "../../local/layout.ts";
import {
  exitOf,
  identify,
  isRunning,
  processesBelow,
  release,
  spawnTethered,
} from "../../local/processes/processes.ts";
import { inTemporaryFolder, writeScript } from "./temporary.ts";

const fixture = (name: string): string => join(import.meta.dirname, "fixtures", name);

async function until(what: string, check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 10_000; !check(); await sleep(10)) {
    assert.ok(Date.now() < deadline, `${what} within 10 s`);
  }
}

describe("spawnTethered", () => {
  it("ends the child when its holder is killed", async () => {
    const holder = spawn(process.execPath, [fixture("tether-holder.ts")], { stdio: ["ignore", "pipe", "inherit"] });
    const [output] = (await once(holder.stdout, "data")) as [Buffer];
    const child = identify(Number(output.toString()));
    assert.ok(child && isRunning(child));
    holder.kill("SIGKILL");
    await until("the child ends", () => !isRunning(child));
  });

  it("ends the child on release and returns its exit code", async () => {
    const output = openSync("/dev/null", "w");
    const start = (command: string) =>
      spawnTethered("/bin/sh", ["-c", command], { env: process.env, output, signal: "TERM" });
    const sleeping = start("exec sleep 60");
    release(sleeping);
    assert.equal(await exitOf(sleeping), "code 143");
    assert.equal(await exitOf(start("exit 7")), "code 7");
    closeSync(output);
  });
});

describe("isRunning", () => {
  it("does not mistake a process for an earlier one with the same id", () => {
    const self = identify(process.pid);
    assert.ok(self && isRunning(self));
    assert.equal(isRunning({ ...self, started: "earlier" }), false);
  });
});

describe("processesBelow", () => {
  it("finds the programs started from a folder, but not from a folder whose path only begins the same", () =>
    inTemporaryFolder(async (folder) => {
      const children = ["plugins/a", "plugins-of-others/b"].map(async (path) => {
        const program = await writeScript(join(folder, path), "");
        // A shell builtin, because a forked child would briefly have the same command line.
        return spawn("/bin/sh", ["-c", "read line"], { argv0: program, stdio: ["pipe", "ignore", "ignore"] });
      });
      const [inside, outside] = await Promise.all(children);
      try {
        assert.deepEqual(processesBelow(join(folder, "plugins")), [inside?.pid]);
      } finally {
        inside?.kill("SIGKILL");
        outside?.kill("SIGKILL");
      }
    }));
});

const echo: DaemonSpec = {
  name: "echo",
  args: (lastPort = 0) => Promise.resolve([fixture("daemon.ts"), String(lastPort)]),
};

describe("ensureDaemon", () => {
  it("starts a daemon once, and restarts it on the same port after it was killed", () =>
    inTemporaryFolder(async (folder) => {
      const world = worldIn(folder);
      try {
        const first = await ensureDaemon(world, echo);
        assert.deepEqual(await ensureDaemon(world, echo), first);
        process.kill(first.pid, "SIGKILL");
        await until("it ends", () => !isRunning(first));
        assert.equal(await runningDaemon(world, "echo"), undefined);
        const second = await ensureDaemon(world, echo);
        assert.notEqual(second.pid, first.pid);
        assert.equal(second.url, first.url);
      } finally {
        await stopDaemon(world, "echo");
      }
    }));

  it("stops a daemon and frees its port", () =>
    inTemporaryFolder(async (folder) => {
      const world = worldIn(folder);
      const daemon = await ensureDaemon(world, echo);
      await stopDaemon(world, "echo");
      assert.equal(isRunning(daemon), false);
      const socket = connect(Number(new URL(daemon.url).port), "127.0.0.1");
      await assert.rejects(once(socket, "connect"), { code: "ECONNREFUSED" });
    }));

  it("starts a daemon even if the record of the last run is corrupt", () =>
    inTemporaryFolder(async (folder) => {
      const world = worldIn(folder);
      await writeFile(join(folder, "echo.pid"), '{"pid":');
      try {
        assert.match((await ensureDaemon(world, echo)).url, /^http:\/\/127\.0\.0\.1:\d+$/);
      } finally {
        await stopDaemon(world, "echo");
      }
    }));

  it("shows the output of a daemon that does not start, and where its log is", () =>
    inTemporaryFolder(async (folder) => {
      const world = worldIn(folder);
      const broken: DaemonSpec = {
        name: "broken",
        args: () => Promise.resolve(["-e", "console.error('no'); process.exit(1)"]),
      };
      await assert.rejects(ensureDaemon(world, broken), (error: unknown) => {
        assert.ok(error instanceof LocalWorldError);
        assert.equal(error.message, "broken did not start:\nno");
        assert.ok(error.fix.includes(logFile(world, "broken")));
        return true;
      });
    }));
});
