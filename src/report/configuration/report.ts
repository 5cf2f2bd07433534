import type { Suppression } from '../../verify/lists/suppressions.ts'

/** An option, its value, and what that comes from. */
export interface PrintedValue {
  readonly option: string
  readonly value?: unknown
  readonly from: 'flag' | 'default' | 'file'
  /** `unsidecar.yaml:3:1`, for a value of the file. */
  readonly at?: string
}

/** What `config print` shows: what counts for a command, or all that the file says. */
export interface ConfigurationReport {
  /** Absent where there is no file. */
  readonly file?: string
  readonly command?: string
  readonly values: readonly PrintedValue[]
  readonly suppressions: readonly Suppression[]
}
