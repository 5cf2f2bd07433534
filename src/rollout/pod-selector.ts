import type { SourceObject } from '../model/object.ts'

/** The pods of a controller as `kubectl -l` takes them: `app=cart,tier in (a,b)`; undefined where the object does not say which they are. */
export function podSelector({ value }: SourceObject): string | undefined {
  const spec = recordOf(value.spec)
  const selector = recordOf(spec.selector)
  const expressions = Array.isArray(selector.matchExpressions) ? selector.matchExpressions.map(recordOf) : []
  // A ReplicationController and a DeploymentConfig select by labels alone, and by those of their template where they give none.
  const ofLabelSelector = 'matchLabels' in selector || 'matchExpressions' in selector
  const own = ofLabelSelector ? recordOf(selector.matchLabels) : selector
  const labels = Object.keys(selector).length > 0 ? own : recordOf(recordOf(recordOf(spec.template).metadata).labels)
  const parts = [...Object.entries(labels).map(([key, wanted]) => `${key}=${String(wanted)}`), ...expressions.map(requirement)]
  return parts.length === 0 ? undefined : parts.join(',')
}

/** A requirement of a selector as `kubectl -l` writes it; an operator that it does not know asks for the key alone. */
function requirement({ key, operator, values }: Readonly<Record<string, unknown>>): string {
  const listed = Array.isArray(values) ? `(${values.join(',')})` : '()'
  if (operator === 'In') return `${String(key)} in ${listed}`
  if (operator === 'NotIn') return `${String(key)} notin ${listed}`
  return operator === 'DoesNotExist' ? `!${String(key)}` : String(key)
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {}
}
