import type { Incident } from "../incident.ts";
import { TRADEENGINE_INCIDENTS } from "./tradeengine.ts";

export const INCIDENTS: readonly Incident[] = [...TRADEENGINE_INCIDENTS];
