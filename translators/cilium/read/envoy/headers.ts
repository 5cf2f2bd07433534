import type { HeaderMutation } from '../../../../src/model/route.ts'
import type { Message } from '../../../envoy/message.ts'

type Written = HeaderMutation['set'][number]

/** Headers that a route or a cluster of several adds and takes away, of requests or of responses. */
export function readHeaderOptions(message: Message, of: 'request' | 'response'): HeaderMutation | undefined {
  const set: Written[] = []
  const add: Written[] = []
  for (const option of message.list(`${of}HeadersToAdd`)) {
    const header = option.message('header')
    const written = { name: header?.text('key') ?? '', value: header?.text('value') ?? '', place: option.place }
    header?.done()
    const action = option.text('appendAction') ?? 'APPEND_IF_EXISTS_OR_ADD'
    option.done()
    if (action === 'OVERWRITE_IF_EXISTS_OR_ADD') set.push(written)
    else if (action === 'APPEND_IF_EXISTS_OR_ADD') add.push(written)
    else option.isOdd()
  }
  const place = message.place
  const remove = message.texts(`${of}HeadersToRemove`).map((name) => ({ name, place }))
  return set.length + add.length + remove.length === 0 ? undefined : { set, add, remove, place }
}
