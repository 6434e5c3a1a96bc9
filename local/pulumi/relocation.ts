import type { World } from "../layout.ts";
import type { Report } from "../progress.ts";
import { pulumi, stateText } from "./command.ts";

interface Exported {
  readonly deployment: { readonly resources?: readonly { readonly type: string }[] };
}

/** Resources that hold the cloud's address in their state. `pulumi up` derives all other addresses from them. */
const ANCHORS = ["pulumi:providers:grafana", "grafana:cloud/stack:Stack"];

/**
 * Corrects the address of the stand-in in the stack's state after its port changed because the old one was taken. Grafana Cloud
 * never moves, so Pulumi cannot do this: a refresh would query the old address, and an update would wait for it.
 */
export async function followCloud(world: World, url: string, report: Report): Promise<void> {
  const last = /"cloudApiUrl":\s*"(http:\/\/127\.0\.0\.1:\d+)"/.exec(await stateText(world))?.[1];
  if (last === undefined || last === url) return;
  report(`stack ${world.stack}: the Grafana Cloud stand-in has moved, its address was ${last}`);
  const { stdout } = await pulumi(world, ["stack", "export", "--stack", world.stack]);
  await pulumi(world, ["stack", "import", "--stack", world.stack], { input: moved(stdout, last, url) });
}

/** Returns the exported stack with the new address in the resources that do not get it from another resource. */
export function moved(exported: string, from: string, to: string): string {
  const { deployment, ...rest } = JSON.parse(exported) as Exported;
  const resources = (deployment.resources ?? []).map((resource): unknown =>
    ANCHORS.includes(resource.type) ? JSON.parse(JSON.stringify(resource).replaceAll(from, to)) : resource,
  );
  return JSON.stringify({ ...rest, deployment: { ...deployment, resources } });
}
