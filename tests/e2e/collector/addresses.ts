import { randomInt } from "node:crypto";
import { execaSync } from "execa";

/** Addresses on this machine's loopback interface. */
export interface Addresses {
  readonly list: readonly string[];
  readonly giveBack: () => void;
}

/** The kernel removes the addresses after this time, even if a test does not. */
const LIFETIME_SECONDS = 3600;

const ip = (...args: readonly string[]) => execaSync("ip", ["address", ...args], { reject: false });
const onLoopback = (address: string) => [`${address}/32`, "dev", "lo"];

/**
 * Adds addresses for pods that listen on the same port and are found through EndpointSlices, which reject 127.0.0.0/8. They
 * are from 198.18.0.0/15, which is reserved for network tests and never routed (RFC 2544). On failure, returns the reason.
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
    return `cannot add addresses to this machine: ${added.stderr || added.shortMessage}`;
  }
  return { list, giveBack };
}
