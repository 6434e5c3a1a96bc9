/*
 * Writes docs/boards/: a picture of every dashboard. `--check` only compares; `--phone <uid>` prints the picture of one
 * dashboard on a phone.
 */
import { globSync, rmSync } from "node:fs";
import { catalogBoards } from "./previews/catalog.ts";
import { PREVIEW_FOLDER, previewFiles, previewOf } from "./previews/index.ts";
import { writeOrCheck } from "./write.ts";

const boards = catalogBoards();
const [mode, wanted] = process.argv.slice(2);

if (mode === "--phone") {
  const board = boards.find(({ uid }) => uid === wanted);
  if (board === undefined) {
    throw new Error(
      `--phone ${wanted}: expected the uid of a dashboard, one of ${boards.map(({ uid }) => uid).join(", ")}`,
    );
  }
  process.stdout.write(previewOf(board, boards, "phone"));
} else {
  const files = previewFiles(boards);
  writeOrCheck(files, "make previews");
  if (mode !== "--check") {
    for (const path of globSync(`${PREVIEW_FOLDER}/**/*.svg`).filter((one) => !(one in files))) rmSync(path);
  }
}
