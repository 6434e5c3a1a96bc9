import { randomInt } from "node:crypto";
import { execaSync } from "execa";

/** Addresses of this machine alone, on its loopback interface. */
export interface Addresses {
  readonly list: readonly string[];
  readonly giveBack: () => void;
}

/** However a test ends, the kernel takes them away by then. */
const LIFETIME_SECONDS = 3600;

const ip = (...args: readonly string[]) => execaSync("ip", ["address", ...args], { reject: false });
const onLoopback = (address: string) => [`${address}/32`, "dev", "lo"];

/**
 * Addresses for pods that listen on the same port and are found by EndpointSlices, which refuse 127.0.0.0/8. Out of
 * 198.18.0.0/15, which is for tests of networks and never routed (RFC 2544). Gives instead why there are none.
 */
export function borrowAddresses(count: number): Addresses | string {
  const network = `198.${randomInt(18, 20)}.${randomInt(256)}`;
  const list = Array.from({ length: count }, (_, index) => `${network}.${index + 1}`);
  const lifetime = ["valid_lft", String(LIFETIME_SECONDS), "preferred_lft", String(LIFETIME_SECONDS)];
  const giveBack = () => list.forEach((address) => ip("del", ...onLoopback(address)));
  for (const address of list) {
    const added = ip("add", ...onLoopback(address), ...lifetime);
    if (!added.failed) continue;
    giveBack();
    return `no more addresses for this machine: ${added.stderr || added.shortMessage}`;
  }
  return { list, giveBack };
}
