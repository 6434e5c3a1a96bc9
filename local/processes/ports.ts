import { randomInt } from "node:crypto";
import getPort, { portNumbers } from "get-port";

/** Below the kernel's ephemeral range, so that no outgoing connection takes a port after it is chosen and before it is used. */
const FIRST = 20_000;
const LAST = 31_999;

/** Returns a free loopback port: the preferred one, else a random one, so that two worlds starting together do not collide. */
export async function choosePort(preferred?: number): Promise<number> {
  const start = randomInt(FIRST, LAST);
  const port = [...(preferred === undefined ? [] : [preferred]), ...portNumbers(start, LAST)];
  return getPort({ host: "127.0.0.1", port });
}
