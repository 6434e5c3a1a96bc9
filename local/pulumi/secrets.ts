import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { pulumi } from "./command.ts";
import { places } from "../layout.ts";
import type { World } from "../layout.ts";
import { lastSettings } from "./workspace.ts";

/** Values of secret configuration keys; the keys have no namespace. */
export type Secrets = Readonly<Record<string, string>>;

/** Encrypts secrets into the generated stack file. Skips those already in it, because encrypting takes half a second each. */
export async function setSecrets(world: World, secrets: Secrets): Promise<void> {
  const namespace = world.project;
  const file = join(places(world).workspace, "secrets.sha256.json");
  const known = existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as Secrets) : {};
  const { config } = (parse(await lastSettings(world)) ?? {}) as { config?: Record<string, unknown> };
  const hashes: Record<string, string> = {};
  for (const [name, value] of Object.entries(secrets)) {
    const key = `${namespace}:${name}`;
    const hash = createHash("sha256").update(value).digest("hex");
    if (known[name] !== hash || config?.[key] === undefined) {
      await pulumi(world, ["config", "set", "--secret", "--stack", world.stack, key], { input: value });
    }
    hashes[name] = hash;
  }
  await writeFile(file, `${JSON.stringify(hashes)}\n`, { mode: 0o600 });
}
