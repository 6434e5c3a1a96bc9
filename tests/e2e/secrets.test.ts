import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, describe, it } from "mocha";
import { bootstrapToken } from "../../local/services.ts";
import { formsOf, search, summary } from "./canaries.ts";
import type { Place } from "./canaries.ts";
import { EARLY_WINDOW, untilOld, USUAL_WINDOW } from "./early.ts";
import { startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { OWN_OBJECTS, RELEASE_OBJECTS, RELEASES } from "./expected.ts";
import { secretData } from "./kubernetes.ts";
import { everywhere } from "./places.ts";
import { EVENT_LOG } from "./stack.ts";

/** Returns a secret that, unlike a token, looks different in each form. */
const canary = (): string => `https://hooks.example.com/${randomBytes(16).toString("hex")}?a="b"&c=<d>+é/%7E`;

describe("secrets", () => {
  let environment: Environment;
  /** Every secret so far, by name. */
  const secrets = new Map<string, string>();
  /** Output of the commands. */
  const output: Place[] = [];

  before(async function () {
    this.timeout("5m");
    environment = await startEnvironment("secrets");
    secrets.set("bootstrap token", await bootstrapToken(environment.world));
    secrets.set("kubeconfig's token", await administratorToken());
    await setSecret("slackWebhookUrl", canary());
    await setSecret("webhookUrl", canary());
    await provision();
    await rotate();
    await fail();
    await inspect();
  });
  after(() => environment?.close());

  it("include the given ones, and three generated tokens before and after a rotation", async () => {
    const minted = [...secrets].filter(([, value]) => /^gl(c|sa)_/.test(value));
    assert.equal(minted.length, 1 + 2 * 3);
    const current = await Promise.all(
      ["observability/secrets/grafana-alloy", "petrosa-apps/secrets/petrosa-sensitive-credentials"].map(async (path) =>
        secretData(await environment.kubernetes.get(`/api/v1/namespaces/${path}`)),
      ),
    );
    const values = new Set(secrets.values());
    for (const key of ["otlp-token", "profiles-token"]) assert.ok(values.has(current[0]?.[key] ?? ""), key);
    assert.ok(values.has(current[1]?.["PYROSCOPE_AUTH_TOKEN"] ?? ""));
  });

  it("are found nowhere else", async () => {
    const places = [...output, ...(await everywhere(environment))];
    for (const line of summary(places)) console.log(`      ${line}`);
    console.log(`      ${secrets.size} secrets, ${places.length} places`);
    assert.deepEqual(search(secrets, places), []);
    const searched = new Set(places.flatMap(({ group, name }) => [group, name]));
    assert.deepEqual(
      [...GROUPS, ...OBJECTS].filter((wanted) => !searched.has(wanted)),
      [],
    );
  });

  it("would be found in every form", () => {
    const planted = canary();
    const found = (content: string) =>
      search(new Map([["planted", planted]]), [{ group: "", name: "place", content }]).map(({ form }) => form);
    for (const [form, text] of formsOf(planted)) assert.ok(found(`…${text}…`).includes(form), form);
    for (const offset of [0, 1, 2, 3, 4, 5]) {
      const content = Buffer.from(`${"x".repeat(offset)}${planted}yz`).toString("base64");
      assert.deepEqual(found(content), [`base64, offset ${offset % 3}`]);
    }
    assert.deepEqual(found(canary()), []);
  });

  it("would be found in files, in the cluster and inside a Helm release", async () => {
    const planted = canary();
    const [base64, hex] = [Buffer.from(planted).toString("base64"), Buffer.from(planted).toString("hex")];
    const release = gzipSync(JSON.stringify({ config: { token: planted } })).toString("base64");
    const objects = "/api/v1/namespaces/default";
    await writeFile(join(environment.world.folder, "state", "planted"), base64);
    await environment.kubernetes.create(`${objects}/configmaps`, { metadata: { name: "planted" }, data: { a: hex } });
    await environment.kubernetes.create(`${objects}/secrets`, {
      metadata: { name: "planted", labels: { owner: "helm" } },
      stringData: { release },
    });
    const hits = search(new Map([["planted", planted]]), await everywhere(environment));
    assert.deepEqual(hits.map(({ place, form }) => `${place}: ${form}`).sort(), [
      "ConfigMap default/planted: hex",
      "Secret default/planted, decoded: JSON",
      "state/planted: base64, offset 0",
    ]);
  });

  async function run(name: string, args: readonly string[], allowFailure = false): Promise<void> {
    const eventLog = join(environment.world.folder, "events.json");
    const logged = ["up", "preview", "refresh"].includes(args[0] ?? "");
    const flags = logged ? ["--event-log", eventLog] : [];
    const result = await environment.pulumi([...args, ...flags], { allowFailure, environment: EVENT_LOG });
    assert.equal(result.exitCode !== 0, allowFailure, `${name}: exit code ${result.exitCode}`);
    for (const stream of ["stdout", "stderr"] as const) {
      output.push({ group: `output of pulumi ${args[0]}`, name: `${stream} of ${name}`, content: result[stream] });
    }
    if (!logged) return;
    output.push({
      group: "event log",
      name: `events of ${name}`,
      content: withoutDebug(await readFile(eventLog, "utf8")),
    });
    await rm(eventLog);
  }

  async function provision(): Promise<void> {
    const plan = join(environment.world.folder, "plan.json");
    await run("first preview", ["preview", "--diff", "--save-plan", plan]);
    await run("first preview as JSON", ["preview", "--diff", "--json"]);
    await run("first up", ["up", "--yes", "--skip-preview", "--diff", "--show-full-output"]);
    await noteMinted("first");
  }

  /** Runs an update that stops because the new tokens are not accepted in time, then one that completes it. */
  async function rotate(): Promise<void> {
    await untilOld(environment);
    await setSecret("webhookUrl", canary());
    await environment.configure({ ...EARLY_WINDOW, "backend.tokens.readinessTimeout": "3s" });
    await environment.cloud.changeSettings({ tokenActivationDelayMs: 10_000_000 });
    await run("preview of a rotation", ["preview", "--diff", "--json"]);
    await run("up with tokens that are not accepted", ["up", "--yes", "--skip-preview", "--diff"], true);
    await noteMinted("second");
    await environment.cloud.changeSettings({ tokenActivationDelayMs: 0 });
    await environment.configure({ ...USUAL_WINDOW, "backend.tokens.readinessTimeout": undefined });
    await run("up with accepted tokens", ["up", "--yes", "--skip-preview", "--diff", "--show-replacement-steps"]);
  }

  /** Runs an update that Grafana rejects in the middle, then one that completes it. */
  async function fail(): Promise<void> {
    await setSecret("slackWebhookUrl", canary());
    await environment.cloud.addFault({ method: "POST", path: "/contact-points$", status: 400 });
    await run("up that Grafana rejects", ["up", "--yes", "--skip-preview", "--diff"], true);
    await environment.cloud.clearFaults();
    await run("up after the rejection", ["up", "--yes", "--skip-preview", "--diff"]);
  }

  async function inspect(): Promise<void> {
    const plan = join(environment.world.folder, "plan-unchanged.json");
    await run("last preview", ["preview", "--diff", "--save-plan", plan, "--show-sames"]);
    await run("refresh", ["refresh", "--yes", "--skip-preview", "--diff"]);
    await run("export", ["stack", "export"]);
    await run("history", ["stack", "history", "--json", "--full-dates"]);
    await run("outputs", ["stack", "output", "--json"]);
    await run("config", ["config", "--json"]);
  }

  async function setSecret(key: string, value: string): Promise<void> {
    secrets.set(`${key} ${secrets.size}`, value);
    await environment.pulumi(["config", "set", "--secret", `observability:${key}`], { input: value });
  }

  /** Records all tokens in the state. */
  async function noteMinted(generation: string): Promise<void> {
    const known = new Set(secrets.values());
    const tokens = JSON.stringify(await environment.resources()).match(/gl(c|sa)_[\w-]+/g) ?? [];
    for (const token of new Set(tokens)) {
      if (!known.has(token)) secrets.set(`${generation} token ${token.slice(0, 4)} ${secrets.size}`, token);
    }
  }

  async function administratorToken(): Promise<string> {
    const kubeconfig = await readFile(join(environment.world.folder, "control-plane", "kubeconfig"), "utf8");
    return (JSON.parse(kubeconfig) as { users: [{ user: { token: string } }] }).users[0].user.token;
  }
});

/** Removes debug messages, in which the SDK shows everything, including secrets. Users see them only with `--debug`. */
const withoutDebug = (eventLog: string): string =>
  eventLog
    .split("\n")
    .filter((line) => !/"diagnosticEvent":.*"severity":"debug"/.test(line))
    .join("\n");

/** Groups that the search must include. */
const GROUPS = [
  "output of pulumi up",
  "output of pulumi preview",
  "output of pulumi refresh",
  "output of pulumi stack",
  "file: state/.pulumi/stacks",
  "file: state/.pulumi/backups",
  "file: state/.pulumi/history",
  "file: workspaces",
  "file: plan.json",
  "event log",
  "cluster: Pod",
  "Grafana Cloud: request log",
];

/** Objects that the search must include: those of the program and of Helm, whose records are decoded. */
const OBJECTS = [
  ...OWN_OBJECTS,
  ...RELEASE_OBJECTS,
  ...RELEASES.map((release) => `Secret observability/sh.helm.release.v1.${release}.v1, decoded`),
];
