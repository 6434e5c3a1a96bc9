import assert from "node:assert/strict";
import { mkdir, readdir, readFile, readlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { describe, it } from "mocha";
import { parse } from "yaml";
import { LocalWorldError } from "../../local/errors.ts";
import { checkout, places, worldIn } from "../../local/layout.ts";
import { layOutPulumiHome, pulumi, pulumiEnvironment, readState } from "../../local/pulumi/command.ts";
import { moved } from "../../local/pulumi/relocation.ts";
import { versions } from "../../local/toolchain/tools.ts";
import { writeWorkspace } from "../../local/pulumi/workspace.ts";
import { inTemporaryFolder, writeFiles, writeScript } from "./temporary.ts";

const folders = { pulumi: "/cache/p", "kubernetes-plugin": "/cache/k", "grafana-plugin": "/cache/g" };
const world = worldIn("/world");

describe("layOutPulumiHome", () => {
  it("links the engine and plugins under the versions that the SDKs request, and can do so repeatedly", () =>
    inTemporaryFolder(async (folder) => {
      const home = places(worldIn(folder)).pulumiHome;
      await layOutPulumiHome(worldIn(folder), { ...folders, pulumi: "/cache/old" });
      await layOutPulumiHome(worldIn(folder), folders);
      const links = (await readdir(home, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isSymbolicLink())
        .map(({ parentPath, name }) => join(parentPath, name));
      const targets = await Promise.all(links.map(async (link) => [link.slice(home.length + 1), await readlink(link)]));
      assert.deepEqual(Object.fromEntries(targets), {
        [`versions/${versions.pulumi}/bin/pulumi`]: "/cache/p/pulumi",
        [`versions/${versions.pulumi}/bin/pulumi-language-nodejs`]: "/cache/p/pulumi-language-nodejs",
        [`plugins/resource-kubernetes-v${versions.kubernetes}/pulumi-resource-kubernetes`]:
          "/cache/k/pulumi-resource-kubernetes",
        [`plugins/resource-grafana-v${versions.grafana}/pulumi-resource-grafana`]: "/cache/g/pulumi-resource-grafana",
      });
    }));
});

describe("pulumiEnvironment", () => {
  it("excludes the user's own Pulumi, Grafana, Kubernetes and Helm settings", () => {
    const foreign = ["PULUMI_ACCESS_TOKEN", "PULUMI_STACK", "GRAFANA_AUTH", "GRAFANA_URL", "KUBECONFIG", "HELM_DRIVER"];
    const base = Object.fromEntries(foreign.map((name) => [name, "foreign"]));
    const environment = pulumiEnvironment(world, { ...base, PATH: "/usr/bin", LANG: "C" });
    assert.deepEqual(
      foreign.filter((name) => environment[name] !== undefined),
      [],
    );
    assert.equal(environment["LANG"], "C");
  });

  it("keeps everything that Pulumi writes inside the world's folder", () => {
    const environment = pulumiEnvironment(world, {});
    assert.equal(environment["PULUMI_BACKEND_URL"], "file:///world/state");
    assert.equal(environment["PULUMI_HOME"], "/world/pulumi");
  });

  it("puts the running Node.js first on PATH", () => {
    const path = pulumiEnvironment(world, { PATH: "/usr/bin" })["PATH"]?.split(":");
    assert.deepEqual([path?.at(0), path?.at(-1)], [dirname(process.execPath), "/usr/bin"]);
  });
});

/** A world whose `pulumi` is a shell script. */
async function scripted(folder: string, script: string) {
  const world = worldIn(folder);
  const cli = await writeScript(join(folder, "bin/pulumi"), script);
  await layOutPulumiHome(world, { ...folders, pulumi: dirname(cli) });
  await mkdir(places(world).workspace, { recursive: true });
  return world;
}

describe("pulumi", () => {
  it("passes a secret through standard input", () =>
    inTemporaryFolder(async (folder) => {
      const world = await scripted(folder, 'echo "$@: $(cat)"');
      assert.equal((await pulumi(world, ["config", "set"], { input: "value" })).stdout, "config set: value");
    }));

  it("fails with the last lines of the output, without a stack trace", () =>
    inTemporaryFolder(async (folder) => {
      const world = await scripted(folder, "echo begin; echo 'error: no such stack' >&2; exit 6");
      await assert.rejects(pulumi(world, ["preview"]), (error: unknown) => {
        assert.ok(error instanceof LocalWorldError);
        assert.equal(error.message, "pulumi preview exited with code 6:\nbegin\nerror: no such stack");
        return true;
      });
      assert.equal((await pulumi(world, ["preview"], { allowFailure: true })).exitCode, 6);
    }));
});

describe("writeWorkspace", () => {
  it("points to the program and does not change the committed files", () =>
    inTemporaryFolder(async (folder) => {
      const program = join(folder, "program");
      const files = { "Pulumi.yaml": "name: app\nruntime: nodejs\n", "Pulumi.local.yaml": "config:\n  app:a: 1\n" };
      await writeFiles(program, files);
      const world = worldIn(join(folder, "world"), { program });
      await writeWorkspace(world, { b: 2 });
      const read = (path: string) => readFile(path, "utf8");
      const { workspace } = places(world);
      assert.deepEqual(parse(await read(join(workspace, "Pulumi.yaml"))), {
        name: "app",
        runtime: "nodejs",
        main: program,
      });
      const settings = parse(await read(join(workspace, "Pulumi.local.yaml"))) as unknown;
      assert.deepEqual(settings, { config: { "app:a": 1, "app:b": 2 } });
      assert.equal(await read(join(program, "Pulumi.local.yaml")), files["Pulumi.local.yaml"]);
    }));
});

describe("readState", () => {
  it("counts resources and interrupted operations, and recognizes a missing stack", () =>
    inTemporaryFolder(async (folder) => {
      const world = worldIn(folder);
      assert.equal(await readState(world), undefined);
      const file = join(places(world).state, ".pulumi/stacks", world.project, "local.json");
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify({ checkpoint: { latest: null } }));
      assert.deepEqual(await readState(world), { resources: 0, pendingOperations: 0 });
      const latest = { resources: [1, 2, 3], pending_operations: [1] };
      await writeFile(file, JSON.stringify({ checkpoint: { latest } }));
      assert.deepEqual(await readState(world), { resources: 3, pendingOperations: 1 });
    }));

  it("reads the project's name from the program", () => {
    assert.equal(worldIn("/world", { program: checkout }).project, "observability");
  });
});

describe("moved", () => {
  it("changes the address only in resources that do not get it from another resource", () => {
    const resource = (type: string) => ({ type, outputs: { url: "http://127.0.0.1:1/grafana/a" } });
    const types = ["pulumi:providers:grafana", "grafana:cloud/stack:Stack", "grafana:oss/dashboard:Dashboard"];
    const exported = JSON.stringify({ version: 3, deployment: { resources: types.map(resource), secrets: {} } });
    const { version, deployment } = JSON.parse(moved(exported, "http://127.0.0.1:1", "http://127.0.0.1:2")) as {
      version: number;
      deployment: { resources: ReturnType<typeof resource>[]; secrets: object };
    };
    assert.deepEqual(
      deployment.resources.map(({ outputs }) => outputs.url),
      ["http://127.0.0.1:2/grafana/a", "http://127.0.0.1:2/grafana/a", "http://127.0.0.1:1/grafana/a"],
    );
    assert.deepEqual([version, deployment.secrets], [3, {}]);
  });
});
