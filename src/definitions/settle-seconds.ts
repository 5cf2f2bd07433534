import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { objectText } from '../diagnostics/place.ts'
import { namedTwice } from '../manifest/copies.ts'
import type { Copy, SecondDefinition } from '../manifest/copy.ts'
import type { SkippedDocument } from '../manifest/input-file.ts'
import type { ManifestSet } from '../manifest/manifest-set.ts'
import { routesOfEither } from '../manifest/unread/second-routes.ts'
import { unreadObject } from '../manifest/unread/unread-document.ts'
import { groupOf } from '../model/api-group.ts'
import { decidingScopeOf, workloadKinds } from '../model/deciding-kinds.ts'
import type { TargetVersions } from '../model/dialect.ts'
import type { UnreadInput } from '../model/unread.ts'
import { withinLimit } from './other-meanings.ts'
import { isReadOfBoth } from './read-twice.ts'
import { meansTheSame } from './same-meaning.ts'
import { asAccepted } from './validity.ts'

/** What became of second definitions. */
export interface Settled {
  readonly input: ManifestSet
  readonly unread: readonly UnreadInput[]
  /** Pairs of which either may be the one that a cluster has. */
  readonly choices: readonly SecondDefinition[]
}

/**
 * Says of each second definition what it means for the whole. One that is read as the same is a copy of the first. One that differs is unread
 * input; where both can be read and there are not too many of them, the input means one of several meshes (`otherMeanings`).
 */
export function settleSeconds(set: ManifestSet, versions: TargetVersions, diagnostics: Diagnostic[]): Settled {
  const valid = new Map(set.objects.map((object) => [object.place, object]))
  const copies: Copy[] = [...set.copies]
  const unread: UnreadInput[] = []
  const skipped: SkippedDocument[] = []
  const known = set.seconds.map((second) => {
    const first = valid.get(second.first.place)
    const object = first === undefined ? undefined : asAccepted(second.object, versions, [])
    return first === undefined || object === undefined ? undefined : { first, object }
  })
  const same = known.map((pair) => pair !== undefined && meansTheSame(pair.first, pair.object, set, versions))
  const readable = known.flatMap((pair, at) =>
    pair !== undefined && same[at] !== true && isReadOfBoth(pair.first, pair.object, set, versions) ? [pair] : [],
  )
  // Those that would hold the whole mesh come first.
  const breadth = ({ first }: SecondDefinition) => (decidingScopeOf(groupOf(first.ref.apiVersion), first.ref.kind) === 'mesh' ? 0 : 1)
  const choices = withinLimit([...readable].sort((a, b) => breadth(a) - breadth(b)))
  const chosen = new Set(choices.map(({ object }) => object.place))
  for (const [at, second] of set.seconds.entries()) {
    const { first, object } = second
    const name = object.place.field('metadata').field('name')
    if (same[at] === true) {
      copies.push({ of: first.ref, object })
      diagnostics.push(diagnose(catalogue.sameMeaning, name, namedTwice(object, first)))
      continue
    }
    const related = [{ place: first.place.field('metadata').field('name'), message: 'the first definition, which was read' }]
    const either = chosen.has(object.place)
    diagnostics.push(
      diagnose(either ? catalogue.eitherDefinition : catalogue.duplicateObject, name, namedTwice(object, first), { related }),
    )
    unread.push(unreadSecond(second, either))
    // Labels of pods that stay are written into both.
    if (either && workloadKinds.has(object.ref.kind)) copies.push({ of: first.ref, object })
    else {
      const { object: twice, first: where } = namedTwice(object, first)
      skipped.push({ span: object.place.span, reason: 'duplicate', detail: `${twice} is already defined in ${where}` })
    }
  }
  return {
    input: { ...set, copies, seconds: [], skipped: [...set.skipped, ...skipped] },
    unread,
    choices,
  }
}

function unreadSecond({ first, object }: SecondDefinition, either: boolean): UnreadInput {
  const routes = routesOfEither(first, object)
  const what = `a second definition of ${objectText(object.ref)}`
  return {
    ...unreadObject(object, 'duplicate'),
    what,
    ...(routes === undefined ? {} : { routes }),
    ...(either ? { either: first.place } : {}),
  }
}
