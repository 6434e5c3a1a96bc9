// Writes golden/: what a `pulumi up` of each environment registers; with --check it fails where a file differs.
import { ENVIRONMENTS } from "../testing/environments.ts";
import { goldenFiles } from "../testing/graph.ts";
import { writeOrCheck } from "./write.ts";

const files: Record<string, string> = {};
for (const environment of ENVIRONMENTS) Object.assign(files, await goldenFiles(environment));
writeOrCheck(files, "make golden");
