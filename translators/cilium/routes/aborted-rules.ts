import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { HttpRule } from '../../../src/model/route.ts'

/** What Envoy's fault filter writes into what it answers (envoy:source/extensions/filters/http/fault/fault_filter.cc). */
const body = { text: 'fault filter abort' }

/**
 * A rule that aborts all of its requests with a status, as one that answers with it: no request comes to its destinations or mirrors. Others stay as
 * they are: those for a share of the requests, with a delay before, with a status of gRPC, and those whose preflights or response headers the
 * proxy would see to besides.
 */
export function withoutAborts(rule: HttpRule): HttpRule {
  const { kind, fault, cors, responseHeaders, backends } = rule.action
  const { delay, abort } = fault ?? {}
  const status = abort?.httpStatus
  if (kind !== 'forward' || abort === undefined || status === undefined || delay !== undefined || cors !== undefined) return rule
  if (abort.percent < 100 || status < 200 || status > 599) return rule
  if (responseHeaders !== undefined || backends.some((backend) => backend.responseHeaders !== undefined)) return rule
  return { ...rule, action: { kind: 'respond', backends: [], mirrors: [], response: { status, body, place: abort.place } } }
}

/** What is said of the rules of a table that are written so. */
export function abortFindings(rules: readonly HttpRule[]): readonly Diagnostic[] {
  return rules.flatMap((rule) => {
    const { response } = withoutAborts(rule).action
    const isWritten = rule.action.response === undefined && response !== undefined
    return isWritten ? [diagnose(catalogue.ciliumAbortAnswered, response.place, { status: response.status })] : []
  })
}
