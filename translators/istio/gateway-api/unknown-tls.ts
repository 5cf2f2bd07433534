import { objectText, type Place } from '../../../src/diagnostics/place.ts'
import type { SourceObject } from '../../../src/model/object.ts'
import type { UnreadInput } from '../../../src/model/unread.ts'

/** TLS that clients may speak to a host that is not known. Clients of any namespace may follow it, as they may follow a DestinationRule. */
export function unknownTls({ ref, place }: SourceObject, at: Place): UnreadInput {
  return {
    why: 'not-modelled',
    what: objectText(ref),
    reach: { kinds: ['DestinationRule'], namespaces: [ref.namespace], name: ref.name },
    denies: true,
    span: at.span,
    place,
  }
}
