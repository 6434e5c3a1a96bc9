/** Prints rows under a title when a suite is over: what happened, in the words that a user sees. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  console.log(`\n    ${title}`);
  for (const [head = "", ...cells] of rows) {
    console.log(`      ${head}`);
    for (const cell of cells) console.log(cell.replace(/^/gm, "        "));
  }
}
