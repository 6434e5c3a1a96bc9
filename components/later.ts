import type * as pulumi from "@pulumi/pulumi";
import { isLater, type Later } from "../model/later.ts";

/** Content of a plan as a resource takes it: as it is, or once what it needs is known. */
export const whenKnown = <Known, Content>(
  content: Later<Known, Content>,
  known: pulumi.Output<Known>,
): Content | pulumi.Output<Content> => (isLater(content) ? known.apply(content) : content);
