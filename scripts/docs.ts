// Writes the generated pages of docs/; with --check it fails where a file differs.
import { renderConfigReference } from "../render/reference/configuration.ts";
import { alertCoverage } from "../tests/alert-coverage.ts";
import { generatedReference } from "../tests/collector-reference.ts";
import { runbookFiles } from "./runbooks.ts";
import { writeOrCheck } from "./write.ts";

writeOrCheck(
  {
    "docs/configuration.md": renderConfigReference(),
    "docs/collector-reference.md": generatedReference(),
    "docs/alert-coverage.md": alertCoverage(),
    ...runbookFiles(),
  },
  "make docs",
);
