import { join } from "node:path";
import { ensureTools } from "../../local/toolchain/index.ts";
import { messageOf } from "../../local/errors.ts";

/** Paths of the executables. */
export interface PrometheusTools {
  readonly prometheus: string;
  readonly promtool: string;
}

/** Maximum time to get the tools, in ms. It takes minutes if they have to be built, and a moment once they are cached. */
export const TOOLS_MS = 20 * 60_000;

/**
 * Returns Prometheus and promtool from PATH or the tool cache, or fetches or builds them. If that fails, prints the reason and
 * returns undefined.
 */
export async function prometheusTools(): Promise<PrometheusTools | undefined> {
  try {
    const { prometheus: folder = "" } = await ensureTools(["prometheus"], (line) => process.stderr.write(`${line}\n`));
    return { prometheus: join(folder, "prometheus"), promtool: join(folder, "promtool") };
  } catch (error) {
    console.log(`    skipped, because Prometheus is not available: ${messageOf(error).split("\n")[0]}`);
    return undefined;
  }
}
