import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import { objectText, type Place } from '../../../../src/diagnostics/place.ts'
import type { MeshBuilder } from '../../../../src/model/builder.ts'
import { chartValuesIn } from '../../../../src/model/chart-values.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import { isFilledInElsewhere } from '../../../../src/model/filled-in.ts'
import type { SourceObject } from '../../../../src/model/object.ts'
import { readValues } from './chart-values.ts'
import { mergeSettings } from './found-settings.ts'
import { parseMap } from './mesh-config-map.ts'
import { isMap } from './setting-values.ts'
import { valueByName } from './values-by-name.ts'

/**
 * Values of istiod's chart in an object of another tool (`spec.values` of Flux' HelmRelease, `helm.values`, `helm.valuesObject` and
 * `helm.parameters` of Argo CD's Application, `spec.valuesContent` of k3s' HelmChart), or in a file of values. They are read as those of an
 * IstioOperator are. What a policy engine
 * compares settings with is not a setting. True where they say what the mesh's configuration is.
 */
export function readCarriedValues(object: SourceObject, context: ReadContext, into: MeshBuilder): boolean {
  if (/(?:kyverno\.io|gatekeeper\.sh)\//.test(object.ref.apiVersion)) return false
  const { metadata: _, status: __, ...content } = object.value
  let known = false
  for (const { tree, place } of treesIn(content, object.place, namesIstiod(object), context))
    for (const { values, path } of chartValuesIn(tree, namesIstiod(object))) {
      const at = path.reduce<Place>((step, part) => (typeof part === 'number' ? step.index(part) : step.field(part)), place)
      const holder = objectText(object.ref)
      const filledIn = firstFilledIn([values.meshConfig, values.global, values.sidecarInjectorWebhook, values.pilot])
      if (filledIn !== undefined) {
        context.diagnostics.push(diagnose(catalogue.chartValueNotRead, at, { holder, value: filledIn }))
        continue
      }
      context.diagnostics.push(diagnose(catalogue.chartValuesRead, at, { holder }))
      into.settings = mergeSettings(into.settings, readValues(values, at, context), context)
      known ||= isMap(values.meshConfig)
    }
  return known
}

interface Tree {
  readonly tree: unknown
  readonly place: Place
}

/** The object itself, the values that it has as text, and those that it gives by name. */
function treesIn(content: unknown, place: Place, istiods: boolean, context: ReadContext): Tree[] {
  const texts: Tree[] = []
  const walk = (part: unknown, at: Place): void => {
    if (typeof part === 'string') {
      const tree = valuesOfText(part, at, istiods, context)
      if (tree !== undefined) texts.push({ tree, place: at })
    } else if (Array.isArray(part)) for (const [index, item] of part.entries()) walk(item, at.index(index))
    else if (isMap(part))
      for (const [name, value] of Object.entries(part)) {
        const byName = name === 'parameters' || name === 'set' ? valueByName(value, at.field(name), context) : undefined
        if (byName === undefined) walk(value, at.field(name))
        else texts.push({ tree: byName, place: at.field(name) })
      }
  }
  walk(content, place)
  return [{ tree: content, place }, ...texts]
}

const namesOfValues = /\b(?:meshConfig|sidecarInjectorWebhook|global|pilot)["']?\s*:/

/** Values as text: YAML or JSON, or a template that cannot be read where it has names of istiod's values. */
function valuesOfText(text: string, at: Place, istiods: boolean, context: ReadContext): unknown {
  if (!namesOfValues.test(text) || /\bkind["']?\s*:/.test(text)) return undefined
  const map = parseMap(text)
  if (typeof map !== 'string') return map
  if (istiods || /\b(?:meshConfig|sidecarInjectorWebhook)["']?\s*:/.test(text))
    context.diagnostics.push(diagnose(catalogue.meshConfigUnreadable, at, { problem: map }))
  return undefined
}

/** Whether an object is about istiod's chart: `chart: istiod`, `path: manifests/charts/istio-control/istio-discovery`. */
function namesIstiod({ value }: SourceObject): boolean {
  const names = (part: unknown): boolean =>
    isMap(part)
      ? Object.entries(part).some(([name, inner]) =>
          typeof inner === 'string'
            ? ['chart', 'path'].includes(name) && /(?:^|\/)(?:istiod|istio|istio-discovery)\/?$/.test(inner)
            : names(inner),
        )
      : Array.isArray(part) && part.some(names)
  return names(value.spec)
}

function firstFilledIn(part: unknown): string | undefined {
  if (typeof part === 'string') return isFilledInElsewhere(part) ? part : undefined
  if (typeof part !== 'object' || part === null) return undefined
  for (const [name, inner] of Object.entries(part)) {
    const found = isFilledInElsewhere(name) ? name : firstFilledIn(inner)
    if (found !== undefined) return found
  }
  return undefined
}
