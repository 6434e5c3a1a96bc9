import { join } from "node:path";
import { execaSync } from "execa";

/** A mount of the container: a host path, or memory of a size such as `64m`. A `writable` host path is created and given to the user. */
export type Mount = { readonly path: string; readonly writable?: boolean } | { readonly tmpfs: string };

export interface Sandbox {
  /** An empty folder. The container's root is mounted over it, visible only in the sandbox. */
  readonly root: string;
  readonly hostname: string;
  /** User and group id. Without root privileges, it is the user who runs the test. */
  readonly user: number;
  /** File for the process id. */
  readonly pidFile: string;
  /** Mounts by path in the container. */
  readonly mounts: Readonly<Record<string, Mount>>;
}

const SCRIPT = join(import.meta.dirname, "sandbox.sh");
const isRoot = (): boolean => process.getuid?.() === 0;
const flags = (): string[] => ["--mount", "--uts", ...(isRoot() ? [] : ["--user", "--map-root-user"])];

/** Returns why processes cannot have their own root on this machine; undefined if they can. */
export function sandboxProblem(): string | undefined {
  if (process.platform !== "linux") return "mount namespaces need Linux";
  const tried = execaSync("unshare", [...flags(), "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { reject: false });
  return tried.failed
    ? `mount namespaces are not allowed on this machine: ${tried.stderr || tried.shortMessage}`
    : undefined;
}

/** Returns the command line that runs a command in a sandbox. Namespaces end with their last process, so no cleanup is needed. */
export function sandboxed(sandbox: Sandbox, command: readonly string[]): readonly [string, string[]] {
  const user = isRoot() ? String(sandbox.user) : "self";
  const mounts = Object.entries(sandbox.mounts).flatMap(([target, mount]) =>
    "tmpfs" in mount ? ["tmpfs", mount.tmpfs, target] : [mount.writable === true ? "rw" : "ro", mount.path, target],
  );
  const { root, hostname, pidFile } = sandbox;
  const script = ["/bin/sh", SCRIPT, root, hostname, user, pidFile, ...mounts, "--", ...command];
  return ["unshare", [...flags(), ...script]];
}
