import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { choosePort } from "../../../local/ports.ts";
import { exitOf, release, spawnTethered } from "../../../local/processes.ts";
import { gatewayPorts, renderGatewayConfig } from "../../../render/alloy/gateway.ts";
import type { GatewayPlan } from "../../../render/alloy/gateway.ts";

export interface RunningAlloy {
  /** Address of the port that listens on `name` in a cluster, e.g. `otlp-http`. */
  readonly url: (name: string) => string;
  /** GET on Alloy's own HTTP server. */
  readonly get: (path: string) => Promise<{ status: number; text: string }>;
  /** Changes the configuration in place, as the config reloader does; the status of Alloy's answer. */
  readonly reload: (plan: GatewayPlan) => Promise<number>;
  readonly log: () => string;
  /** Ends it at once, as a crash would. */
  readonly kill: () => Promise<void>;
}

type Ports = Readonly<Record<string, number>>;

/** The rendered configuration with nothing changed but the addresses it listens on. */
function configFor(plan: GatewayPlan, ports: Ports): string {
  const text = renderGatewayConfig(plan).replace('listen_address = "0.0.0.0"', 'listen_address = "127.0.0.1"');
  return gatewayPorts.reduce(
    (config, { name, port }) =>
      config
        .replace(`"0.0.0.0:${port}"`, `"127.0.0.1:${ports[name]}"`)
        .replace(`listen_port    = ${port}`, `listen_port    = ${ports[name]}`),
    text,
  );
}

async function freePorts(): Promise<Ports> {
  const ports: Record<string, number> = {};
  for (const { name } of gatewayPorts) ports[name] = await choosePort();
  return ports;
}

/** Runs Alloy with the arguments the chart gives it, and waits until it is ready. */
export async function runAlloy(
  alloy: string,
  folder: string,
  plan: GatewayPlan,
  kubeconfig: string,
): Promise<RunningAlloy> {
  const ports = await freePorts();
  const config = join(folder, "config.alloy");
  writeFileSync(config, configFor(plan, ports));
  const http = await choosePort();
  const log = join(folder, "alloy.log");
  const output = openSync(log, "a");
  const args = [
    "run",
    config,
    `--storage.path=${plan.storageDirectory}`,
    `--server.http.listen-addr=127.0.0.1:${http}`,
    "--disable-reporting",
    "--stability.level=public-preview",
  ];
  const env = { ...process.env, KUBECONFIG: kubeconfig, HOME: folder };
  const child = spawnTethered(alloy, args, { cwd: folder, env, output, signal: "KILL" });
  closeSync(output);
  const end = exitOf(child);
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${http}${path}`);
    return { status: response.status, text: await response.text() };
  };
  const running: RunningAlloy = {
    url: (name) => `http://127.0.0.1:${ports[name]}`,
    get,
    reload: async (changed) => {
      writeFileSync(config, configFor(changed, ports));
      return (await fetch(`http://127.0.0.1:${http}/-/reload`, { method: "POST" })).status;
    },
    log: () => readFileSync(log, "utf8"),
    kill: async () => {
      release(child);
      await end;
    },
  };
  let how: string | undefined;
  void end.then((result) => (how = result));
  for (const deadline = Date.now() + 60_000; ;) {
    if (
      await get("/-/ready").then(
        ({ status }) => status === 200,
        () => false,
      )
    )
      return running;
    if (how !== undefined || Date.now() > deadline)
      throw new Error(`Alloy is not ready (${how ?? "still running"}):\n${running.log()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Writes the credentials as the kubelet does in a Secret's volume: one rename changes all, then the old files go. */
export function writeCredentials(directory: string, version: string, files: Readonly<Record<string, string>>): void {
  const data = join(directory, "..data");
  const old = existsSync(data) ? realpathSync(data) : undefined;
  mkdirSync(join(directory, `..${version}`), { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, `..${version}`, name), content);
  symlinkSync(`..${version}`, join(directory, "..data_tmp"));
  renameSync(join(directory, "..data_tmp"), data);
  for (const name of Object.keys(files)) {
    if (!existsSync(join(directory, name))) symlinkSync(join("..data", name), join(directory, name));
  }
  if (old !== undefined) rmSync(old, { recursive: true });
}
