import type { System } from "../model/catalog.ts";
import { collector } from "./collector.ts";
import { kubernetes } from "./kubernetes.ts";
import { tradeengine } from "./tradeengine.ts";

/** Every system there is, by its name in `catalog.systems`. */
export const systems: Readonly<Record<string, System>> = { tradeengine, collector, kubernetes };
