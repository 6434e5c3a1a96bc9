import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Writes the keys and the admin token of a control plane to its folder unless they exist, and returns the token. */
export async function ensureCredentials(folder: string): Promise<string> {
  const at = (name: string) => join(folder, name);
  await mkdir(at("pki"), { recursive: true });
  if (existsSync(at("tokens.csv"))) return (await readFile(at("tokens.csv"), "utf8")).split(",")[0] ?? "";
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writeFile(at("sa.key"), privateKey.export({ type: "sec1", format: "pem" }), { mode: 0o600 });
  await writeFile(at("sa.pub"), publicKey.export({ type: "spki", format: "pem" }));
  const token = randomBytes(24).toString("base64url");
  await writeFile(at("tokens.csv"), `${token},admin,1,"system:masters"\n`, { mode: 0o600 });
  return token;
}

/** Writes the administrator's kubeconfig and returns its path. It is JSON, which is valid YAML. */
export async function writeKubeconfig(folder: string, context: string, server: string, ca: Buffer, token: string) {
  const path = join(folder, "kubeconfig");
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    clusters: [{ name: context, cluster: { server, "certificate-authority-data": ca.toString("base64") } }],
    users: [{ name: "admin", user: { token } }],
    contexts: [{ name: context, context: { cluster: context, user: "admin" } }],
  };
  await writeFile(path, `${JSON.stringify(kubeconfig, null, 2)}\n`, { mode: 0o600 });
  return path;
}
