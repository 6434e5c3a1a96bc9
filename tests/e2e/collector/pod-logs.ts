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
/** Files of a container that the kubelet keeps, the current one included: `containerLogMaxFiles`. */
const MAX_FILES = 5;

/** The log files of one container as containerd writes them and the kubelet rotates them. */
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

  /** The file that is being written. */
  get path(): string {
    return join(this.folder, `${this.#restarts}.log`);
  }

  /** Writes what the application prints, in the CRI format; lines that are too long in several parts. */
  write(lines: readonly string[], stream: "stdout" | "stderr" = "stdout"): void {
    appendFileSync(this.path, Buffer.concat(lines.flatMap((line) => parts(line, stream))));
  }

  /** The application's container starts again: a new file, the old one stays. */
  restart(): void {
    this.#restarts += 1;
    writeFileSync(this.path, "");
  }

  /** The kubelet's rotation: older rotated files are compressed, the current one is renamed, a new one is opened. */
  rotate(): void {
    this.#rotations += 1;
    this.#tidy();
    // The real suffix is a time of whole seconds, 20060102-150405, and a test rotates more often.
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
