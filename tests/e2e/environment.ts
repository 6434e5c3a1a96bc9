import { rm } from "node:fs/promises";
import { join } from "node:path";
import { GrafanaCloudClient } from "../../local/grafana-cloud/test-api/client.ts";
import { checkout, places, worldIn } from "../../local/layout.ts";
import type { World } from "../../local/layout.ts";
import { layOutPulumiHome } from "../../local/pulumi/command.ts";
import { ensureServices, stopServices } from "../../local/services.ts";
import type { Services } from "../../local/services.ts";
import { prepareStack } from "../../local/pulumi/stack.ts";
import { ensureTools } from "../../local/toolchain/index.ts";
import { worldTools } from "../../local/toolchain/tools.ts";
import { writeWorkspace } from "../../local/pulumi/workspace.ts";
import { connect } from "./kubernetes.ts";
import type { Kubernetes } from "./kubernetes.ts";
import { stackOf } from "./stack.ts";
import type { Stack } from "./stack.ts";

/** A separate world with the stack `local`, in which nothing is provisioned yet. */
export interface Environment extends Stack {
  readonly services: Services;
  readonly cloud: GrafanaCloudClient;
  readonly kubernetes: Kubernetes;
  /** Stops all processes and removes the folder. */
  readonly close: () => Promise<void>;
}

/** Starts a world in `.local/e2e/<suite>`, after removing what an interrupted run of the suite left there. */
export async function startEnvironment(suite: string): Promise<Environment> {
  const world = worldIn(join(checkout, ".local", "e2e", suite));
  await remove(world);
  const interrupted = () => void remove(world).finally(() => process.exit(130));
  process.on("SIGINT", interrupted).on("SIGTERM", interrupted);
  const close = async () => {
    process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
    await remove(world);
  };
  try {
    const tools = await ensureTools(worldTools, (line) => console.error(line));
    await layOutPulumiHome(world, tools);
    const services = await ensureServices(world, tools);
    await prepareStack(world, services);
    return {
      ...stackOf(world),
      services,
      cloud: new GrafanaCloudClient(services.grafanaCloud.url),
      kubernetes: await connect(places(world).kubeconfig),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Returns the stack of `examples/application` in the same world. It finds the environment by StackReference. */
export async function exampleApplication({ world }: Pick<Environment, "world">): Promise<Stack> {
  const program = join(checkout, "examples", "application");
  const application = worldIn(world.folder, { program, stack: world.stack });
  await writeWorkspace(application, { cluster: { kubeconfig: places(world).kubeconfig } });
  const stack = stackOf(application);
  await stack.pulumi(["stack", "init"]);
  return stack;
}

async function remove(world: World): Promise<void> {
  await stopServices(world);
  await rm(world.folder, { recursive: true, force: true, maxRetries: 5 });
}
