import { TRADEENGINE_CASES, type Case } from "./cases.ts";
import { COLLECTOR_CASES } from "./collector-cases.ts";
import { KUBERNETES_CASES } from "./kubernetes-cases.ts";

/** Every case that promtool runs: each file of cases adds its own here. */
export const ALL_CASES: readonly Case[] = [...TRADEENGINE_CASES, ...COLLECTOR_CASES, ...KUBERNETES_CASES];
