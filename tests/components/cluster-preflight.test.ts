import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import getPort from "get-port";
import { after, afterEach, before, describe, it } from "mocha";
import { clusterProblems } from "../../startup/cluster-preflight.ts";
import type { Config } from "../../model/config/index.ts";
import { accepted } from "../unit/config/input.ts";

const { fetch } = globalThis;

const kubeconfig = (contexts: Readonly<Record<string, string>>, server: string, extra: object = {}): string =>
  JSON.stringify({
    contexts: Object.entries(contexts).map(([name, cluster]) => ({ name, context: { cluster } })),
    clusters: [...new Set(Object.values(contexts))].map((name) => ({ name, cluster: { server, ...extra } })),
  });

describe("preflight of the cluster", () => {
  const previous = process.env["KUBECONFIG"];
  let folder = "";
  /** Address on which nothing listens. */
  let closed = "";
  const at = (name: string) => join(folder, name);
  const check = (cluster: Partial<Config["cluster"]>) => clusterProblems({ ...accepted().cluster, ...cluster });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "kubeconfig-"));
    await writeFile(at("good"), kubeconfig({ dev: "one", prod: "two" }, "https://kubernetes.invalid"));
    closed = `https://127.0.0.1:${await getPort({ host: "127.0.0.1" })}`;
    await writeFile(at("closed"), kubeconfig({ dev: "one" }, closed));
    await writeFile(at("named"), kubeconfig({ dev: "one" }, "https://kubernetes.invalid"));
    await writeFile(at("proxied"), kubeconfig({ dev: "one" }, "https://127.0.0.1:1", { "proxy-url": "http://proxy" }));
    await writeFile(at("broken"), "apiVersion: v1\nusers: [{ token: canary-secret-value\n");
    await writeFile(at("text"), "no kubeconfig");
    await writeFile(at("empty"), "{}");
  });
  afterEach(() => {
    globalThis.fetch = fetch;
    if (previous === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = previous;
  });
  after(() => rm(folder, { recursive: true }));

  it("reports nothing if the context exists and its API server answers", async () => {
    const asked: string[] = [];
    globalThis.fetch = (input) => {
      asked.push(input instanceof Request ? input.url : input.toString());
      return Promise.resolve(new Response(null, { status: 401 }));
    };
    assert.deepEqual(await check({ kubeconfig: at("good"), context: "prod" }), []);
    assert.deepEqual(asked, ["https://kubernetes.invalid/version"]);
  });

  it("accepts an untrusted certificate as an answer", async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await writeFile(at("tls"), kubeconfig({ dev: "one" }, `https://127.0.0.1:${port}`));
    try {
      assert.deepEqual(await check({ kubeconfig: at("tls"), context: "dev" }), []);
    } finally {
      server.close();
    }
  });

  it("searches all files in KUBECONFIG", async () => {
    globalThis.fetch = () => Promise.resolve(new Response());
    process.env["KUBECONFIG"] = [at("nowhere"), at("empty"), at("good")].join(delimiter);
    assert.deepEqual(await check({ context: "dev" }), []);
  });

  it("lists the existing contexts, and suggests the closest one", async () => {
    assert.deepEqual(await check({ kubeconfig: at("good"), context: "pord" }), [
      {
        path: "cluster.context",
        expected: `a context in ${at("good")} (dev, prod)`,
        got: '"pord"',
        fix: "pulumi config set --path 'observability:cluster.context' prod",
        inPreview: "stop",
      },
    ]);
    const [problem] = await check({ kubeconfig: at("empty"), context: "dev" });
    assert.equal(problem?.expected, `a context in ${at("empty")} (which has none)`);
    assert.equal(problem?.fix, "pulumi config set --path 'observability:cluster.context' NAME");
  });

  it("reports a file that does not exist; if it is the default, a preview only warns", async () => {
    assert.deepEqual(await check({ kubeconfig: at("nowhere") }), [
      {
        path: "cluster.kubeconfig",
        expected: "a readable file",
        got: `${at("nowhere")}, which cannot be read`,
        fix: "create it with your cluster's tool, or use another file: pulumi config set --path 'observability:cluster.kubeconfig' FILE",
        inPreview: "stop",
      },
    ]);
    process.env["KUBECONFIG"] = at("nowhere");
    const [problem] = await check({});
    assert.equal(problem?.got, `${at("nowhere")} (the default), which cannot be read`);
    assert.equal(problem?.inPreview, "warn");
  });

  for (const name of ["broken", "text"]) {
    it(`refuses a file that is not a kubeconfig (${name}), and quotes nothing from it`, async () => {
      assert.deepEqual(await check({ kubeconfig: at(name) }), [
        {
          path: "cluster.kubeconfig",
          expected: "a kubeconfig in YAML",
          got: `${at(name)}, which is not a kubeconfig`,
          fix: `run kubectl --kubeconfig ${at(name)} config view to see what is wrong`,
          inPreview: "stop",
        },
      ]);
    });
  }

  it("reports an API server that does not answer; a preview only warns", async () => {
    assert.deepEqual(await check({ kubeconfig: at("closed"), context: "dev" }), [
      {
        path: "cluster.context",
        expected: `the API server of "dev" to answer at ${closed}`,
        got: `fetch failed: connect ECONNREFUSED ${new URL(closed).host}`,
        fix: "start the cluster, or open a network path to it (VPN, proxy); kubectl should fail in the same way",
        inPreview: "warn",
      },
    ]);
  });

  it("reports an unknown host", async () => {
    const cause = Object.assign(new AggregateError([], ""), { code: "ENOTFOUND" });
    globalThis.fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
    const [problem] = await check({ kubeconfig: at("named"), context: "dev" });
    assert.equal(problem?.got, "fetch failed: ENOTFOUND");
  });

  it("leaves errors other than network errors to the provider", async () => {
    globalThis.fetch = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("bad port") }));
    assert.deepEqual(await check({ kubeconfig: at("named"), context: "dev" }), []);
  });

  it("leaves an API server behind a proxy to the provider", async () => {
    assert.deepEqual(await check({ kubeconfig: at("proxied"), context: "dev" }), []);
  });
});
