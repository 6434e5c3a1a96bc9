import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

/** One local world. Everything stays in one folder, so that several worlds can run side by side. */
export interface World {
  /** Folder of the world, outside version control. */
  readonly folder: string;
  /** Folder of the Pulumi program (with Pulumi.yaml). */
  readonly program: string;
  /** Name of the program's project: namespace of its configuration keys. */
  readonly project: string;
  readonly stack: string;
}

/** The checkout that this file belongs to. */
export const checkout = resolve(import.meta.dirname, "..");

/**
 * The world in a folder.
 * @param options.program the Pulumi program (default: the checkout); several programs can share a world
 */
export function worldIn(folder: string, options: { readonly program?: string; readonly stack?: string } = {}): World {
  const program = resolve(options.program ?? checkout);
  const { name } = parse(readFileSync(join(program, "Pulumi.yaml"), "utf8")) as { name: string };
  return { folder: resolve(folder), program, project: name, stack: options.stack ?? "local" };
}

/** Paths inside a world's folder. */
export const places = ({ folder, project }: World) => ({
  pulumiHome: join(folder, "pulumi"),
  state: join(folder, "state"),
  /** Working directory of Pulumi, with the generated project and stack files. */
  workspace: join(folder, "workspaces", project),
  controlPlane: join(folder, "control-plane"),
  kubeconfig: join(folder, "control-plane", "kubeconfig"),
  grafanaCloud: join(folder, "grafana-cloud"),
  bootstrapToken: join(folder, "grafana-cloud", "bootstrap-token"),
  caches: join(folder, "cache"),
  /** Temporary files. Every command of the Kubernetes plugin leaves a copy of the kubeconfig behind. */
  temporary: join(folder, "tmp"),
});
