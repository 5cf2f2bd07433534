import { objectKey } from '../../account/fates.ts'
import { type ResourceOutcome, type ResourceVerdict, resourceVerdictOrder } from '../../account/verdicts.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { objectText } from '../../diagnostics/place.ts'
import type { Translation } from '../../translation.ts'
import type { PendingDecision } from '../decision.ts'
import { type Evidence, evidenceAt } from '../evidence.ts'
import type { WeightName } from '../settings/weights.ts'
import type { Work } from './item.ts'

const ofVerdict: Readonly<Record<ResourceVerdict, Pick<Work, 'what' | 'spread'> & { readonly weight: WeightName }>> = {
  auto: { weight: 'auto', what: 'resources that ask for nothing' },
  assisted: { weight: 'assisted', what: 'resources with a warning to read' },
  'keep-sidecar': {
    weight: 'keepSidecar',
    what: 'resources that stay on sidecars after all decisions',
    spread: 'each stays as it is, or has to be rewritten',
  },
  manual: { weight: 'manual', what: 'resources to change first', spread: 'the finding says how, not how much depends on it' },
  blocked: { weight: 'blocked', what: 'resources that cannot be read', spread: 'what they mean is not known' },
}

/**
 * Each resource by what the translator says of it, and each decision once, whatever waits for it. What a decision frees is not counted again one by
 * one: such a resource asks for what it asks for once the decision is taken (`freed`, by `objectKey`).
 */
export function resourceWork(
  { unread, mesh }: Translation,
  outcomes: readonly ResourceOutcome[],
  decisions: readonly PendingDecision[],
  freed: ReadonlyMap<string, ResourceOutcome>,
): readonly Work[] {
  const changed = changedByDecisions(decisions)
  const left = outcomes.map((outcome): ResourceOutcome => {
    if (outcome.verdict !== 'keep-sidecar') return outcome
    const cause = changed.get(objectKey(outcome.ref))
    return cause === undefined ? (freed.get(objectKey(outcome.ref)) ?? outcome) : { ...outcome, verdict: 'manual', because: [cause] }
  })
  const nothingLeft = outcomes.filter(({ verdict }, index) => verdict === 'keep-sidecar' && left[index]!.verdict === 'auto')
  const verdicts = resourceVerdictOrder.map((verdict): Work => {
    const members = left.filter((outcome, index) => outcome.verdict === verdict && (verdict !== 'auto' || outcome === outcomes[index]))
    const evidence = verdict === 'auto' ? [] : members.map((one) => evidenceAt(one.place, decisive(one)?.code))
    return { ledger: 'resources', count: members.length, evidence, ...ofVerdict[verdict] }
  })
  return [
    {
      ledger: 'resources',
      weight: 'decision',
      what: 'decisions, each once',
      count: decisions.length,
      spread: 'a fact may be known, or has to be found out or made true',
      evidence: decisions.flatMap(({ causes }) => causes.slice(0, 1).map(({ example }) => evidenceOf(example))).flat(),
    },
    ...verdicts,
    {
      ledger: 'resources',
      weight: 'freed',
      what: 'resources that a decision frees, and that ask for nothing then',
      count: nothingLeft.length,
      evidence: nothingLeft.map(({ place, because }) => evidenceAt(place, because[0]?.code)),
    },
    {
      ledger: 'resources',
      weight: 'unread',
      what: 'parts of the input that were not read',
      count: unread.length,
      spread: 'what they hold is not known',
      evidence: unread.flatMap(({ what, span }) => (span === undefined ? [] : [{ object: what, file: span.file, line: span.line }])),
    },
    ...missingNamespaces(mesh),
  ]
}

/** What made the verdict: of what is to be changed, a finding of its own, whatever else holds it as well. */
function decisive({ ref, verdict, because }: ResourceOutcome): Diagnostic | undefined {
  const key = objectKey(ref)
  const isOwn = ({ severity, place }: Diagnostic): boolean => severity === 'error' && place !== undefined && objectKey(place.object) === key
  return (verdict === 'manual' ? because.find(isOwn) : undefined) ?? because[0]
}

/**
 * What has to be changed for decisions to be taken, each with the finding that asks for it. It is tried as if it were gone, and has to be changed all
 * the same, whether something else holds it as well or not.
 */
function changedByDecisions(decisions: readonly PendingDecision[]): ReadonlyMap<string, Diagnostic> {
  return new Map(
    decisions.flatMap(({ wayOut, causes: [cause] }) =>
      wayOut.kind === 'without' ? wayOut.objects.map((ref) => [objectKey(ref), cause!.example] as const) : [],
    ),
  )
}

function evidenceOf({ place, span, code }: PendingDecision['causes'][number]['example']): readonly Evidence[] {
  if (place !== undefined) return [evidenceAt(place, code)]
  return span === undefined ? [] : [{ object: 'a document', file: span.file, line: span.line, code }]
}

/** Namespaces with workloads of which the input does not show whether they have sidecars. */
function missingNamespaces({ workloads, namespaces }: Translation['mesh']): readonly Work[] {
  const shown = new Set(namespaces.filter(({ place }) => place !== undefined).map(({ name }) => name))
  const first = new Map(workloads.filter(({ namespace }) => !shown.has(namespace)).map((one) => [one.namespace, one.place] as const))
  return [
    {
      ledger: 'namespaces',
      weight: 'missingNamespace',
      what: 'namespaces that the input does not show',
      count: first.size,
      spread: 'whether they are in the mesh is not known',
      evidence: [...first.values()].map((place) => evidenceAt(place)),
    },
  ]
}

/** The resources that the tool edits, removes or adds, which nothing is left to do by hand for but to read them. */
export function writtenByTool({ emission }: Translation): readonly string[] {
  return [
    ...new Set(
      emission.changes.map((change) =>
        change.kind === 'add'
          ? objectText({ namespace: '', ...change.object.metadata, kind: change.object.kind })
          : objectKey(change.target),
      ),
    ),
  ]
}
