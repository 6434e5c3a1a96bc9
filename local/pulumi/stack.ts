import { parse } from "yaml";
import { places } from "../layout.ts";
import type { World } from "../layout.ts";
import type { Report } from "../progress.ts";
import { pulumi, readState } from "./command.ts";
import { setSecrets } from "./secrets.ts";
import { bootstrapToken } from "../services.ts";
import type { Services } from "../services.ts";
import type { Settings } from "./settings.ts";
import { ensureTools } from "../toolchain/index.ts";
import { isReachable } from "../toolchain/download.ts";
import { lastSettings, writeWorkspace } from "./workspace.ts";

const PUBLIC_CHARTS = [
  "https://grafana.github.io/helm-charts/index.yaml",
  "https://prometheus-community.github.io/helm-charts/index.yaml",
];
/** The project's own chart, relative to the program's folder. */
const KUBE_STATE_METRICS_CHART = "./local/charts/kube-state-metrics";

interface StackFile {
  readonly config?: Readonly<Record<string, Settings | undefined>>;
}

/** Writes the stack's settings, creates the stack if it does not exist, and encrypts the secrets. */
export async function prepareStack(world: World, services: Services, report: Report = console.error): Promise<void> {
  await writeWorkspace(world, {
    cluster: { kubeconfig: places(world).kubeconfig, context: "local" },
    backend: { apiUrl: services.grafanaCloud.url },
    ...((await takesPublicCharts(world)) ? {} : { collector: await chartsOnDisk(report) }),
  });
  if ((await readState(world)) === undefined) await pulumi(world, ["stack", "init", world.stack, "--non-interactive"]);
  await setSecrets(world, { ...(await contactPointSecrets(world)), grafanaCloudToken: await bootstrapToken(world) });
}

/** Whether the Helm repositories are reachable. The first answer is kept, because a second `up` must not change anything. */
async function takesPublicCharts(world: World): Promise<boolean> {
  const { config } = (parse(await lastSettings(world)) ?? {}) as StackFile;
  if (config === undefined) return (await Promise.all(PUBLIC_CHARTS.map((url) => isReachable(url)))).every(Boolean);
  const collector = config[`${world.project}:collector`] as { chart?: { path?: string } } | undefined;
  return collector?.chart?.path === undefined;
}

/** Settings of `collector` if the Helm repositories are unreachable: Alloy's real chart and our own chart of kube-state-metrics. */
async function chartsOnDisk(report: Report): Promise<Settings> {
  const { "alloy-chart": path } = await ensureTools(["alloy-chart"], report);
  return { chart: { path }, metrics: { kubernetes: { chart: { path: KUBE_STATE_METRICS_CHART } } } };
}

/** Returns a value for each secret that a contact point names. The local world sends nothing, so any address will do. */
async function contactPointSecrets(world: World): Promise<Record<string, string>> {
  const { config } = (parse(await lastSettings(world)) ?? {}) as StackFile;
  const alerts = config?.[`${world.project}:alerts`] as { contactPoints?: { secret?: string }[] } | undefined;
  const names = (alerts?.contactPoints ?? []).flatMap(({ secret }) => (secret === undefined ? [] : [secret]));
  return Object.fromEntries(names.map((name) => [name, `https://notifications.example.com/${name}`]));
}
