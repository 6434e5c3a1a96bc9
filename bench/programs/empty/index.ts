/** Imports and creates nothing. Measures the cost of the engine and the language host. */
export const nothing = true;
