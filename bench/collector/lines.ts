import { randomBytes } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { steadily } from "./pace.ts";

export interface PodLog {
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
  readonly file: string;
}

const TICKS_PER_SECOND = 10;

/** Creates log files of some pods in a folder, with the kubelet's file names. */
export function podLogs(folder: string, count: number): PodLog[] {
  return Array.from({ length: count }, (_, index) => {
    const pod = `service-${index}-7d9c5b8f6d-x2x${index}`;
    const uid = `0b5e8f4c-1111-4222-8333-${String(index).padStart(12, "0")}`;
    const file = join(folder, `petrosa-apps_${pod}_${uid}`, "app", "0.log");
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, "");
    return { pod, uid, container: "app", file };
  });
}

/** Returns one line of about 200 bytes, as the container runtime writes it; `id` is its `seq`. */
function line(id: number): string {
  const level = id % 20 === 0 ? "error" : "info";
  const trace = randomBytes(16).toString("hex");
  const message = "order accepted by the exchange after risk checks";
  return `${new Date().toISOString()} stdout F {"level":"${level}","msg":"${message}","trace_id":"${trace}","order":${id * 7},"seq":${id}}\n`;
}

/** Appends lines to all files at a steady rate in small batches, and returns their number. Ids count up from `first`. */
export async function writeLines(
  files: readonly PodLog[],
  perSecond: number,
  seconds: number,
  first = 0,
): Promise<number> {
  const portion = Math.round(perSecond / TICKS_PER_SECOND / files.length);
  let id = first;
  await steadily(TICKS_PER_SECOND, seconds, () => {
    for (const { file } of files) {
      appendFileSync(file, Array.from({ length: portion }, () => line(id++)).join(""));
    }
  });
  return id - first;
}
