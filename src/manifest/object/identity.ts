export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The path of the first field by which a value fails to be a Kubernetes object; undefined when it is one. */
export function unidentified(value: unknown): readonly string[] | undefined {
  if (!isRecord(value)) return ['apiVersion']
  if (!isName(value.apiVersion)) return ['apiVersion']
  if (!isName(value.kind)) return ['kind']
  if (nameOf(value) === undefined) return ['metadata', 'name']
  const namespace = isRecord(value.metadata) ? (value.metadata.namespace ?? '') : ''
  return typeof namespace === 'string' ? undefined : ['metadata', 'namespace']
}

/**
 * The name of an object. One that the API server would complete (`generateName`) goes by that prefix; an IstioOperator without a name, as
 * `istioctl install -f` takes it, by the name under which istioctl stores it.
 */
export function nameOf(value: Readonly<Record<string, unknown>>): string | undefined {
  const metadata = isRecord(value.metadata) ? value.metadata : {}
  if (isName(metadata.name)) return metadata.name
  if (isName(metadata.generateName)) return metadata.generateName
  return value.kind === 'IstioOperator' ? 'installed-state' : undefined
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

/** The key by which a strategic-merge patch says what to do with a part. */
export const patchDirective = '$patch'

/** A strategic-merge patch with a `$patch` directive, or a JSON patch (RFC 6902). */
export function isPatch(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((step) => isRecord(step) && 'op' in step && 'path' in step)
  return isRecord(value) && (hasDirective(value) || hasDirective(value.metadata) || hasDirectiveInside(value.spec))
}

function hasDirective(value: unknown): boolean {
  return isRecord(value) && patchDirective in value
}

function hasDirectiveInside(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasDirectiveInside)
  if (!isRecord(value)) return false
  if (patchDirective in value) return true
  for (const key in value) if (hasDirectiveInside(value[key])) return true
  return false
}

/** A patch that says the labels of a Namespace, by name and without directives. */
export function isNamespacePatch(value: unknown): boolean {
  return isRecord(value) && value.apiVersion === 'v1' && value.kind === 'Namespace' && unidentified(value) === undefined && !isPatch(value)
}

/**
 * True for what is not a Kubernetes object and looks as if it were meant to be one: a policy without its name, a list of objects. Values files
 * and the configuration of other tools are not.
 */
export function isMeantAsObject(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isMeantAsObject)
  if (typeof value === 'string') return /\b(?:kind|apiVersion)\b/.test(value)
  if (!isRecord(value)) return false
  const parts = [value.apiVersion, value.metadata, value.spec].filter((part) => part !== undefined && part !== null)
  return isName(value.kind) || parts.length > 1
}
