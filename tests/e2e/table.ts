/** Prints rows under a title after a suite: what happened, as users see it. */
export function printTable(title: string, rows: readonly (readonly string[])[]): void {
  console.log(`\n    ${title}`);
  for (const [head = "", ...cells] of rows) {
    console.log(`      ${head}`);
    for (const cell of cells) console.log(cell.replace(/^/gm, "        "));
  }
}
