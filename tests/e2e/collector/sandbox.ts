import { join } from "node:path";
import { execaSync } from "execa";

/** A path of the container: a host path (read-only unless `writable`: then made, and given to the user), or memory of a size such as `64m`. */
export type Mount = { readonly path: string; readonly writable?: boolean } | { readonly tmpfs: string };

export interface Sandbox {
  /** An empty folder; the container's root is mounted over it, seen by nobody else. */
  readonly root: string;
  readonly hostname: string;
  /** User and group number. Without root rights it is whoever runs the test. */
  readonly user: number;
  /** Where the process number is written. */
  readonly pidFile: string;
  /** By path in the container. */
  readonly mounts: Readonly<Record<string, Mount>>;
}

const SCRIPT = join(import.meta.dirname, "sandbox.sh");
const isRoot = (): boolean => process.getuid?.() === 0;
const flags = (): string[] => ["--mount", "--uts", ...(isRoot() ? [] : ["--user", "--map-root-user"])];

/** Why processes cannot be given a root of their own here; undefined when they can. */
export function sandboxProblem(): string | undefined {
  if (process.platform !== "linux") return "mount namespaces need Linux";
  const tried = execaSync("unshare", [...flags(), "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { reject: false });
  return tried.failed ? `mount namespaces are not allowed here: ${tried.stderr || tried.shortMessage}` : undefined;
}

/** The command line that runs a command in a sandbox. Namespaces end with their last process: nothing to clean up. */
export function sandboxed(sandbox: Sandbox, command: readonly string[]): readonly [string, string[]] {
  const user = isRoot() ? String(sandbox.user) : "self";
  const mounts = Object.entries(sandbox.mounts).flatMap(([target, mount]) =>
    "tmpfs" in mount ? ["tmpfs", mount.tmpfs, target] : [mount.writable === true ? "rw" : "ro", mount.path, target],
  );
  const { root, hostname, pidFile } = sandbox;
  const script = ["/bin/sh", SCRIPT, root, hostname, user, pidFile, ...mounts, "--", ...command];
  return ["unshare", [...flags(), ...script]];
}
