/**
 * Content that may depend on values known only once the backend exists: either plain content, or a function of those values.
 * The set of resources never depends on them, so the first preview shows every resource.
 */
export type Later<Known, Content> = Content | ((known: Known) => Content);

/** A result derived from such content, known as soon as the content is. */
export function mapLater<Known, Content, Result>(
  content: Later<Known, Content>,
  follows: (content: Content) => Result,
): Later<Known, Result> {
  return isLater(content) ? (known) => follows(content(known)) : follows(content);
}

/** Whether the content depends on values that are not known yet. */
export const isLater = <Known, Content>(content: Later<Known, Content>): content is (known: Known) => Content =>
  typeof content === "function";
