import { catalogue } from '../../../../src/diagnostics/catalogue.ts'
import { diagnose } from '../../../../src/diagnostics/diagnostic.ts'
import type { Place } from '../../../../src/diagnostics/place.ts'
import type { CaptureName } from '../../../../src/model/capture.ts'
import type { ReadContext } from '../../../../src/model/dialect.ts'
import { type FoundSettings, found } from './found-settings.ts'
import { readSelectors } from './injector-selectors.ts'
import { isMap } from './setting-values.ts'

type Map = Readonly<Record<string, unknown>>

/** `values.global.proxy` by the pod annotation that overrules it (istio:manifests/charts/istio-control/istio-discovery/files/injection-template.yaml). */
const captureValues: Readonly<Record<string, CaptureName>> = {
  includeIPRanges: 'includeOutboundIPRanges',
  excludeIPRanges: 'excludeOutboundIPRanges',
  includeOutboundPorts: 'includeOutboundPorts',
  excludeOutboundPorts: 'excludeOutboundPorts',
  includeInboundPorts: 'includeInboundPorts',
  excludeInboundPorts: 'excludeInboundPorts',
  statusPort: 'statusPort',
}

/** What values of istiod's chart say about what sidecars carry, and which webhooks there are: `global.proxy`, `sidecarInjectorWebhook`. */
export function readInjectorValues(values: Map, at: Place, context: ReadContext): readonly Partial<FoundSettings>[] {
  const proxy = mapAt(mapAt(values, 'global'), 'proxy')
  const webhook = mapAt(values, 'sidecarInjectorWebhook')
  const webhookPlace = at.field('sidecarInjectorWebhook')
  if (webhook.enableNamespacesByDefault === true) notRead('enableNamespacesByDefault', webhookPlace, 'namespaces without labels', context)
  return [{ capture: readCapture(proxy, at.field('global').field('proxy'), context) }]
}

/** The same values where they make the injector's own configuration, which is not in the input then. */
export function readInjectorSettings(values: Map, at: Place, context: ReadContext): readonly Partial<FoundSettings>[] {
  const proxy = mapAt(mapAt(values, 'global'), 'proxy')
  const webhook = mapAt(values, 'sidecarInjectorWebhook')
  const policy = proxy.autoInject === undefined ? {} : { policy: proxy.autoInject }
  // Templates of one's own have other names; one with this name takes the place of Istio's.
  if (mapAt(webhook, 'templates').sidecar !== undefined)
    notRead('templates', at.field('sidecarInjectorWebhook'), 'what the sidecars of all pods carry', context)
  return [
    ...readInjectorValues(values, at, context),
    readInjectorConfig(webhook, at.field('sidecarInjectorWebhook'), context),
    readInjectorConfig(policy, at.field('global').field('proxy').field('autoInject'), context),
  ]
}

/** The injector's configuration, `config` of the ConfigMap `istio-sidecar-injector` (istio:pkg/kube/inject/webhook.go Config). */
export function readInjectorConfig(config: Map, at: Place, context: ReadContext): Partial<FoundSettings> {
  if (config.policy !== undefined && config.policy !== null && config.policy !== 'enabled')
    notRead('policy', at, 'pods that do not ask for a sidecar', context)
  const added = Object.keys(mapAt(config, 'injectedAnnotations')).find((name) => name.includes('istio.io/'))
  if (added !== undefined) notRead('injectedAnnotations', at, `\`${added}\` of all pods`, context)
  if (!isPlain(config.defaultTemplates)) notRead('defaultTemplates', at, 'what the sidecars of all pods carry', context)
  const never = config.neverInjectSelector
  if (never === undefined || never === null) return {}
  const place = at.field('neverInjectSelector')
  const selectors = readSelectors(never)
  if (selectors === undefined) notRead('neverInjectSelector', at, 'pods by labels that are not known here', context)
  return { settings: found('neverInject', selectors, place) }
}

/** The template of Istio's own sidecar; one of SPIRE beside it, say, gives every pod another identity. */
function isPlain(templates: unknown): boolean {
  return templates === undefined || templates === null || (Array.isArray(templates) && templates.every((name) => name === 'sidecar'))
}

/** Ports and ranges are texts; YAML makes a number of a single port. */
function readCapture(proxy: Map, at: Place, context: ReadContext): FoundSettings['capture'] {
  return Object.entries(captureValues).flatMap(([field, name]) => {
    const written = proxy[field]
    if (written === undefined || written === null) return []
    const value = typeof written === 'number' ? String(written) : written
    const place = at.field(field)
    if (typeof value === 'string' && /^[\da-f.,:/*\s]*$/i.test(value)) return [{ name, value, place }]
    const shown = typeof written === 'string' ? written : JSON.stringify(written)
    context.diagnostics.push(diagnose(catalogue.meshSettingInvalid, place, { value: shown, wanted: 'a list of ports or address ranges' }))
    return []
  })
}

function notRead(setting: string, at: Place, decides: string, context: ReadContext): void {
  const place = at.path.at(-1) === 'autoInject' ? at : at.field(setting)
  context.diagnostics.push(diagnose(catalogue.injectorSettingNotRead, place, { setting: String(place.path.at(-1)), decides }))
}

function mapAt(map: Map, name: string): Map {
  const value = map[name]
  return isMap(value) ? value : {}
}
