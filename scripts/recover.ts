// Brings a stack whose update was killed back to where `pulumi up` goes on: npm run recover -- STACK
import { execa } from "execa";
import { recover } from "./recovery/recover.ts";

const [stack] = process.argv.slice(2);
if (stack === undefined) {
  console.error("usage: npm run recover -- STACK\n  fix: name the stack whose `pulumi up` was interrupted, e.g. dev");
  process.exit(2);
}

/** Standard output of a command; a failure is told by the command itself. */
async function output(command: string, args: readonly string[], input = ""): Promise<string> {
  const { stdout, exitCode, failed, shortMessage } = await execa(command, args, {
    input,
    stderr: "inherit",
    reject: false,
  });
  if (!failed) return stdout;
  console.error(exitCode === undefined ? shortMessage : `${command} ${args[0] ?? ""} ended with code ${exitCode}`);
  console.error("  fix: read the lines above; once the cause is gone, run this again: it is safe");
  return process.exit(1);
}

await recover({
  pulumi: (args, input) => output("pulumi", [...args, "--stack", stack, "--non-interactive"], input),
  kubectl: (args) => output("kubectl", args),
  report: (line) => console.log(line),
});
console.log(`stack ${stack} is ready for: pulumi up --stack ${stack}`);
