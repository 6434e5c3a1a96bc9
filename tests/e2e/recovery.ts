import { join } from "node:path";
import { checkout } from "../../local/layout.ts";
import type { Environment } from "./environment.ts";
import { runScript } from "./kubectl.ts";

/** The documented recovery of a killed update up to the next `up`: `pulumi cancel`, `npm run recover`. Gives what it says. */
export async function recoverAsDocumented(environment: Environment): Promise<readonly string[]> {
  await environment.pulumi(["cancel", "--yes"]);
  return recover(environment);
}

/** `npm run recover`; gives what it says. */
export async function recover(environment: Environment, ...flags: readonly string[]): Promise<readonly string[]> {
  const script = join(checkout, "scripts", "recover.ts");
  const output = await runScript(environment, script, environment.world.stack, ...flags);
  return output.split("\n").filter((line) => line !== "");
}
