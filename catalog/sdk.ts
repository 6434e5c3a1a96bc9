/*
 * All that a file of a catalog is made with: `import { defineSystem } from "observability/catalog"`, in whichever directory
 * the file is.
 */
export * from "../model/catalog.ts";
export { defineSystem } from "../model/define-system.ts";
export * from "../model/metrics.ts";
export * from "./opentelemetry.ts";
export { scrapedFrom } from "./scraped.ts";
