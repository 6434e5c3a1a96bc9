/** What the engine and the language host cost: nothing is imported, nothing is made. */
export const nothing = true;
