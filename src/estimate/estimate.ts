import { targets } from '../../translators/index.ts'
import { type ResourceAccount, resourceAccount } from '../account/resources.ts'
import { outcomesOf, type ResourceOutcome, type ResourceVerdict, resourceVerdictOrder } from '../account/verdicts.ts'
import { compareText } from '../diagnostics/place.ts'
import type { DocumentAccount } from '../manifest/output-tree.ts'
import type { Emission } from '../model/change.ts'
import { emissionIf } from '../supposing.ts'
import type { Translation } from '../translation.ts'
import type { Comparison } from '../verify/comparison.ts'
import { accessByNamespace, isAgreed, type NamespaceAccess } from './access.ts'
import { withThoseBehind } from './behind.ts'
import { causesOfHolding, causesOfVerdicts, type HoldingCause } from './causes.ts'
import { costOf, type ResourceCost } from './cost/cost.ts'
import { type PendingDecision, suppositionOf } from './decision.ts'
import { decisionsOf, type OnTrying, untriedDecisions } from './decisions.ts'
import { type Effort, effortOf } from './effort/effort.ts'
import { holdsNearlyAll, type WholeHold } from './holds-all.ts'
import { type Inventory, inventoryOf } from './inventory/inventory.ts'
import { type OutsideFigures, outsideFigures } from './outside.ts'
import { ownersIn } from './owners/owner-of.ts'
import { type NamespaceReadiness, type Readiness, readinessOf, sumOf } from './readiness.ts'
import { defaultEstimateSettings, type EstimateSettings } from './settings/settings.ts'
import type { Since } from './since.ts'
import { allTogether, bestTogether, type Together } from './together.ts'
import type { UnbuiltShare } from './unbuilt.ts'
import { type WorkItem, workItems } from './work-items.ts'

export type VerdictCounts = Readonly<Record<ResourceVerdict, number>>

/** What a migration asks for, derived from what the translator did with every field; no number in it is a guess. */
export interface Estimate {
  readonly target: Translation['target']
  /** What `readiness` counts: workloads, or policies where the target replaces only those. */
  readonly moves: 'workloads' | 'policies'
  readonly readiness: Readiness & { readonly namespaces: readonly NamespaceReadiness[] }
  readonly decisions: readonly PendingDecision[]
  /** What keeps workloads where they are once all decisions are taken that can be tried. */
  readonly remaining: readonly HoldingCause[]
  /** The next three decisions that move most. */
  readonly best: Together
  /** How the decisions of both meshes compare, in parts; absent where they were not compared. */
  readonly access?: Comparison['parts']
  /** The namespaces to which access changes, and who loses it; absent where nothing was compared. */
  readonly accessByNamespace?: readonly NamespaceAccess[]
  /** The cause that holds nearly everything, where one does. */
  readonly holdsAll?: WholeHold
  /** Decisions were not tried: what they bring is not known, and nothing counts as moving after one. */
  readonly untried?: true
  /** What is known as written alone, where kustomizations were not built. */
  readonly unbuilt?: UnbuiltShare
  /** What the input does not say, and no figure is about; absent where it is whole as far as it shows. */
  readonly outside?: OutsideFigures
  /** False where `convert` would write nothing, because something would become wider. */
  readonly writes: boolean
  readonly documents: DocumentAccount
  readonly account: ResourceAccount
  readonly resources: number
  readonly verdicts: VerdictCounts
  readonly kinds: readonly { readonly kind: string; readonly total: number; readonly verdicts: VerdictCounts }[]
  readonly namespaces: readonly { readonly namespace: string; readonly total: number; readonly verdicts: VerdictCounts }[]
  readonly causes: readonly HoldingCause[]
  readonly outcomes: readonly ResourceOutcome[]
  readonly inventory: Inventory
  readonly effort: Effort
  /** The effort, item by item, each with its owner where one is known. */
  readonly work: readonly WorkItem[]
  readonly cost: ResourceCost
  /** What changed since an earlier estimate that the user named. */
  readonly since?: Since
  /** Names in it are pseudonyms. */
  readonly pseudonymised?: true
}

/** The estimate of a translation. With `comparison`, what becomes wider by it keeps everything where it is, as `convert` does. */
export function estimateOf(
  translation: Translation,
  titleOf: (code: string) => string,
  comparison?: Comparison,
  settings: EstimateSettings = defaultEstimateSettings,
  onTrying?: OnTrying,
): Estimate {
  const outcomes = outcomesOf(translation)
  const causes = causesOfVerdicts(outcomes, titleOf)
  const untried = settings.whatIf === false
  const { decisions, remaining } = untried
    ? { decisions: untriedDecisions(translation, causes, titleOf), remaining: causesOfHolding(translation.emission, titleOf) }
    : withThoseBehind(translation, decisionsOf(translation, causes, titleOf, onTrying), titleOf)
  const outside = outsideFigures(translation)
  const all = allTogether(translation, decisions)
  const writes = !(comparison?.differences ?? []).some((one) => one.verdict === 'wider' && !isAgreed(one))
  const namespaces = readinessOf(translation, all, writes)
  const inventory = inventoryOf(translation, all.emission)
  const effort = effortOf(translation, { outcomes, decisions, decided: all.emission, inventory, writes, outside, comparison }, settings)
  return {
    target: translation.target,
    moves: targets[translation.target].moves,
    readiness: { ...sumOf(namespaces), namespaces },
    decisions,
    remaining,
    best: bestTogether(translation, decisions, all),
    ...(comparison === undefined ? {} : { access: comparison.parts, accessByNamespace: accessByNamespace(comparison) }),
    ...holdsNearlyAll(translation, causes, outcomes),
    ...(untried ? { untried: true as const } : {}),
    ...(outside === undefined ? {} : { outside }),
    writes,
    documents: translation.output.account,
    account: resourceAccount(translation),
    resources: outcomes.length,
    verdicts: counted(outcomes),
    kinds: grouped(outcomes, ({ ref }) => ref.kind).map(([kind, members]) => ({ kind, total: members.length, verdicts: counted(members) })),
    namespaces: grouped(outcomes, ({ ref }) => ref.namespace).map(([namespace, members]) => ({
      namespace,
      total: members.length,
      verdicts: counted(members),
    })),
    causes,
    outcomes,
    inventory,
    effort,
    work: workItems(translation, { effort, decisions, titleOf, ownerOf: ownersIn(translation, settings.owners) }),
    cost: costOf(translation, withoutSidecars(translation, decisions, all.emission), inventory.waypoints.afterDecisions, settings),
  }
}

/** The output once sidecars go too, where the target replaces policies and a user has to say that they do. */
function withoutSidecars(translation: Translation, decisions: readonly PendingDecision[], decided: Emission): Emission {
  if (!targets[translation.target].assumptions.includes('sidecars-removed') || decided.leaves !== undefined) return decided
  const tried = decisions.filter(({ moves }) => moves !== undefined)
  const supposed = suppositionOf(tried)
  return emissionIf(translation, { ...supposed, assume: [...(supposed.assume ?? []), 'sidecars-removed'] })
}

function counted(outcomes: readonly ResourceOutcome[]): VerdictCounts {
  const counts = Object.fromEntries(resourceVerdictOrder.map((verdict) => [verdict, 0])) as Record<ResourceVerdict, number>
  for (const { verdict } of outcomes) counts[verdict] += 1
  return counts
}

function grouped(outcomes: readonly ResourceOutcome[], keyOf: (resource: ResourceOutcome) => string): [string, ResourceOutcome[]][] {
  const groups = new Map<string, ResourceOutcome[]>()
  for (const resource of outcomes) {
    const group = groups.get(keyOf(resource))
    if (group === undefined) groups.set(keyOf(resource), [resource])
    else group.push(resource)
  }
  return [...groups].sort(([a], [b]) => compareText(a, b))
}
