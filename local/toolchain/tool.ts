/** Where a binary runs, in Go's terms: `linux`, `darwin`; `amd64`, `arm64`. */
export interface Platform {
  readonly os: string;
  readonly arch: string;
}

/** One official file: an archive (`.tar.gz`, `.zip`) or a bare executable. */
export interface Download {
  readonly url: string;
  /** Name of the executable → its path inside the archive (ignored for a bare executable). */
  readonly files: Readonly<Record<string, string>>;
}

/** One `go build`. */
export interface Build {
  /** Folder under `local/toolchain/` with go.mod and go.sum. */
  readonly module: string;
  readonly package: string;
  readonly output: string;
  /** Variables set at link time, for tools that would otherwise report an empty version. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Other names of the output. The binary chooses its program by the name it was started with. */
  readonly links?: readonly string[];
}

/** A folder of a Go module that is used unchanged, such as a Helm chart. */
export interface Copy {
  /** Folder under `local/toolchain/` whose go.mod and go.sum pin the version and its checksum. */
  readonly module: string;
  /** Path of the Go module. */
  readonly dependency: string;
  /** Folder inside the Go module; its content becomes the tool's folder. */
  readonly folder: string;
}

/** A Debian package, for machines that have `apt-get`. It is unpacked, never installed. */
export interface DebianPackage {
  readonly package: string;
  /** Name of the executable → its path inside the package. */
  readonly files: Readonly<Record<string, string>>;
}

/** A tool of the local world: a folder of executables, taken from the first of these sources that is available. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly executables: readonly string[];
  /** Minimum version accepted from a folder of PATH that holds all executables. If it is not set, PATH is not searched. */
  readonly minimumOnPath?: string;
  readonly downloads: (platform: Platform) => readonly Download[];
  /** Used in any version if the downloads are unavailable, because it is faster than a build. */
  readonly debian?: DebianPackage;
  readonly builds: readonly Build[];
  /** For a tool without executables, which is neither downloaded nor built. */
  readonly copy?: Copy;
  /** Minutes to build on two cores with an empty Go cache. */
  readonly minutes: number;
}
