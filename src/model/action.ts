/** One change that a route makes to a request. They are applied in order. */
export type Mutation =
  /** The path begins with `drop` (the route matched it so) and gets `put` in its place; the query stays. */
  | { readonly kind: 'replace-prefix'; readonly drop: string; readonly put: string }
  | { readonly kind: 'replace-path'; readonly value: string }
  /** RE2 substitution of every match in the path, `\1` for groups. */
  | { readonly kind: 'replace-regex'; readonly pattern: string; readonly replacement: string }
  | { readonly kind: 'authority'; readonly value: string }
  | { readonly kind: 'set-header' | 'add-header'; readonly name: string; readonly value: string }
  | { readonly kind: 'remove-header'; readonly name: string }

/**
 * What a route does to requests besides choosing destinations and changing the request, in a form that does not depend on the kind of
 * object that wrote it: settings that mean the same are deeply equal, and absent means Istio's default.
 */
export interface ActionSettings {
  readonly timeoutMs?: number
  /** `off`, or what differs from the mesh's default retries. */
  readonly retries?:
    | 'off'
    | { readonly attempts: number; readonly perTryTimeoutMs?: number; readonly retryOn?: readonly string[]; readonly backoffMs?: number }
  readonly mirrors: readonly { readonly destination: string; readonly percent: number }[]
  readonly fault?: {
    readonly delay?: { readonly percent: number; readonly ms: number }
    readonly abort?: { readonly percent: number; readonly status: string }
  }
  /** Canonical JSON of the CORS settings. */
  readonly cors?: string
  /** `set x=1`, `add x=1`, `remove x`, in the order in which they are applied. */
  readonly responseHeaders: readonly string[]
}
