import type { z } from 'zod'
import { pathText } from '../diagnostics/place.ts'
import { kialiSchema, kialiTraffic } from './kiali.ts'
import { prometheusSchema, prometheusTraffic } from './prometheus.ts'
import type { SeenTraffic, TrafficReading } from './seen-traffic.ts'

/**
 * Reads what a mesh sent: the answer of Prometheus to a query, or a graph of Kiali. A file that is wrong in any part is refused with the place in
 * it, and so is one without anything seen: answers of "not seen" would come of a slip in the query. Never throws for bad input.
 */
export function readTraffic(text: string, file: string): TrafficReading {
  const json = parsed(text)
  if ('problem' in json) return json
  const { value } = json
  const found = isGraph(value)
    ? shaped(value, kialiSchema, (graph) => kialiTraffic(graph, file))
    : shaped(asAnswer(value), prometheusSchema, (answer) => prometheusTraffic(answer, file))
  if ('problem' in found) return found
  const traffic = found.filter(({ amount }) => amount > 0)
  if (traffic.length === 0) return { problem: 'has no traffic: the query found no series above zero' }
  return { traffic }
}

function isGraph(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'elements' in value
}

/** `promtool query instant -o json` prints the list of results alone. */
function asAnswer(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const resultType = value.some((one) => typeof one === 'object' && one !== null && 'values' in one) ? 'matrix' : 'vector'
  return { status: 'success', data: { resultType, result: value } }
}

function shaped<T>(
  value: unknown,
  schema: z.ZodType<T>,
  read: (value: T) => SeenTraffic[] | { readonly problem: string },
): SeenTraffic[] | { readonly problem: string } {
  const failure = failedQuery(value)
  if (failure !== undefined) return { problem: failure }
  const result = schema.safeParse(value)
  if (result.success) return read(result.data)
  const { path, message } = result.error.issues[0]!
  const place = pathText(path.map((step) => (typeof step === 'number' ? step : String(step))))
  return { problem: `${place === '' ? 'it' : place}: ${message}; an answer of Prometheus (vector or matrix) or a graph of Kiali is read` }
}

/** What Prometheus says of a query that it did not answer. */
function failedQuery(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('status' in value) || value.status !== 'error') return undefined
  return `status: the query failed: ${'error' in value ? String(value.error) : 'no reason is given'}`
}

function parsed(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) }
  } catch {
    const before = text.slice(0, faultIn(text)).split('\n')
    return { problem: `${before.length}:${before.at(-1)!.length + 1}: it is not JSON` }
  }
}

/** Where a text stops being JSON: what stands before it lacks nothing but its end. The engine's own message has no place for some faults. */
function faultIn(text: string): number {
  let [whole, broken] = [0, text.length + 1]
  while (broken - whole > 1) {
    const middle = (whole + broken) >> 1
    if (lacksItsEnd(text.slice(0, middle))) whole = middle
    else broken = middle
  }
  return whole
}

function lacksItsEnd(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const { message } = error as SyntaxError
    return /end of JSON|[Uu]nterminated/.test(message) || /at position (\d+)/.exec(message)?.[1] === String(text.length)
  }
}
