import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import type { Tool } from "../../local/toolchain/tool.ts";
import type { ToolchainOptions } from "../../local/toolchain/index.ts";
import { writeFiles, writeScript } from "./temporary.ts";

/** A tool that is downloaded, or built from the module `hammer`. */
export const hammer = (downloads: ReturnType<Tool["downloads"]> = []): Tool => ({
  name: "hammer",
  version: "1.2.3",
  executables: ["hammer", "nail"],
  downloads: () => downloads,
  builds: [
    { module: "hammer", package: "./cmd/hammer", output: "hammer", links: ["nail"], variables: { "main.v": "1.2.3" } },
  ],
  minutes: 1,
});

/** A tool that consists of the folder `box` of a Go module. */
export const nails: Tool = {
  name: "nails",
  version: "1.2.3",
  executables: [],
  downloads: () => [],
  builds: [],
  copy: { module: "hammer", dependency: "example.com/nails", folder: "box" },
  minutes: 1,
};

/** A machine in a folder: an empty cache, the module `hammer` and, if given, a `go` that runs this script for `go build`. */
export async function machine(folder: string, goBuild?: string, goVersion = "go1.26.8"): Promise<ToolchainOptions> {
  await writeFiles(join(folder, "modules/hammer"), { "go.mod": "module hammer\n\ngo 1.26.0\n", "go.sum": "" });
  if (goBuild !== undefined) {
    const env = JSON.stringify({ GOVERSION: goVersion, GOTOOLCHAIN: "local", GOCACHE: join(folder, "go-cache") });
    await writeScript(join(folder, "bin/go"), `if [ "$1" = env ]; then echo '${env}'; exit; fi\n${goBuild}`);
  }
  const path = goBuild === undefined ? "/nowhere" : [join(folder, "bin"), "/usr/bin", "/bin"].join(delimiter);
  return { cache: join(folder, "cache"), modules: join(folder, "modules"), environment: { PATH: path } };
}

/** A `go build` that succeeds and logs how it was called. */
export const workingBuild = (log: string): string =>
  `echo "$@" > ${log}; env >> ${log}; while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\n' > "$2"; chmod +x "$2"`;

/** A local stand-in for a download host. */
export async function downloadHost(files: Readonly<Record<string, Buffer>>) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const content = files[request.url ?? ""];
    response.writeHead(content === undefined ? 404 : 200).end(request.method === "HEAD" ? undefined : content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections());
  return { url: `http://127.0.0.1:${port}`, requests, close };
}
