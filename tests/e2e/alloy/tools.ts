import { join } from "node:path";
import { ensureTools } from "../../../local/toolchain/index.ts";

/** Returns the path of an executable in the tool cache; builds or downloads it if it is missing. */
export async function executable(name: "alloyfmt" | "helm" | "kube-state-metrics"): Promise<string> {
  return tool(name);
}

/** Returns the path of Alloy: `ALLOY`, else from the tool cache if `E2E_DATA=1` allows the long build, else undefined. */
export async function alloyExecutable(): Promise<string | undefined> {
  const { ALLOY, E2E_DATA } = process.env;
  if (ALLOY !== undefined && ALLOY !== "") return ALLOY;
  return E2E_DATA === "1" ? tool("alloy") : undefined;
}

/** Returns the path of Alloy's own Helm chart. */
export const alloyChart = (): Promise<string> => toolFolder("alloy-chart");

const tool = async (name: string): Promise<string> => join(await toolFolder(name), name);

async function toolFolder(name: string): Promise<string> {
  const folders = await ensureTools([name], (line) => process.stderr.write(`${line}\n`));
  return folders[name] ?? "";
}
