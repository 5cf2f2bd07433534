import { compareText } from '../diagnostics/place.ts'
import type { Request } from '../model/request.ts'
import type { Comparison, Difference } from '../verify/comparison.ts'
import { namespaceOfDestination } from '../verify/destination-namespace.ts'
import { differenceId } from '../verify/lists/accept-list.ts'

/** What of the access to a namespace changes. */
export type AccessChange = 'wider' | 'narrower' | 'rerouted' | 'undetermined'

export const accessChanges: readonly AccessChange[] = ['wider', 'narrower', 'rerouted', 'undetermined']

/** Differences by the namespace of their destinations; one with destinations in two namespaces counts in both. */
export interface NamespaceAccess extends Readonly<Record<AccessChange, number>> {
  /** The empty string for hosts outside of the mesh. */
  readonly namespace: string
  /** Of these, the ones that the user accepted or ruled out. */
  readonly settled: number
  /** The same by what changes. */
  readonly settledBy: Readonly<Record<AccessChange, number>>
  readonly losing: readonly LosingClient[]
}

/** Clients that are denied what they are allowed today. */
export interface LosingClient {
  /** A request of theirs, which is denied afterwards. */
  readonly request: Request
  /** The kinds of clients, such as `pods that leave their sidecars`. */
  readonly clients: readonly string[]
  /** The name of the difference in `verify`. */
  readonly difference: string
  /** The code of the finding that announced it. */
  readonly code?: string
}

/** The namespaces to which access changes, sorted by name. */
export function accessByNamespace({ differences }: Comparison): readonly NamespaceAccess[] {
  const none: Readonly<Record<AccessChange, number>> = { wider: 0, narrower: 0, rerouted: 0, undetermined: 0 }
  const found = new Map<string, Counts & { losing: LosingClient[] }>()
  for (const difference of differences) {
    const { verdict, destinations } = difference
    if (verdict === 'identified') continue
    for (const namespace of new Set(destinations.map(namespaceOfDestination))) {
      const row = found.get(namespace) ?? { counts: { ...none }, settledBy: { ...none }, losing: [] }
      row.counts[verdict] += 1
      if (isAgreed(difference)) row.settledBy[verdict] += 1
      row.losing.push(...losingBy(difference))
      found.set(namespace, row)
    }
  }
  return [...found]
    .map(([namespace, { counts, settledBy, losing }]) => {
      const settled = accessChanges.reduce((sum, change) => sum + settledBy[change], 0)
      return { namespace, ...counts, settled, settledBy, losing }
    })
    .sort((a, b) => compareText(a.namespace, b.namespace))
}

interface Counts {
  readonly counts: Record<AccessChange, number>
  readonly settledBy: Record<AccessChange, number>
}

function losingBy(difference: Difference): readonly LosingClient[] {
  const { verdict, witness, clients, announcedBy } = difference
  if (verdict !== 'narrower' || witness === undefined) return []
  const code = announcedBy === undefined ? {} : { code: announcedBy.code }
  return [{ request: witness.request, clients, difference: differenceId(difference), ...code }]
}

/** Differences that the user accepted or asked for, or whose clients the user ruled out. */
export function isAgreed({ acceptedBy, assumedAway, failsOpen }: Difference): boolean {
  return acceptedBy !== undefined || assumedAway !== undefined || failsOpen === true
}
