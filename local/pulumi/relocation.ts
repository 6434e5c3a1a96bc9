import type { World } from "../layout.ts";
import type { Report } from "../progress.ts";
import { pulumi, stateText } from "./command.ts";

interface Exported {
  readonly deployment: { readonly resources?: readonly { readonly type: string }[] };
}

/** Resources that know where the cloud is before the program tells them. Everything else follows from these in `pulumi up`. */
const ANCHORS = ["pulumi:providers:grafana", "grafana:cloud/stack:Stack"];

/**
 * Corrects the address of the stand-in in the stack's state, when its port was taken and it got another one. Grafana Cloud never
 * moves, so Pulumi has no way of its own: a refresh would ask the old address, and an update wait for it.
 */
export async function followCloud(world: World, url: string, report: Report): Promise<void> {
  const last = /"cloudApiUrl":\s*"(http:\/\/127\.0\.0\.1:\d+)"/.exec(await stateText(world))?.[1];
  if (last === undefined || last === url) return;
  report(`stack ${world.stack}: the Grafana Cloud stand-in has moved from ${last}`);
  const { stdout } = await pulumi(world, ["stack", "export", "--stack", world.stack]);
  await pulumi(world, ["stack", "import", "--stack", world.stack], { input: moved(stdout, last, url) });
}

/** The exported stack with a new address in the resources that have it from nowhere else. */
export function moved(exported: string, from: string, to: string): string {
  const { deployment, ...rest } = JSON.parse(exported) as Exported;
  const resources = (deployment.resources ?? []).map((resource): unknown =>
    ANCHORS.includes(resource.type) ? JSON.parse(JSON.stringify(resource).replaceAll(from, to)) : resource,
  );
  return JSON.stringify({ ...rest, deployment: { ...deployment, resources } });
}
