import { join } from "node:path";
import { checkout } from "../../local/layout.ts";
import type { Environment } from "./environment.ts";
import { runScript } from "./kubectl.ts";

/** Runs the documented recovery before the next `up`: `pulumi cancel`, `npm run recover`. Returns its output. */
export async function recoverAsDocumented(environment: Environment): Promise<readonly string[]> {
  await environment.pulumi(["cancel", "--yes"]);
  return recover(environment);
}

/** Runs `npm run recover` and returns its output. */
export async function recover(environment: Environment, ...flags: readonly string[]): Promise<readonly string[]> {
  const script = join(checkout, "commands", "recover.ts");
  const output = await runScript(environment, script, environment.world.stack, ...flags);
  return output.split("\n").filter((line) => line !== "");
}
