import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, it } from "mocha";
import { PodLog } from "./pod-logs.ts";
import { numbered } from "./telemetry.ts";

describe("log files of a pod", () => {
  let root = "";
  let log: PodLog;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "pod-logs-"));
    log = new PodLog(root, { namespace: "trading", pod: "risk-0", uid: "1-2", container: "app" });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const files = (): string[] => readdirSync(log.folder).sort();
  const messages = (name: string): string[] => {
    const bytes = readFileSync(join(log.folder, name));
    const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
    return [...text.matchAll(/^\S+ \S+ \S (.*)$/gm)].map(([, message = ""]) => message);
  };

  it("have the kubelet's path and the CRI format", () => {
    log.write(["hello"]);
    log.write(["failed"], "stderr");
    assert.equal(log.path, join(root, "trading_risk-0_1-2", "app", "0.log"));
    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z`;
    assert.match(readFileSync(log.path, "utf8"), new RegExp(`^${time} stdout F hello\n${time} stderr F failed\n$`));
  });

  it("split a long line into parts of 16 KiB", () => {
    log.write(["x".repeat(40_000)]);
    const tags = [...readFileSync(log.path, "utf8").matchAll(/^\S+ stdout (\S) (x+)$/gm)];
    assert.deepEqual(
      tags.map(([, tag, text]) => [tag, text?.length]),
      [
        ["P", 16_384],
        ["P", 16_384],
        ["F", 7_232],
      ],
    );
  });

  it("rotate without losing lines, compress all but the newest file, and keep five", () => {
    for (let n = 0; n < 4; n++) {
      log.write(numbered("line", 10, n * 10));
      log.rotate();
    }
    log.write(numbered("line", 10, 40));
    assert.deepEqual(
      files().map((name) => name.replace(/\d{8}-\d{6}/, "TIME")),
      ["0.log", "0.log.TIME.gz", "0.log.TIME.gz", "0.log.TIME.gz", "0.log.TIME"],
    );
    const [current = "", ...rotated] = files();
    assert.deepEqual([...rotated, current].flatMap(messages), numbered("line", 50));
    log.rotate();
    assert.equal(files().length, 5);
  });

  it("continue in a new file when the container restarts", () => {
    log.write(["before"]);
    log.restart();
    log.write(["after"]);
    assert.deepEqual([messages("0.log"), messages("1.log")], [["before"], ["after"]]);
  });
});
