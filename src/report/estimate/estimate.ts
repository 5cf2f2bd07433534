import { type ResourceAccount, resourceAccount } from '../../account/resources.ts'
import { type JudgedResource, judge, type ResourceVerdict, resourceVerdictOrder } from '../../account/verdicts.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { compareText, objectText } from '../../diagnostics/place.ts'
import type { DocumentAccount } from '../../manifest/output-tree.ts'
import type { Translation } from '../../translation.ts'

export type VerdictCounts = Readonly<Record<ResourceVerdict, number>>

export interface Blocker {
  readonly code: string
  readonly severity: string
  readonly title: string
  /** Resources that cannot move by themselves because of it. */
  readonly holdsUp: number
  readonly example: Diagnostic
}

/** What a migration asks for, derived from what the translator did with every field; no number in it is a guess. */
export interface Estimate {
  readonly target: string
  readonly documents: DocumentAccount
  readonly account: ResourceAccount
  readonly resources: number
  readonly verdicts: VerdictCounts
  readonly kinds: readonly { readonly kind: string; readonly total: number; readonly verdicts: VerdictCounts }[]
  readonly namespaces: readonly { readonly namespace: string; readonly total: number; readonly verdicts: VerdictCounts }[]
  readonly blockers: readonly Blocker[]
  readonly judged: readonly JudgedResource[]
}

export function estimateOf(translation: Translation, titleOf: (code: string) => string): Estimate {
  const judged = judge(translation)
  return {
    target: translation.target,
    documents: translation.output.account,
    account: resourceAccount(translation),
    resources: judged.length,
    verdicts: counted(judged),
    kinds: grouped(judged, ({ ref }) => ref.kind).map(([kind, members]) => ({ kind, total: members.length, verdicts: counted(members) })),
    namespaces: grouped(judged, ({ ref }) => ref.namespace).map(([namespace, members]) => ({
      namespace,
      total: members.length,
      verdicts: counted(members),
    })),
    blockers: blockersOf(judged, titleOf),
    judged,
  }
}

function counted(judged: readonly JudgedResource[]): VerdictCounts {
  const counts = Object.fromEntries(resourceVerdictOrder.map((verdict) => [verdict, 0])) as Record<ResourceVerdict, number>
  for (const { verdict } of judged) counts[verdict] += 1
  return counts
}

function grouped(judged: readonly JudgedResource[], keyOf: (resource: JudgedResource) => string): [string, JudgedResource[]][] {
  const groups = new Map<string, JudgedResource[]>()
  for (const resource of judged) {
    const group = groups.get(keyOf(resource))
    if (group === undefined) groups.set(keyOf(resource), [resource])
    else group.push(resource)
  }
  return [...groups].sort(([a], [b]) => compareText(a, b))
}

/** Causes ranked by how many resources they hold up. */
function blockersOf(judged: readonly JudgedResource[], titleOf: (code: string) => string): Blocker[] {
  const held = new Map<string, { example: Diagnostic; resources: Set<string> }>()
  for (const { ref, verdict, because } of judged) {
    if (verdict === 'auto' || verdict === 'assisted') continue
    for (const diagnostic of because.filter(({ severity }) => severity === 'error')) {
      const entry = held.get(diagnostic.code) ?? { example: diagnostic, resources: new Set<string>() }
      entry.resources.add(`${ref.file}#${ref.document}/${ref.item ?? ''}${objectText(ref)}`)
      held.set(diagnostic.code, entry)
    }
  }
  return [...held]
    .map(([code, { example, resources }]) => ({ code, severity: example.severity, title: titleOf(code), holdsUp: resources.size, example }))
    .sort((a, b) => b.holdsUp - a.holdsUp || compareText(a.code, b.code))
}
