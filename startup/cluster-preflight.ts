import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { closest } from "fastest-levenshtein";
import pRetry from "p-retry";
import { parse } from "yaml";
import type { Config } from "../model/config/index.ts";
import { reasonOf } from "../components/backends/errors.ts";
import type { Obstacle } from "../model/problem.ts";

/** The parts of a kubeconfig needed to find an API server. */
interface Kubeconfig {
  readonly contexts?: readonly { readonly name: string; readonly context?: { readonly cluster?: string } }[];
  readonly clusters?: readonly {
    readonly name: string;
    readonly cluster?: { readonly server?: string; readonly "proxy-url"?: string };
  }[];
}

const ATTEMPT_TIMEOUT_MS = 5_000;
const SILENCE = [
  ...["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"],
  ...["ENOTFOUND", "EAI_AGAIN"],
];

/** Checks that the context exists and its API server can be reached. Permissions are left to the provider. */
export async function clusterProblems({ context, kubeconfig }: Config["cluster"]): Promise<Obstacle[]> {
  const paths = kubeconfig === undefined ? defaultPaths() : [kubeconfig];
  const found: Kubeconfig[] = [];
  for (const path of paths) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const read = parsed(text);
    if (read === undefined) return [unreadable(path)];
    found.push(read);
  }
  if (found.length === 0) return [missing(paths, kubeconfig)];
  const contexts = found.flatMap(({ contexts = [] }) => contexts);
  const wanted = contexts.find(({ name }) => name === context);
  if (wanted === undefined)
    return [
      unknownContext(
        context,
        paths,
        contexts.map(({ name }) => name),
      ),
    ];
  const clusters = found.flatMap(({ clusters = [] }) => clusters);
  return unreachable(context, clusters.find(({ name }) => name === wanted.context?.cluster)?.cluster ?? {});
}

/** Where kubectl and the provider look for it. */
function defaultPaths(): readonly string[] {
  const listed = (process.env["KUBECONFIG"] ?? "").split(delimiter).filter((path) => path !== "");
  return listed.length > 0 ? listed : [join(homedir(), ".kube", "config")];
}

function parsed(text: string): Kubeconfig | undefined {
  try {
    const value: unknown = parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // the message would quote the file, which holds credentials
  }
}

/** Checks that the API server answers. Any answer will do. */
async function unreachable(
  context: string,
  { server, "proxy-url": proxy }: { readonly server?: string; readonly "proxy-url"?: string },
): Promise<Obstacle[]> {
  if (server === undefined || proxy !== undefined) return [];
  const attempt = () => fetch(`${server}/version`, { signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS) });
  try {
    await pRetry(attempt, { retries: 2, minTimeout: 500, shouldRetry: ({ error }) => isSilence(error) });
    return [];
  } catch (error) {
    if (!isSilence(error)) return [];
    return [
      {
        path: "cluster.context",
        expected: `the API server of "${context}" to answer at ${server}`,
        got: reasonOf(error),
        fix: "start the cluster, or open a network path to it (VPN, proxy); kubectl should fail in the same way",
        inPreview: "warn",
      },
    ];
  }
}

/** Whether nothing answered. Any other error, including a refused certificate, came from a server or has nothing to do with the network. */
function isSilence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, cause } = error;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return name === "TimeoutError" || SILENCE.includes(code);
}

const unreadable = (path: string): Obstacle => ({
  path: "cluster.kubeconfig",
  expected: "a kubeconfig in YAML",
  got: `${path}, which is not a kubeconfig`,
  fix: `run kubectl --kubeconfig ${path} config view to see what is wrong`,
  inPreview: "stop",
});

const missing = (paths: readonly string[], configured: string | undefined): Obstacle => ({
  path: "cluster.kubeconfig",
  expected: "a readable file",
  got: `${paths.join(", ")}${configured === undefined ? " (the default)" : ""}, which cannot be read`,
  fix: "create it with your cluster's tool, or use another file: pulumi config set --path 'observability:cluster.kubeconfig' FILE",
  inPreview: configured === undefined ? "warn" : "stop",
});

const unknownContext = (context: string, paths: readonly string[], names: readonly string[]): Obstacle => ({
  path: "cluster.context",
  expected: `a context in ${paths.join(", ")} (${names.length === 0 ? "which has none" : names.join(", ")})`,
  got: `"${context}"`,
  fix: `pulumi config set --path 'observability:cluster.context' ${names.length === 0 ? "NAME" : closest(context, names)}`,
  inPreview: "stop",
});
