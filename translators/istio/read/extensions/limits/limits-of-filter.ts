import type { Place } from '../../../../../src/diagnostics/place.ts'
import type { Extension } from '../../../../../src/model/extension.ts'
import type { LimitPatch } from '../../../../../src/model/rate-limit.ts'
import { Message } from '../../../../envoy/message.ts'
import { readLimitCluster } from './limit-cluster.ts'
import { readLimitFilter } from './limit-filter.ts'
import { readPortLimits } from './port-limits.ts'

/**
 * What the spec of an EnvoyFilter says of limits for the requests that its pods take, in the forms of Istio's documentation
 * (https://istio.io/latest/docs/tasks/policy-enforcement/rate-limit/). Each field of it is understood, or none of it is.
 */
export function limitsOfFilter(spec: object, at: Place): Pick<Extension, 'limits' | 'oddLimit'> {
  if (!/"envoy\.filters\.http\.(local_)?ratelimit"|"rate_?limits"/i.test(JSON.stringify(spec))) return {}
  const odd: Place[] = []
  const message = new Message(spec, at, odd)
  const patches = message.list('configPatches').flatMap((patch) => readPatch(patch) ?? [])
  message.ignore('workloadSelector').done()
  const [oddLimit] = odd
  return oddLimit === undefined ? { limits: patches } : { oddLimit }
}

function readPatch(message: Message): LimitPatch | undefined {
  const applyTo = message.text('applyTo')
  const match = message.message('match')
  const patch = message.message('patch')
  const operation = patch?.text('operation') ?? ''
  const value = patch?.message('value')
  message.done()
  patch?.done()
  const change = patch === undefined || value === undefined ? undefined : { match, operation, value, patch }
  const read = change === undefined || applyTo === undefined ? undefined : readers[applyTo]?.(change)
  if (read === undefined) message.isOdd()
  return read
}

const readers: Readonly<Record<string, typeof readLimitFilter>> = {
  HTTP_FILTER: readLimitFilter,
  HTTP_ROUTE: readPortLimits,
  VIRTUAL_HOST: readPortLimits,
  CLUSTER: readLimitCluster,
}
