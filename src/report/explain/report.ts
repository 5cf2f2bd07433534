import type { DiagnosticDefinition } from '../../diagnostics/diagnostic.ts'

type Definition = Omit<DiagnosticDefinition<never>, 'message'>

/** What `explain` prints: one kind of finding, or all of them. */
export type ExplainReport = { readonly one: Definition } | { readonly one?: undefined; readonly all: readonly Definition[] }
