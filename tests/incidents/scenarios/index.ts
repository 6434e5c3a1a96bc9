import type { Incident } from "../incident.ts";
import { CRYPTO_INCIDENTS } from "./crypto-trading.ts";
import { OPERATIONS_INCIDENTS } from "./operations.ts";
import { PIPELINE_INCIDENTS } from "./pipelines.ts";
import { TRADEENGINE_INCIDENTS } from "./tradeengine.ts";

export const INCIDENTS: readonly Incident[] = [
  ...CRYPTO_INCIDENTS,
  ...PIPELINE_INCIDENTS,
  ...TRADEENGINE_INCIDENTS,
  ...OPERATIONS_INCIDENTS,
];
