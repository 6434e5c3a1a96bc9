import type { Service } from "../../model/catalog.ts";

/** Uid of a service's board. Folders and boards share one namespace of uids, hence the suffix. */
export const serviceBoardUid = (service: Pick<Service, "id">): string => `${service.id}-service`;
