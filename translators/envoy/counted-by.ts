import type { CountedBy, GlobalRateLimit } from '../../src/model/rate-limit.ts'
import type { Message } from './message.ts'

/**
 * What requests are counted by, in the routes of Envoy (envoy:api/envoy/config/route/v3/route_components.proto RateLimit, which also has the defaults). Addresses, and
 * headers that proxies write (envoy:source/common/http/conn_manager_utility.cc mutateRequestHeaders), are not the same wherever a request is seen.
 */
export function readCounted(limits: readonly Message[]): GlobalRateLimit['counted'] {
  return limits.map((limit) => {
    const actions = limit.list('actions').map(readAction)
    if (actions.length === 0 || (limit.number('stage') ?? 0) !== 0) limit.isOdd()
    limit.done()
    return actions
  })
}

function readAction(action: Message): CountedBy {
  const header = action.message('requestHeaders')
  const text = action.message('genericKey')
  action.done()
  if ((header === undefined) === (text === undefined)) action.isOdd()
  return header === undefined ? readText(text) : readHeader(header)
}

function readHeader(message: Message): CountedBy {
  const header = (message.text('headerName') ?? '').toLowerCase()
  const key = message.text('descriptorKey') ?? ''
  const isWritten = /^(x-(envoy|forwarded|request-id)|forwarded$)/.test(header)
  const isKnown = !header.startsWith(':') || [':path', ':method', ':authority'].includes(header)
  if (header === '' || key === '' || isWritten || !isKnown) message.isOdd()
  const optional = message.flag('skipIfAbsent') === true
  message.done()
  return { by: 'header', header, key, optional }
}

function readText(message: Message | undefined): CountedBy {
  const text = message?.text('descriptorValue') ?? ''
  const key = message?.text('descriptorKey') ?? 'generic_key'
  if (text === '' || key === '') message?.isOdd()
  message?.done()
  return { by: 'text', key, text }
}
