import { existsSync, mkdirSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes credentials like the kubelet in a Secret's volume: one rename replaces all files, then the old ones are removed. */
export function writeCredentials(directory: string, version: string, files: Readonly<Record<string, string>>): void {
  const data = join(directory, "..data");
  const old = existsSync(data) ? realpathSync(data) : undefined;
  const next = join(directory, `..${version}`);
  if (old !== undefined && existsSync(next) && realpathSync(next) === old) return;
  mkdirSync(next, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(next, name), content);
  symlinkSync(`..${version}`, join(directory, "..data_tmp"));
  renameSync(join(directory, "..data_tmp"), data);
  for (const name of Object.keys(files)) {
    if (!existsSync(join(directory, name))) symlinkSync(join("..data", name), join(directory, name));
  }
  if (old !== undefined) rmSync(old, { recursive: true });
}
