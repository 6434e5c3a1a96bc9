import { join } from "node:path";
import { ensureTools } from "../../local/toolchain/index.ts";
import { messageOf } from "../../local/errors.ts";

/** Paths of the executables. */
export interface PrometheusTools {
  readonly prometheus: string;
  readonly promtool: string;
}

/** Longest time to get the tools, in ms: minutes where they have to be built, a moment ever after. */
export const TOOLS_MS = 20 * 60_000;

/** Prometheus and promtool from PATH, the tool cache, or fetched or built first; undefined, and one line that says why, without a way to them. */
export async function prometheusTools(): Promise<PrometheusTools | undefined> {
  try {
    const { prometheus: folder = "" } = await ensureTools(["prometheus"], (line) => process.stderr.write(`${line}\n`));
    return { prometheus: join(folder, "prometheus"), promtool: join(folder, "promtool") };
  } catch (error) {
    console.log(`    skipped, no Prometheus: ${messageOf(error).split("\n")[0]}`);
    return undefined;
  }
}
