import { randomInt } from "node:crypto";
import getPort, { portNumbers } from "get-port";

/** Below the kernel's ephemeral range, so that no outgoing connection takes a port between choice and use. */
const FIRST = 20_000;
const LAST = 31_999;

/** A free loopback port: the preferred one, else a random one, so that two worlds that start together do not meet. */
export async function choosePort(preferred?: number): Promise<number> {
  const start = randomInt(FIRST, LAST);
  const port = [...(preferred === undefined ? [] : [preferred]), ...portNumbers(start, LAST)];
  return getPort({ host: "127.0.0.1", port });
}
