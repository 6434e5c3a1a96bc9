import assert from "node:assert/strict";
import { chmod, readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import * as tar from "tar";
import { LocalWorldError } from "../../local/errors.ts";
import { ensureTools } from "../../local/toolchain/index.ts";
import { requiredVersion, tools, versions } from "../../local/toolchain/tools.ts";
import type { Download } from "../../local/toolchain/tool.ts";
import { ALLOY_VERSION, KUBE_STATE_METRICS_VERSION } from "../../model/versions.ts";
import { inTemporaryFolder, writeFiles, writeScript } from "./temporary.ts";
import { downloadHost, hammer, machine, nails, workingBuild } from "./workshop.ts";

const quiet = () => undefined;
/** `hammer-linux`, a shell script that exits with 0. */
const ZIP = Buffer.from(
  "UEsDBBQAAAAIANdKdV3ihkXDEwAAABEAAAAMAAAAaGFtbWVyLWxpbnV4U1bUT8rM0y/O4EqtyCxRMOACAFBLAQIUAxQAAAAIANdKdV3ihkXDEwAAABEAAAAMAAAAAAAAAAAAAACAAQAAAABoYW1tZXItbGludXhQSwUGAAAAAAEAAQA6AAAAPQAAAAAA",
  "base64",
);

async function archive(folder: string): Promise<Buffer> {
  await writeScript(join(folder, "hammer-1.2.3/hammer"), "exit 0");
  await writeScript(join(folder, "hammer-1.2.3/README"), "not wanted");
  await tar.create({ gzip: true, file: join(folder, "a.tar.gz"), cwd: folder }, ["hammer-1.2.3"]);
  return readFile(join(folder, "a.tar.gz"));
}

/** Ensures a hammer on a machine without Go, with the given downloads. */
async function download(
  folder: string,
  files: Readonly<Record<string, Buffer>>,
  list: (url: string) => readonly Download[],
) {
  const host = await downloadHost(files);
  try {
    const options = { ...(await machine(folder)), table: [hammer(list(host.url))] };
    const first = await ensureTools(["hammer"], quiet, options);
    const asked = host.requests.length;
    const second = await ensureTools(["hammer"], quiet, options);
    return { first, second, asked, askedAgain: host.requests.length - asked };
  } finally {
    await host.close();
  }
}

describe("ensureTools", () => {
  it("gets the executables from official archives and files, once", () =>
    inTemporaryFolder(async (folder) => {
      const files = { "/a.tar.gz": await archive(folder), "/nail": Buffer.from("#!/bin/sh\nexit 3\n") };
      const result = await download(folder, files, (url): Download[] => [
        { url: `${url}/a.tar.gz`, files: { hammer: "hammer-1.2.3/hammer" } },
        { url: `${url}/nail`, files: { nail: "nail" } },
      ]);
      assert.deepEqual((await readdir(result.first["hammer"] ?? "")).sort(), ["hammer", "nail"]);
      assert.deepEqual(result.second, result.first);
      assert.equal(result.askedAgain, 0);
    }));

  it("extracts executables from zip archives", () =>
    inTemporaryFolder(async (folder) => {
      const files = { "/a.zip": ZIP, "/nail": Buffer.from("#!/bin/sh\n") };
      const { first } = await download(folder, files, (url): Download[] => [
        { url: `${url}/a.zip`, files: { hammer: "hammer-linux" } },
        { url: `${url}/nail`, files: { nail: "nail" } },
      ]);
      assert.equal(await readFile(join(first["hammer"] ?? "", "hammer"), "utf8"), "#!/bin/sh\nexit 0\n");
    }));

  it("builds from the Go module if the download host is unreachable", () =>
    inTemporaryFolder(async (folder) => {
      const log = join(folder, "go.log");
      const table = [hammer([{ url: "http://127.0.0.1:9/hammer", files: { hammer: "hammer" } }])];
      const options = { ...(await machine(folder, workingBuild(log))), table };
      const found = await ensureTools(["hammer"], quiet, options);
      const [args, ...environment] = (await readFile(log, "utf8")).split("\n");
      assert.match(
        args ?? "",
        /^build -mod=readonly -trimpath -ldflags -s -w -X main\.v=1\.2\.3 -o \S+\/out\/hammer \.\/cmd\/hammer$/,
      );
      for (const expected of ["CGO_ENABLED=0", "GOFLAGS=-buildvcs=false"]) assert.ok(environment.includes(expected));
      assert.deepEqual((await readdir(found["hammer"] ?? "")).sort(), ["hammer", "nail"]);
    }));

  it("builds if a download is not a program, and reports why", () =>
    inTemporaryFolder(async (folder) => {
      const host = await downloadHost({ "/hammer": Buffer.from("<html>"), "/nail": Buffer.from("x") });
      const lines: string[] = [];
      try {
        const downloads = ["hammer", "nail"].map((name) => ({ url: `${host.url}/${name}`, files: { [name]: name } }));
        const options = { ...(await machine(folder, workingBuild(join(folder, "log")))), table: [hammer(downloads)] };
        await ensureTools(["hammer"], (line) => lines.push(line), options);
      } finally {
        await host.close();
      }
      assert.match(lines.join("\n"), /hammer: the download failed \(hammer is not a program.*building it/);
    }));

  it("leaves nothing unfinished in the cache when a build fails", () =>
    inTemporaryFolder(async (folder) => {
      const options = { ...(await machine(folder, "echo 'no space left on device' >&2; exit 1")), table: [hammer()] };
      await assert.rejects(ensureTools(["hammer"], quiet, options), (error: unknown) => {
        assert.ok(error instanceof LocalWorldError);
        assert.match(
          error.message,
          /^building hammer \(local\/toolchain\/hammer\) failed with code 1:\n.*no space left/,
        );
        assert.match(error.fix, /^free some disk space/);
        return true;
      });
      assert.deepEqual(await readdir(join(folder, "cache")), []);
    }));

  it("says what to install if Go is missing or too old", () =>
    inTemporaryFolder(async (folder) => {
      const without = { ...(await machine(folder)), table: [hammer()] };
      await assert.rejects(ensureTools(["hammer"], quiet, without), {
        message: "hammer must be built, but go is not on PATH",
      });
      const old = { ...(await machine(folder, "exit 1", "go1.25.3")), table: [hammer()] };
      await assert.rejects(ensureTools(["hammer"], quiet, old), {
        message: "hammer must be built with Go 1.26.0 or newer, but go on PATH is 1.25.3",
      });
    }));

  it("shares builds only between checkouts with the same sources", () =>
    inTemporaryFolder(async (folder) => {
      const cache = join(folder, "shared");
      const build = async (checkout: string, goVersion?: string) => {
        const log = join(folder, "log");
        const options = await machine(join(folder, checkout), workingBuild(log), goVersion);
        return (await ensureTools(["hammer"], quiet, { ...options, cache, table: [hammer()] }))["hammer"];
      };
      const first = await build("one");
      assert.equal(await build("two"), first);
      assert.notEqual(await build("three", "go1.27.0"), first);
    }));
});

describe("ensureTools for a folder of a Go module", () => {
  const table = [nails];

  /** A fake `go` with the module, read-only, in its cache. It logs where and how it is called. */
  async function goWithModule(folder: string): Promise<string> {
    await writeFiles(join(folder, "go-cache/nails"), { "box/one": "1", "box/small/two": "2", README: "not wanted" });
    await chmod(join(folder, "go-cache/nails/box/one"), 0o444);
    return `echo "$PWD $@" >> ${folder}/log; echo '{ "Dir": "${folder}/go-cache/nails" }'`;
  }

  it("copies the folder as files that can be changed and removed", () =>
    inTemporaryFolder(async (folder) => {
      const options = { ...(await machine(folder, await goWithModule(folder))), table };
      const copied = (await ensureTools(["nails"], quiet, options))["nails"] ?? "";
      assert.deepEqual((await readdir(copied, { recursive: true })).sort(), ["one", "small", "small/two"]);
      assert.equal(await readFile(join(copied, "small/two"), "utf8"), "2");
      assert.equal((await stat(join(copied, "one"))).mode & 0o200, 0o200);
      assert.equal(
        await readFile(join(folder, "log"), "utf8"),
        `${folder}/modules/hammer mod download -json example.com/nails\n`,
      );
    }));

  it("uses one path for each version, even if Go changes or is removed later", () =>
    inTemporaryFolder(async (folder) => {
      const cache = join(folder, "cache");
      const script = await goWithModule(folder);
      for (const options of [
        await machine(folder, script),
        await machine(folder, script, "go1.27.0"),
        await machine(folder),
      ]) {
        assert.deepEqual(await ensureTools(["nails"], quiet, { ...options, table }), {
          nails: join(cache, "nails-1.2.3"),
        });
      }
      assert.equal((await readFile(join(folder, "log"), "utf8")).split("\n").length, 2);
    }));

  it("reports why Go could not provide the module, with a fix", () =>
    inTemporaryFolder(async (folder) => {
      const script = `echo '{ "Error": "dial tcp: connection refused" }'; exit 1`;
      const options = { ...(await machine(folder, script)), table };
      await assert.rejects(ensureTools(["nails"], quiet, options), (error: unknown) => {
        assert.ok(error instanceof LocalWorldError);
        assert.match(
          error.message,
          /^getting nails from example\.com\/nails \(local\/toolchain\/hammer\) failed:\n.*connection refused/,
        );
        assert.match(error.fix, /GOPROXY/);
        return true;
      });
      assert.deepEqual(await readdir(join(folder, "cache")), []);
    }));

  it("says what to install if Go is missing or too old", () =>
    inTemporaryFolder(async (folder) => {
      await assert.rejects(ensureTools(["nails"], quiet, { ...(await machine(folder)), table }), {
        message: "nails must be taken from a Go module, but go is not on PATH",
      });
      await assert.rejects(ensureTools(["nails"], quiet, { ...(await machine(folder, "exit 1", "go1.25.3")), table }), {
        message: "nails must be taken from a Go module with Go 1.26.0 or newer, but go on PATH is 1.25.3",
      });
    }));
});

describe("the table of tools", () => {
  it("builds the engine in the same version as the npm package", () => {
    assert.equal(requiredVersion("pulumi", "github.com/pulumi/pulumi/pkg/v3"), versions.pulumi);
  });

  it("builds the Kubernetes version that the nodes report", async () => {
    const stages = await readFile("local/control-plane/stages.yaml", "utf8");
    assert.equal(/kubeletVersion: v([\d.]+)/.exec(stages)?.[1], requiredVersion("kubekit", "k8s.io/kubernetes"));
  });

  it("builds the versions that the program deploys", () => {
    assert.equal(requiredVersion("alloy", "github.com/grafana/alloy"), ALLOY_VERSION);
    assert.equal(requiredVersion("kube-state-metrics", "k8s.io/kube-state-metrics/v2"), KUBE_STATE_METRICS_VERSION);
  });

  it("provides every promised executable on every platform that has downloads", () => {
    for (const tool of tools) {
      for (const os of ["linux", "darwin"]) {
        const files = tool.downloads({ os, arch: "arm64" }).flatMap(({ files }) => Object.keys(files));
        const debian = Object.keys(tool.debian?.files ?? {});
        for (const all of [files, debian].filter(({ length }) => length > 0)) {
          assert.deepEqual(all.sort(), [...tool.executables].sort(), tool.name);
        }
      }
    }
  });
});
