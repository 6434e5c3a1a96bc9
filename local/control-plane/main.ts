import { parseArgs } from "node:util";
import { startControlPlane } from "./index.ts";
import { messageOf } from "../errors.ts";

// Runs the control plane as a separate process: prints `listening URL` when it is ready and exits on SIGTERM.
const { values } = parseArgs({
  options: {
    executables: { type: "string" },
    folder: { type: "string" },
    nodes: { type: "string", default: "1" },
  },
});
if (values.executables === undefined || values.folder === undefined) {
  console.error("usage: node local/control-plane/main.ts --executables DIR --folder DIR [--nodes N]");
  process.exit(2);
}
try {
  const controlPlane = await startControlPlane({
    executables: values.executables,
    folder: values.folder,
    nodes: Number(values.nodes),
    log: (line) => console.log(line),
  });
  const stop = () => void controlPlane.stop().then(() => process.exit(0));
  process.once("SIGTERM", stop).once("SIGINT", stop);
  console.log(`listening ${controlPlane.server}`);
  const failure = await controlPlane.failed;
  console.error(failure.message);
  await controlPlane.stop();
  process.exit(1);
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
