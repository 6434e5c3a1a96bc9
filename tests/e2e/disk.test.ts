import assert from "node:assert/strict";
import { cp, copyFile, mkdir, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { after, before, describe, it } from "mocha";
import { checkout, places } from "../../local/layout.ts";
import { startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { kill } from "./killed.ts";
import { recoverAsDocumented } from "./recovery.ts";
import { assertClearFailure, run } from "./transcript.ts";

/** Not enough for another copy of the state. */
const SPARE_KIB = 24;

describe("a full disk", () => {
  let environment: Environment;
  let state = "";

  const checkpoint = () => join(state, ".pulumi/stacks", environment.world.project, `${environment.world.stack}.json`);
  const isCutOff = async (): Promise<boolean> => {
    try {
      return (JSON.parse(await readFile(checkpoint(), "utf8")) as unknown) === undefined;
    } catch {
      return true;
    }
  };

  /** Whether the state stays truncated, and not only while the file is being replaced. */
  async function staysCutOff(): Promise<boolean> {
    for (let times = 0; times < 20; times++) {
      if (!(await isCutOff())) return false;
      await sleep(100);
    }
    return true;
  }

  before(async function () {
    await execa("umount", [join(checkout, ".local/e2e/disk/state")], { reject: false }); // left by an interrupted run
    environment = await startEnvironment("disk");
    await environment.up();
    state = places(environment.world).state;
    await rename(state, `${state}.before`);
    await mkdir(state);
    const kib = Number((await execa("du", ["-sk", `${state}.before`])).stdout.split("\t")[0]) + SPARE_KIB;
    const mount = await execa("mount", ["-t", "tmpfs", "-o", `size=${kib}k`, "tmpfs", state], { reject: false });
    if (mount.failed) {
      console.log(`    skipped: cannot create a small disk on this machine (${mount.stderr})`);
      this.skip();
    }
    await cp(`${state}.before`, state, { recursive: true });
  });
  after(async () => {
    await execa("umount", [state], { reject: false });
    await environment?.close();
  });

  it("truncates the state, and the next command reports it", async () => {
    await environment.configure({
      "applications.1": { namespace: "second", team: "second", createNamespace: true, profiles: "collector" },
    });
    await kill(environment, ["up", "--yes", "--skip-preview"], staysCutOff);
    const refused = await run(environment, ["preview"]);
    assertClearFailure(refused, /failed to load checkpoint: .*(unexpected end of JSON input|invalid character)/);
  });

  it("can be recovered as documented: free space, restore the newest complete state, recover, up", async () => {
    await execa("mount", ["-o", "remount,size=64m", state]);
    const history = join(state, ".pulumi/history", environment.world.project, environment.world.stack);
    const newest = (await readdir(history))
      .filter((name) => name.endsWith(".checkpoint.json"))
      .sort()
      .at(-1);
    await copyFile(join(history, newest ?? ""), checkpoint());
    await recoverAsDocumented(environment);
    await environment.up();
    await environment.expectNoChanges();
    assert.equal((await environment.cloud.state()).stacks.length, 1);
  });
});
