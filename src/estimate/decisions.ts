import { targets } from '../../translators/index.ts'
import { objectKey } from '../account/fates.ts'
import { definitionOf } from '../diagnostics/catalogue.ts'
import type { ObjectRef } from '../diagnostics/place.ts'
import type { Emission } from '../model/change.ts'
import { emissionIf, movesIf, type Supposition } from '../supposing.ts'
import type { Translation } from '../translation.ts'
import type { HoldingCause } from './causes.ts'
import { type PendingDecision, suppositionOf, type WayOut } from './decision.ts'
import { notShown } from './not-shown.ts'

/** How many decisions are tried; the others are listed with what they hold up. */
const triedAtMost = 10

/** Hears of each decision before it is tried: its number from 1, and how many are tried at most. */
export type OnTrying = (number: number, of: number) => void

/** The decisions behind the causes, ranked by how many resources wait for them. Each is tried on its own. */
export function decisionsOf(
  translation: Translation,
  causes: readonly HoldingCause[],
  titleOf: (code: string) => string,
  onTrying: OnTrying = () => {},
): readonly PendingDecision[] {
  const shown = notShown(translation, titleOf)
  const found = [...(shown === undefined ? [] : [shown]), ...settling(translation, causes, {}, translation.emission)]
  found.sort((a, b) => b.resources.length - a.resources.length)
  return found.map((decision, index) => {
    if (decision.wayOut.kind === 'edit' || decision.moves !== undefined || index >= triedAtMost) return decision
    onTrying(index + 1, Math.min(found.length, triedAtMost))
    return { ...decision, moves: movesIf(translation, suppositionOf([decision])) }
  })
}

/** The same without trying anything: the finding says which fact settles a cause, where one does. */
export function untriedDecisions(
  translation: Translation,
  causes: readonly HoldingCause[],
  titleOf: (code: string) => string,
): readonly PendingDecision[] {
  const shown = notShown(translation, titleOf)
  const found = [...(shown === undefined ? [] : [shown]), ...causes.map((cause) => decisionOn(translation, cause))]
  return found.sort((a, b) => b.resources.length - a.resources.length)
}

/** How the causes can be settled that still hold in the emission of this supposition: by facts where they do, else one by one. */
export function settling(
  translation: Translation,
  causes: readonly HoldingCause[],
  supposed: Supposition,
  emission: Emission,
): readonly PendingDecision[] {
  const given = [...translation.options.assume, ...(supposed.assume ?? [])]
  const found: PendingDecision[] = []
  const open = new Set(causes)
  for (const assumption of targets[translation.target].assumptions.filter((one) => !given.includes(one))) {
    const holding = [...open].filter(({ code }) => holdsIn(emission, code))
    if (holding.length === 0) break
    const then = emissionIf(translation, { ...supposed, assume: [...(supposed.assume ?? []), assumption] })
    const settled = holding.filter(({ code }) => !holdsIn(then, code))
    if (settled.length === 0) continue
    for (const cause of settled) open.delete(cause)
    found.push({ wayOut: { kind: 'assume', assumption }, causes: settled, resources: waiting(settled) })
  }
  return [...found, ...[...open].map((cause) => decisionOn(translation, cause))]
}

/** How one cause can be settled; nothing is tried yet. */
function decisionOn({ input, invalid }: Translation, cause: HoldingCause): PendingDecision {
  const configuration = new Set(
    [...input.objects, ...invalid].filter(({ ref }) => configures.test(ref.apiVersion)).map(({ ref }) => objectKey(ref)),
  )
  const byRemoval = cause.objects.length > 0 && cause.objects.every((ref) => configuration.has(objectKey(ref)))
  const asks = definitionOf(cause.code)?.asks
  const wayOut: WayOut = byRemoval ? { kind: 'without', objects: cause.objects, ...(asks === undefined ? {} : { asks }) } : { kind: 'edit' }
  return { wayOut, causes: [cause], resources: waiting([cause]) }
}

/**
 * Objects that only tell the mesh what to do, such as a VirtualService: a mesh can be thought of without them. Without a Deployment, a
 * Service or a Namespace it would be another mesh.
 */
const configures = /^(networking|security|telemetry|extensions|gateway\.networking)\.(istio|k8s)\.io\//

/** Whether anything is still refused or held back for this cause. */
function holdsIn({ diagnostics, heldBack = [], heldNamespaces = [] }: Emission, code: string): boolean {
  return (
    [...heldBack, ...heldNamespaces].some(({ cause }) => cause.code === code) ||
    diagnostics.some((diagnostic) => diagnostic.code === code && diagnostic.severity === 'error')
  )
}

function waiting(causes: readonly HoldingCause[]): readonly ObjectRef[] {
  return [...new Map(causes.flatMap(({ resources }) => resources.map((ref) => [objectKey(ref), ref] as const))).values()]
}
