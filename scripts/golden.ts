// Writes golden/: the resources that `pulumi up` registers in each environment. With --check, fails if a file differs.
import { ENVIRONMENTS } from "../testing/environments.ts";
import { goldenFiles } from "../testing/graph.ts";
import { writeOrCheck } from "./write.ts";

const files: Record<string, string> = {};
for (const environment of ENVIRONMENTS) Object.assign(files, await goldenFiles(environment));
writeOrCheck(files, "make golden");
