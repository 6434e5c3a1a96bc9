import { parseArgs } from "node:util";
import { startGrafanaCloud } from "./server.ts";

const USAGE = "usage: node local/grafana-cloud/main.ts --state DIR [--port N]";

function options(): { readonly stateDir: string; readonly port: number } {
  const { values } = parseArgs({ options: { port: { type: "string", default: "0" }, state: { type: "string" } } });
  const port = Number(values.port);
  if (values.state === undefined) throw new Error(`--state: expected a directory\n${USAGE}`);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`--port: expected 0 to 65535, got ${JSON.stringify(values.port)}\n${USAGE}`);
  }
  return { stateDir: values.state, port };
}

async function main(): Promise<void> {
  const cloud = await startGrafanaCloud(options());
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      void cloud.close().then(() => process.exit(0));
    });
  }
  process.stdout.write(`listening ${cloud.url}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`grafana-cloud: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
