import type { Place } from '../../diagnostics/place.ts'
import type { Reach } from '../../model/unread.ts'

/** What an object does to others, or has of them, that shows in no document of its own. */
export interface Carried {
  /** `holds` an object as data, `makes` some in the cluster, `changes` those of the input on their way there. */
  readonly how: 'holds' | 'makes' | 'changes'
  /** Names it in messages: `AuthorizationPolicy shop/callers`, `objects of ConfigMap shop/extras`. */
  readonly what: string
  readonly place: Place
  readonly reach: Reach
}
