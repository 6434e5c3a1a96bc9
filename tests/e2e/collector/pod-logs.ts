import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

export interface LoggingContainer {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly container: string;
}

/** containerd splits lines longer than this: `max_container_log_line_size`. */
const LINE_BYTES = 16 * 1024;
/** Number of files of a container that the kubelet keeps, including the current one: `containerLogMaxFiles`. */
const MAX_FILES = 5;

/** The log files of one container, written like containerd and rotated like the kubelet. */
export class PodLog {
  readonly folder: string;
  #restarts = 0;
  #rotations = 0;

  /** `root` is the test's `/var/log/pods`. */
  constructor(root: string, { namespace, pod, uid, container }: LoggingContainer) {
    this.folder = join(root, `${namespace}_${pod}_${uid}`, container);
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.path, "", { flag: "a" });
  }

  /** The current file. */
  get path(): string {
    return join(this.folder, `${this.#restarts}.log`);
  }

  /** Writes the application's output in the CRI format. Splits lines that are too long. */
  write(lines: readonly string[], stream: "stdout" | "stderr" = "stdout"): void {
    appendFileSync(this.path, Buffer.concat(lines.flatMap((line) => parts(line, stream))));
  }

  /** Restarts the container: starts a new file and keeps the old one. */
  restart(): void {
    this.#restarts += 1;
    writeFileSync(this.path, "");
  }

  /** Rotates like the kubelet: compresses older rotated files, renames the current one and opens a new one. */
  rotate(): void {
    this.#rotations += 1;
    this.#tidy();
    // The real suffix has whole seconds, 20060102-150405, but a test rotates more often.
    const time = new Date(Date.UTC(2026, 0, 1, 0, 0, this.#rotations)).toISOString();
    const suffix = time.slice(0, 19).replace(/[-:]/g, "").replace("T", "-");
    renameSync(this.path, `${this.path}.${suffix}`);
    writeFileSync(this.path, "");
  }

  #tidy(): void {
    const rotated = readdirSync(this.folder)
      .filter((name) => name.startsWith(`${this.#restarts}.log.`))
      .sort();
    for (const name of rotated.slice(0, Math.max(0, rotated.length - (MAX_FILES - 2)))) rmSync(join(this.folder, name));
    for (const name of rotated.filter((one) => !one.endsWith(".gz"))) {
      const file = join(this.folder, name);
      if (!existsSync(file)) continue;
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)));
      rmSync(file);
    }
  }
}

function parts(line: string, stream: string): Buffer[] {
  const bytes = Buffer.from(line);
  const count = Math.max(1, Math.ceil(bytes.length / LINE_BYTES));
  return Array.from({ length: count }, (_, index) => {
    const head = `${timestamp()} ${stream} ${index === count - 1 ? "F" : "P"} `;
    const text = bytes.subarray(index * LINE_BYTES, (index + 1) * LINE_BYTES);
    return Buffer.concat([Buffer.from(head), text, Buffer.from("\n")]);
  });
}

const timestamp = (): string => new Date().toISOString().replace("Z", "000000Z");
