import { all, any, not, type Predicate } from '../../../../src/model/predicate.ts'
import type { Message } from '../../../envoy/message.ts'
import { readRouteHeader } from './route-match.ts'
import { readStringMatcher } from './string-match.ts'

/** A condition of the filter for authorization, as far as it is about requests (envoy:api/envoy/config/rbac/v3/rbac.proto Permission). */
export function readPermission(message: Message): Predicate {
  const read = kindOf(message)
  if (read === undefined) message.isOdd()
  message.done()
  return read ?? all([])
}

function kindOf(message: Message): Predicate | undefined {
  if (message.has('any')) return message.flag('any') === true ? all([]) : undefined
  if (message.has('andRules')) return all(readRules(message.message('andRules')))
  if (message.has('orRules')) return any(readRules(message.message('orRules')))
  const denied = message.message('notRule')
  if (denied !== undefined) return not(readPermission(denied))
  const header = message.message('header')
  if (header !== undefined) return readRouteHeader(header)
  const path = message.message('urlPath')
  const compared = path?.message('path')
  path?.done()
  const match = compared === undefined ? undefined : readStringMatcher(compared)
  return match === undefined ? undefined : { kind: 'path', match, place: message.place }
}

function readRules(set: Message | undefined): readonly Predicate[] {
  const rules = set?.list('rules') ?? []
  // An empty set is not valid.
  if (rules.length === 0) set?.isOdd()
  set?.done()
  return rules.map(readPermission)
}
