import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, describe, it } from "mocha";
import { alloyExecutable } from "../alloy/tools.ts";
import { listenOn, podAddress, runAlloy } from "./run.ts";
import type { AlloyPod, RunningAlloy } from "./run.ts";
import { sandboxProblem } from "./sandbox.ts";
import { until } from "./until.ts";

/** Reads a mounted file and accepts OTLP. Its exports can be read through Alloy's API. */
const CONFIG = `
local.file "note" {
  filename = "/etc/notes/note"
}

otelcol.receiver.otlp "in" {
  http {
    endpoint = "0.0.0.0:4318"
  }

  output {
    logs = [otelcol.exporter.otlphttp.nowhere.input]
  }
}

otelcol.exporter.otlphttp "nowhere" {
  client {
    endpoint = "http://127.0.0.1:9"
  }
}
`;
const ARGS = ["run", "/etc/alloy/config.alloy", "--storage.path=/var/lib/alloy", "--disable-reporting"];
const LISTEN = "--server.http.listen-addr=0.0.0.0:12345";

describe("a pod of the collector without a cluster", function () {
  this.timeout("15m");
  let alloy = "";
  let folder = "";
  const running: RunningAlloy[] = [];

  before(async function () {
    const problem = sandboxProblem();
    const found = problem === undefined ? await alloyExecutable() : undefined;
    if (found === undefined) {
      console.log(`    skipped: ${problem ?? "no Alloy; set ALLOY to an executable, or E2E_DATA=1 to build one"}`);
      return this.skip();
    }
    alloy = found;
    folder = mkdtempSync(join(tmpdir(), "collector-"));
    mkdirSync(join(folder, "notes"));
    writeFileSync(join(folder, "notes", "note"), "first");
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.kill();
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  async function start(name: string, changes: Partial<AlloyPod> = {}): Promise<RunningAlloy> {
    const one = await runAlloy({
      alloy,
      folder: join(folder, name),
      config: CONFIG,
      args: [...ARGS, LISTEN],
      ports: { "otlp-http": 4318 },
      mounts: {
        "/etc/notes": { path: join(folder, "notes") },
        "/var/lib/alloy": { path: join(folder, name, "storage"), writable: true },
      },
      ...changes,
    });
    running.push(one);
    return one;
  }
  async function note(one: RunningAlloy): Promise<string | undefined> {
    const { text } = await one.get("/api/v0/web/components/local.file.note");
    const { exports } = JSON.parse(text) as { exports: { value: { value: string } }[] };
    return exports[0]?.value.value;
  }

  it("sees its mounts at the container's paths, is healthy, and accepts telemetry", async () => {
    const one = await start("mounts");
    assert.equal((await one.get("/-/healthy")).status, 200, one.log());
    assert.equal(await note(one), '"first"');
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${one.url("otlp-http")}/v1/logs`, { method: "POST", headers, body: "{}" });
    assert.equal(answer.status, 200);
  });

  it("runs as the image's user on a read-only root without access to the machine's files", async function () {
    if (process.getuid?.() !== 0) return this.skip();
    const { pid } = await start("restricted");
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    assert.match(status, /^Uid:\t473\t473\t473\t473$/m);
    assert.match(status, /^CapEff:\t0+$/m);
    const mounts = readFileSync(`/proc/${pid}/mounts`, "utf8");
    assert.match(mounts, /^tmpfs \/ tmpfs ro,/m);
    assert.deepEqual(
      [/^\S+ \/etc\/alloy /m, /^\S+ \/usr /m].map((path) => path.test(mounts)),
      [true, false],
    );
  });

  it("loads a changed configuration, and keeps running when the next one is broken", async () => {
    const one = await start("reload");
    writeFileSync(join(folder, "notes", "other"), "second");
    const changed = CONFIG.replace("notes/note", "notes/other");
    assert.equal((await one.reload(changed)).status, 200);
    await until("the changed note", async () => (await note(one)) === '"second"');
    const broken = await one.reload(`${changed}\nlocal.file "broken" { }\n`);
    assert.equal(broken.status, 400);
    assert.match(broken.text, /missing required attribute "filename"/);
    assert.equal(await note(one), '"second"');
  });

  it("stops gracefully on request, ends at once when killed, and restarts in the same folder", async () => {
    const first = await start("ends");
    assert.ok(first.usage().cpuSeconds > 0 && first.usage().rssBytes > 20_000_000);
    assert.equal(await first.stop(), "code 0");
    const again = await start("ends", { address: first.address });
    await again.kill();
    await assert.rejects(again.get("/-/ready"));
    assert.equal(again.log().match(/now listening for http traffic/g)?.length, 2);
  });

  it("reports why it does not start", async () => {
    await assert.rejects(start("broken", { config: `${CONFIG}\nno.such "thing" { }\n` }), /no\.such/);
  });

  it("finds its peers through the Service's name", async () => {
    const addresses = [podAddress(), podAddress()];
    const args = [...ARGS, LISTEN, "--cluster.enabled=true", "--cluster.join-addresses=grafana-alloy-cluster"];
    const hosts = { "grafana-alloy-cluster": addresses };
    const pods = addresses.map((address, n) =>
      start(`peer-${n}`, { address, args, hosts, name: `grafana-alloy-${n}` }),
    );
    const [one] = await Promise.all(pods);
    const peers = await until("two peers", async () => {
      const list = JSON.parse((await one?.get("/api/v0/web/peers"))?.text ?? "[]") as { name: string }[];
      return list.length === 2 && list.map((peer) => peer.name).sort();
    });
    assert.deepEqual(peers, ["grafana-alloy-0", "grafana-alloy-1"]);
  });
});

describe("replacing a configuration's listen addresses", () => {
  it("requires exactly one address for each port", () => {
    assert.equal(listenOn(`"0.0.0.0:4318"`, "127.9.9.9", [4318]), `"127.9.9.9:4318"`);
    assert.throws(() => listenOn(`"0.0.0.0:4318" "0.0.0.0:1"`, "127.9.9.9", [4318]), /places that listen/);
    assert.throws(() => listenOn(`"127.0.0.1:4318"`, "127.9.9.9", [4318]), /places that listen/);
    assert.throws(() => listenOn(`"0.0.0.0:4317"`, "127.9.9.9", [4318]), /port 4318/);
    assert.equal(listenOn(`"10.0.0.0/8" "0.0.0.0:4318"`, "127.9.9.9", [4318]), `"10.0.0.0/8" "127.9.9.9:4318"`);
  });
});
