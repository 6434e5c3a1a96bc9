import { dirname, join } from "node:path";
import { execa } from "execa";
import { places } from "../../local/layout.ts";
import { pulumiEnvironment } from "../../local/pulumi/command.ts";
import { ensureTools } from "../../local/toolchain/index.ts";
import type { Environment } from "./environment.ts";

/** Returns the path of kubectl, which comes with the control plane. */
async function kubectlPath(): Promise<string> {
  const { "control-plane": folder = "" } = await ensureTools(["control-plane"], () => undefined);
  return join(folder, "kubectl");
}

/** Runs kubectl on the world's cluster and returns its output. */
export async function kubectl({ world }: Pick<Environment, "world">, ...args: readonly string[]): Promise<string> {
  const { kubeconfig, caches } = places(world);
  const env = { KUBECONFIG: kubeconfig, KUBECACHEDIR: join(caches, "kube") };
  return (await execa(await kubectlPath(), args, { env })).stdout;
}

/** Runs a script of the project as users do: in the folder of the stack's settings, with `pulumi` and `kubectl` on PATH. */
export async function runScript({ world }: Pick<Environment, "world">, path: string, ...args: readonly string[]) {
  const environment = pulumiEnvironment(world);
  const { stdout } = await execa(process.execPath, [path, ...args], {
    cwd: places(world).workspace,
    env: { ...environment, PATH: `${environment["PATH"]}:${dirname(await kubectlPath())}` },
    extendEnv: false,
    stdin: "ignore",
  });
  return stdout;
}
