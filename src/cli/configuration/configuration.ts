import type { SourceSpan } from '../../diagnostics/place.ts'
import type { Suppression } from '../../verify/lists/suppressions.ts'

/** A value of the configuration file, with its place there. */
export interface ConfiguredValue {
  readonly option: string
  readonly value: unknown
  readonly span: SourceSpan
}

/** A configuration file that was read and is valid. */
export interface Configuration {
  /** Relative to the working directory. */
  readonly path: string
  readonly absolute: string
  /** For every command that has the option. */
  readonly shared: readonly ConfiguredValue[]
  /** For one command, in place of what is for every one. */
  readonly commands: ReadonlyMap<string, readonly ConfiguredValue[]>
  readonly suppressions: readonly Suppression[]
}
