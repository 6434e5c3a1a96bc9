import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { emptyState } from "./state.ts";
import type { State } from "./state.ts";

const FILE = "state.json";

/** Holds the state and its file. Change `state` synchronously, then await `commit()`. */
export class Store {
  readonly state: State;
  readonly #dir: string | undefined;
  #running: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  private constructor(state: State, dir: string | undefined) {
    this.state = state;
    this.#dir = dir;
  }

  /** Opens the state in `dir`, or an empty one. Without `dir`, nothing is written. */
  static async open(dir: string | undefined): Promise<Store> {
    if (dir === undefined) return new Store(emptyState(), dir);
    await mkdir(dir, { recursive: true });
    return new Store((await readState(join(dir, FILE))) ?? emptyState(), dir);
  }

  /** Returns a new numeric id. Cloud clients decode ids as float32, so ids stay far below 2^24. */
  nextId(): number {
    this.state.lastId += 1;
    return this.state.lastId;
  }

  /**
   * Resolves when a snapshot with all changes so far is on disk. Callers that arrive during a write share the next
   * write, so a burst of requests costs two writes instead of one per request.
   */
  commit(): Promise<void> {
    this.#queued ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#queued = undefined;
        this.#running = this.#write();
        return this.#running;
      });
    return this.#queued;
  }

  async #write(): Promise<void> {
    if (this.#dir === undefined) return;
    const file = join(this.#dir, FILE);
    await writeFile(`${file}.tmp`, JSON.stringify(this.state), { mode: 0o600 });
    await rename(`${file}.tmp`, file);
  }
}

async function readState(file: string): Promise<State | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const state = parseState(text);
  if (state?.version !== 1) {
    throw new Error(`${file}: expected the state of a stand-in, version 1; remove its directory to start from scratch`);
  }
  return state;
}

function parseState(text: string): State | undefined {
  try {
    return JSON.parse(text) as State;
  } catch {
    return undefined;
  }
}
