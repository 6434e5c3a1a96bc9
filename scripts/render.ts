// Writes rendered/: the Alloy configuration, dashboards and rules as published. With --check, fails if a file differs.
import { systems } from "../catalog/index.ts";
import { renderedFiles, renderedAlloyFiles } from "../render/reference/committed-files.ts";
import { collectorInput, ENVIRONMENTS } from "../testing/environments.ts";
import { writeOrCheck } from "./write.ts";

const alloy = ENVIRONMENTS.map((environment) => renderedAlloyFiles(collectorInput(environment)));
writeOrCheck({ ...Object.assign({}, ...alloy), ...renderedFiles(Object.values(systems)) }, "make render");
