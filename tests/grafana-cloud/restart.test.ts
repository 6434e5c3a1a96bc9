import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import type { ResultPromise } from "execa";
import { after, before, describe, it } from "mocha";
import { basic, bearer, send, World } from "./harness.ts";

const MAIN = join(import.meta.dirname, "../../local/grafana-cloud/main.ts");

interface Running {
  readonly process: ResultPromise;
  readonly url: string;
}

/** Starts the real command and waits until it prints that it is ready. */
async function run(dir: string): Promise<Running> {
  const child = execa(process.execPath, [MAIN, "--state", dir, "--port", "0"], { reject: false, buffer: false });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { process: child, url: /^listening (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line.toString())?.[1] ?? "" };
}

describe("Grafana Cloud stand-in, restart", () => {
  let dir = "";

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "grafana-cloud-"));
  });
  after(() => rm(dir, { recursive: true }));

  it("keeps stacks, tokens and counts, but no secret in its file", async () => {
    const first = await World.start({ stateDir: dir });
    const stack = await first.withInstance("trading");
    await first.grafana("POST", "/folders", { uid: "orders", title: "Orders" });
    const token = await first.token(await first.policy("p", stack.id, ["logs:write"]), "t");
    const logs = `${first.cloud.url}/gateways/otlp/v1/logs`;
    await send("POST", logs, { auth: basic(stack.id, token.secret) });
    await first.stop();

    const file = await readFile(join(dir, "state.json"), "utf8");
    for (const secret of [token.secret, first.instanceToken, first.cloud.bootstrapToken]) {
      assert.equal(file.includes(secret), false);
    }
    const second = await World.start({ stateDir: dir });
    try {
      assert.equal(second.cloud.bootstrapToken, first.cloud.bootstrapToken);
      assert.equal(second.cloud.url, first.cloud.url, "clients keep their URLs");
      assert.deepEqual((await second.client.state()).stacks[0]?.folders, [{ uid: "orders", title: "Orders" }]);
      assert.equal((await second.client.identifyToken(token.secret))?.id, token.id);
      assert.deepEqual(
        (await second.client.received()).map((one) => one.requests),
        [1],
      );
      assert.equal((await send("POST", logs, { auth: basic(stack.id, token.secret) })).status, 200);
    } finally {
      await second.stop();
    }
  });

  it("loses no confirmed change when killed during writes", async () => {
    const running = await run(dir);
    const token = bearer(await readFile(join(dir, "bootstrap-token"), "utf8"));
    assert.equal((await stat(join(dir, "bootstrap-token"))).mode & 0o777, 0o600);
    const confirmed: string[] = [];
    const create = async (slug: string): Promise<void> => {
      const answer = await send("POST", `${running.url}/api/instances`, { auth: token, body: { name: slug, slug } });
      if (answer.status === 200) confirmed.push(slug);
    };
    const writes = Array.from({ length: 60 }, (_, index) => create(`stack${index}`).catch(() => undefined));
    await Promise.race(writes);
    running.process.kill("SIGKILL");
    await Promise.all([...writes, running.process]);

    const again = await World.start({ stateDir: dir });
    const kept = (await again.client.state()).stacks.map((stack) => stack.slug);
    await again.stop();
    assert.ok(confirmed.length > 0);
    assert.deepEqual(
      confirmed.filter((slug) => !kept.includes(slug)),
      [],
    );
  });

  it("stops cleanly on SIGTERM", async () => {
    const running = await run(dir);
    running.process.kill("SIGTERM");
    assert.equal((await running.process).exitCode, 0);
    await assert.rejects(fetch(running.url), /fetch failed/);
  });

  it("reports invalid arguments", async () => {
    const { stderr, exitCode } = await execa(process.execPath, [MAIN, "--port", "x", "--state", dir], {
      reject: false,
    });
    assert.equal(exitCode, 1);
    assert.match(stderr, /^grafana-cloud: --port: expected 0 to 65535, got "x"\nusage: /);
    assert.equal(stderr.includes("    at "), false);
  });

  it("reports a state file that it cannot read", async () => {
    await writeFile(join(dir, "state.json"), '{"version":');
    await assert.rejects(World.start({ stateDir: dir }), {
      message: `${join(dir, "state.json")}: expected the state of a stand-in, version 1; remove its directory to start from scratch`,
    });
  });
});
