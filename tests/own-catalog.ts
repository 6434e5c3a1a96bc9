import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder outside the checkout, in which nothing is installed. */
export interface OwnCatalog {
  readonly path: string;
  /** Writes files by path below the folder. */
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** A directory of systems as a user would have one. */
export async function ownCatalog(files: Readonly<Record<string, string>> = {}): Promise<OwnCatalog> {
  const path = await mkdtemp(join(tmpdir(), "our-catalog-"));
  const write = async (more: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(more)) {
      await mkdir(dirname(join(path, name)), { recursive: true });
      await writeFile(join(path, name), text);
    }
  };
  await write(files);
  return { path, write, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A system with one service, which is alive as long as it has pods, and one alert. */
export const systemFile = ({ id = "shop", service = "checkout", alert = "absent", name = "CheckoutAbsent" } = {}) => `
import { defineMetric, defineSystem, series, type AlertRule, type System } from "observability/catalog";

const pods = defineMetric({
  name: "kube_pod_service_account",
  unit: "{pod}",
  type: "gauge",
  labels: ["namespace", "pod", "service_account"],
  ingestion: "scrape",
  source: "kube-state-metrics",
  description: "Pods there are, with the account they run as.",
});
const heartbeat = series(pods, { namespace: "shop", service_account: "${service}" });

const absent: AlertRule = {
  id: "${alert}",
  name: "${name}",
  severity: "critical",
  condition: { kind: "absence", heartbeat, window: "10m" },
  for: "5m",
  summary: "There is no pod of ${service}",
  description: "Nothing can be bought. Look at its pods first.",
  panel: "heartbeat",
};

export const system: System = defineSystem({
  id: "${id}",
  title: "Shop",
  services: [
    {
      id: "${service}",
      title: "Checkout",
      description: "Takes orders.",
      team: "shop",
      serviceName: "${service}",
      namespace: "shop",
      workload: "${service}",
      metrics: [pods],
      heartbeat,
      logs: true,
      traces: false,
      profiles: false,
      alerts: [absent],
    },
  ],
});
`;

/** An index of systems in files beside it, each under the name that its file has. */
export const indexFile = (...names: readonly string[]): string =>
  [
    ...names.map((name) => `import { system as ${name} } from "./${name}.ts";`),
    `export const systems = { ${names.join(", ")} };`,
  ].join("\n");
