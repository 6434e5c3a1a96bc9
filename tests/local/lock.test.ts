import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "mocha";
import { tryLock, withLock } from "../../local/toolchain/lock.ts";
import { inTemporaryFolder } from "./temporary.ts";

const quiet = () => undefined;

describe("withLock", () => {
  it("lets one holder work at a time and makes the other one wait", () =>
    inTemporaryFolder(async (folder) => {
      const events: string[] = [];
      const work = (name: string) => async () => {
        events.push(`${name} begins`);
        await sleep(20);
        events.push(`${name} ends`);
      };
      const waiting = () => events.push("waiting");
      await Promise.all([
        withLock(folder, waiting, work("first")),
        sleep(5).then(() => withLock(folder, waiting, work("second"))),
      ]);
      assert.deepEqual(
        events.filter((event) => event !== "waiting"),
        ["first begins", "first ends", "second begins", "second ends"],
      );
      assert.ok(events.includes("waiting"));
    }));

  it("releases the lock when the work fails", () =>
    inTemporaryFolder(async (folder) => {
      await assert.rejects(
        withLock(folder, quiet, () => Promise.reject(new Error("broken"))),
        { message: "broken" },
      );
      const release = await tryLock(folder);
      assert.ok(release);
      await release();
    }));

  it("takes over from a holder that was killed", () =>
    inTemporaryFolder(async (folder) => {
      const holder = spawn(process.execPath, [join(import.meta.dirname, "fixtures/lock-holder.ts"), folder]);
      await once(holder.stdout, "data");
      assert.equal(await tryLock(folder), undefined);
      holder.kill("SIGKILL");
      await once(holder, "exit");
      const staleMs = 2_000; // the minimum that the library accepts
      const deadline = Date.now() + 10_000;
      let release = await tryLock(folder, staleMs);
      while (release === undefined && Date.now() < deadline) {
        await sleep(100);
        release = await tryLock(folder, staleMs);
      }
      assert.ok(release);
      await release();
    }));
});
