import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb.js";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

/** A resource as the program registered it. `inputs` still hold their secret envelopes. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** A resource that a provider makes, rather than a component. */
  readonly custom: boolean;
  /** Nearest parent's type, e.g. `observability:index:AlloyCollector`; empty for the stack itself. */
  readonly parent: string;
  /** Nearest parent's name. */
  readonly parentName: string;
  /** Name of the explicit provider; empty for none. */
  readonly provider: string;
  readonly inputs: Record<string, unknown>;
  readonly options: ResourceOptions;
}

/** What the engine is told besides the inputs. Other resources by their name. */
interface ResourceOptions {
  readonly protect: boolean;
  /** Undefined leaves it to the provider. */
  readonly deleteBeforeReplace: boolean | undefined;
  readonly deletedWith: string;
  readonly dependsOn: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** Fills with what is registered from now on. Mocks see inputs only; the request has the options, too. */
export function recordRegistrations(): Registered[] {
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor; // typed as the gRPC client that it stands for
  const resources: Registered[] = [];
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, callback) =>
    register(request, (error, response: RegisterResourceResponse | undefined) => {
      if (response) resources.push(registered(request, response.getUrn()));
      callback(error, response);
    });
  return resources;
}

function registered(request: RegisterResourceRequest, urn: string): Registered {
  const [, , parentType = "", parentName = ""] = request.getParent().split("::");
  return {
    type: request.getType(),
    name: request.getName(),
    urn,
    custom: request.getCustom(),
    parent: parentType.split("$").at(-1) ?? "",
    parentName,
    provider: nameOf(request.getProvider()),
    inputs: inputsOf(request),
    options: {
      protect: request.getProtect() ?? false,
      deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
      deletedWith: nameOf(request.getDeletedwith()),
      dependsOn: request.getDependenciesList().map(nameOf).sort(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    },
  };
}

function inputsOf(request: RegisterResourceRequest): Record<string, unknown> {
  const inputs = request.getObject();
  return inputs ? (pulumi.runtime.deserializeProperties(inputs) as Record<string, unknown>) : {};
}

/** A URN ends in `<type>::<name>`; a provider reference has the id after it. */
export const nameOf = (urn: string): string => urn.split("::")[3] ?? "";
