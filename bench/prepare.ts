import assert from "node:assert/strict";
import type { World } from "../local/layout.ts";
import { pulumi, readState } from "../local/pulumi/command.ts";
import { setSecrets } from "../local/pulumi/secrets.ts";
import { bootstrapToken, type Services } from "../local/services.ts";
import { writeWorkspace } from "../local/pulumi/workspace.ts";

/** Stack in the local world whose Grafana holds the dashboards. */
const SLUG = "petrosalocal";

/** Creates and provisions a program's stack, so that a preview finds no changes. */
export async function provision(world: World, settings: Record<string, unknown> = {}, auth?: string): Promise<World> {
  await writeWorkspace(world, settings);
  if ((await readState(world)) === undefined) await pulumi(world, ["stack", "init", world.stack]);
  if (auth !== undefined) await setSecrets(world, { auth });
  await pulumi(world, ["up", "--yes", "--skip-preview", "--stack", world.stack]);
  return world;
}

/** Returns the URL of the local stack's Grafana and a token for it. */
export async function grafanaAccess(world: World, { grafanaCloud }: Services): Promise<{ url: string; auth: string }> {
  const headers = { authorization: `Bearer ${await bootstrapToken(world)}`, "content-type": "application/json" };
  const call = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const init = body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers };
    const response = await fetch(`${grafanaCloud.url}/api/instances/${SLUG}${path}`, init);
    assert(response.ok, `${path}: ${response.status} ${await response.clone().text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const { url } = await call("");
  const { id } = await call("/api/serviceaccounts", { name: "bench", role: "Admin", isDisabled: false });
  const { key } = await call(`/api/serviceaccounts/${String(id)}/tokens`, { name: "bench", secondsToLive: 86_400 });
  return { url: String(url), auth: String(key) };
}
