// Writes docs/configuration.md from the schema; with --check it fails where the file differs.
import { renderConfigReference } from "../model/config-reference.ts";
import { writeOrCheck } from "./write.ts";

writeOrCheck({ "docs/configuration.md": renderConfigReference() }, "make docs");
