// Writes the generated pages of docs/, except alert-coverage.md, which the tests write. With --check, fails if a file differs.
import { renderConfigReference } from "../render/reference/configuration.ts";
import { generatedReference } from "./collector-reference.ts";
import { runbookFiles } from "./runbooks.ts";
import { writeOrCheck } from "./write.ts";

writeOrCheck(
  {
    "docs/configuration.md": renderConfigReference(),
    "docs/collector-reference.md": generatedReference(),
    ...runbookFiles(),
  },
  "make docs",
);
