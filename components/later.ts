import type * as pulumi from "@pulumi/pulumi";
import { isLater, type Later } from "../model/later.ts";

/** Content of a plan as a resource input: plain, or an output that resolves once the values it depends on are known. */
export const whenKnown = <Known, Content>(
  content: Later<Known, Content>,
  known: pulumi.Output<Known>,
): Content | pulumi.Output<Content> => (isLater(content) ? known.apply(content) : content);
