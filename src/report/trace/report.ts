import type { Request } from '../../model/request.ts'
import type { Decision } from '../../model/verdict.ts'

/** One request and what was decided about it: by one mesh, or by two. */
export interface TraceReport {
  readonly request: Request
  /** What the external authorizers answer; absent when the user did not say. */
  readonly externalAllows?: boolean
  readonly sides: readonly { readonly side: 'before' | 'after'; readonly title: string; readonly decision: Decision }[]
}
