// Recovers a stack so that `pulumi up` can continue: npm run recover -- STACK [--adopt-existing]
import { parseArgs } from "node:util";
import { execa } from "execa";
import { adoptExisting, recover } from "./recovery/recover.ts";

const USAGE = `usage: npm run recover -- STACK [--adopt-existing]
  STACK             the stack whose \`pulumi up\` was killed, such as dev
  --adopt-existing  also adopt objects that the next \`up\` would create in Grafana although they exist already. Use it after
                    an \`up\` that failed with "already exists" or "not available". The stack then owns these objects:
                    it deletes them when it is destroyed.`;

function argumentsOf(): { readonly stack: string; readonly adopts: boolean } {
  try {
    const options = { "adopt-existing": { type: "boolean", default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [stack, ...others] = positionals;
    if (stack !== undefined && others.length === 0) return { stack, adopts: values["adopt-existing"] };
  } catch {
    // an unknown option
  }
  console.error(USAGE);
  return process.exit(2);
}

/** Standard output of a command. A failing command reports the reason itself. */
async function output(command: string, args: readonly string[], input = ""): Promise<string> {
  const { stdout, exitCode, failed, shortMessage } = await execa(command, args, {
    input,
    stderr: "inherit",
    reject: false,
  });
  if (!failed) return stdout;
  console.error(exitCode === undefined ? shortMessage : `${command} ${args[0] ?? ""} exited with code ${exitCode}`);
  console.error("  fix: read the lines above, remove the cause, and run this command again; repeating it is safe");
  return process.exit(1);
}

const { stack, adopts } = argumentsOf();
const commands = {
  pulumi: (args: readonly string[], input?: string) =>
    output("pulumi", [...args, "--stack", stack, "--non-interactive"], input),
  kubectl: (args: readonly string[]) => output("kubectl", args),
  report: (line: string) => console.log(line),
};
await recover(commands);
if (adopts) await adoptExisting(commands);
console.log(`stack ${stack} is ready for: pulumi up --stack ${stack}`);
