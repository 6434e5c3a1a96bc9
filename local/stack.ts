import { parse } from "yaml";
import { places } from "./layout.ts";
import type { World } from "./layout.ts";
import { pulumi, readState } from "./pulumi.ts";
import { setSecrets } from "./secrets.ts";
import { bootstrapToken } from "./services.ts";
import type { Services } from "./services.ts";
import type { Settings } from "./settings.ts";
import { isReachable } from "./toolchain/download.ts";
import { lastSettings, writeWorkspace } from "./workspace.ts";

const CHARTS = "https://grafana.github.io/helm-charts/index.yaml";
/** Relative to the program's folder. */
const OWN_CHART = "./local/charts/alloy";

interface StackFile {
  readonly config?: Readonly<Record<string, Settings | undefined>>;
}

/** Writes the stack's settings, makes the stack if it is new, and encrypts the secrets. */
export async function prepareStack(world: World, services: Services, additions: Settings = {}): Promise<void> {
  const chart = await chartSetting(world);
  await writeWorkspace(world, {
    cluster: { kubeconfig: places(world).kubeconfig, context: "local" },
    backend: { apiUrl: services.grafanaCloud.url },
    ...(chart === undefined ? {} : { collector: { chart } }),
    ...additions,
  });
  if ((await readState(world)) === undefined) await pulumi(world, ["stack", "init", world.stack, "--non-interactive"]);
  await setSecrets(world, { ...(await contactPointSecrets(world)), grafanaCloudToken: await bootstrapToken(world) });
}

/** The project's own chart where the public repository cannot be reached. Decided once: a second `up` has to change nothing. */
async function chartSetting(world: World): Promise<{ readonly path: string } | undefined> {
  const settings = (parse(await lastSettings(world)) ?? {}) as StackFile;
  const namespace = world.project;
  if (settings.config !== undefined) {
    const collector = settings.config[`${namespace}:collector`] as { chart?: { path?: string } } | undefined;
    const path = collector?.chart?.path;
    return path === undefined ? undefined : { path };
  }
  return (await isReachable(CHARTS)) ? undefined : { path: OWN_CHART };
}

/** Contact points name the secrets they need. Nothing is ever sent from the local world, so any address does. */
async function contactPointSecrets(world: World): Promise<Record<string, string>> {
  const { config } = (parse(await lastSettings(world)) ?? {}) as StackFile;
  const alerts = config?.[`${world.project}:alerts`] as { contactPoints?: { secret?: string }[] } | undefined;
  const names = (alerts?.contactPoints ?? []).flatMap(({ secret }) => (secret === undefined ? [] : [secret]));
  return Object.fromEntries(names.map((name) => [name, `https://notifications.example.com/${name}`]));
}
