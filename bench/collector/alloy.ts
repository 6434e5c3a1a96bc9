import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { choosePort } from "../../local/processes/ports.ts";
import { exitOf, release, spawnTethered } from "../../local/processes/processes.ts";

export interface Alloy {
  /** CPU seconds since the start, user and system. */
  readonly cpuSeconds: () => number;
  /** Memory without the executable's pages, which the kernel can drop at any time. */
  readonly anonymousMebibytes: () => number;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly kill: () => Promise<void>;
}

/** Runs Alloy with a configuration and waits until all its components are healthy. */
export async function runAlloy(
  executable: string,
  folder: string,
  text: string,
  environment: Readonly<Record<string, string>>,
): Promise<Alloy> {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "config.alloy");
  writeFileSync(config, text);
  const http = `127.0.0.1:${await choosePort()}`;
  const log = join(folder, "alloy.log");
  const output = openSync(log, "w");
  const args = ["run", config, `--storage.path=${join(folder, "data")}`, `--server.http.listen-addr=${http}`];
  const child = spawnTethered(executable, [...args, "--disable-reporting", "--stability.level=public-preview"], {
    cwd: folder,
    env: { ...process.env, ...environment },
    output,
    signal: "KILL",
  });
  closeSync(output);
  const end = exitOf(child);
  for (const deadline = Date.now() + 60_000; !(await isHealthy(http));) {
    const dead = child.exitCode !== null || Date.now() > deadline;
    if (dead) throw new Error(`Alloy in ${folder} is not healthy:\n${readFileSync(log, "utf8")}`);
    await setTimeout(100);
  }
  const pid = pidOf(Number(child.pid), executable);
  return {
    cpuSeconds: () => cpuSeconds(pid),
    anonymousMebibytes: () =>
      Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024,
    pause: () => process.kill(pid, "SIGSTOP"),
    resume: () => process.kill(pid, "SIGCONT"),
    kill: async () => {
      release(child);
      await end;
    },
  };
}

const isHealthy = (http: string): Promise<boolean> =>
  fetch(`http://${http}/-/healthy`).then(
    ({ status }) => status === 200,
    () => false,
  );

/** Returns the process that the tether started. */
function pidOf(tether: number, executable: string): number {
  const children = readFileSync(`/proc/${tether}/task/${tether}/children`, "utf8").trim().split(" ");
  const found = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(executable));
  if (found === undefined) throw new Error(`${executable} is not a child of ${tether}`);
  return Number(found);
}

function cpuSeconds(pid: number): number {
  // Fields 14 and 15 of stat, in ticks of 10 ms. Counting starts after the name in parentheses, because it can contain spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
