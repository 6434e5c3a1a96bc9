/**
 * Content that may need what is known only once the backend is there: as it is, or as a function of that. Which things there
 * are never depends on it, so a first preview shows all of them.
 */
export type Later<Known, Content> = Content | ((known: Known) => Content);

/** What follows from such content, known when it is. */
export function mapLater<Known, Content, Result>(
  content: Later<Known, Content>,
  follows: (content: Content) => Result,
): Later<Known, Result> {
  return isLater(content) ? (known) => follows(content(known)) : follows(content);
}

/** Whether it has to wait. */
export const isLater = <Known, Content>(content: Later<Known, Content>): content is (known: Known) => Content =>
  typeof content === "function";
