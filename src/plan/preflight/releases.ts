import { targets } from '../../../translators/index.ts'
import type { Place } from '../../diagnostics/place.ts'
import { installedCharts } from '../../manifest/carriers/installed-charts.ts'
import { partAt } from '../../manifest/carriers/parts.ts'
import { groupOf } from '../../model/api-group.ts'
import { atLeast } from '../../model/dialect.ts'
import type { SourceObject } from '../../model/object.ts'
import type { Translation } from '../../translation.ts'
import { anyImageIsOf, imagesAreOf, releaseOfImage } from './images.ts'
import type { PreflightCheck } from './preflight-check.ts'
import { imageOfProxy, proxyOfPod, sidecarsOfCluster } from './sidecars-of-cluster.ts'

/**
 * The releases of istiod, which has to have what the output uses, and of sidecars, which speak with ztunnel as long as they stay: ambient mode is stable
 * since the oldest one that the target names.
 */
export function releaseChecks({ target, options, input }: Translation): readonly PreflightCheck[] {
  const { istio } = options.versions
  const oldest = targets[target].platform.oldest.istio?.value ?? istio
  const istiods = `kubectl get deployments -A -l app=istiod -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}{" "}{.spec.template.spec.containers[?(@.name=="discovery")].image}{"\\n"}{end}'`
  return [
    {
      what: `istiod is of Istio ${istio} or newer`,
      command: imagesAreOf(istiods, istio),
      ...olderOne(input.objects, istio, (object) => [...installedReleases(object), ...imagesOfIstiod(object)]),
    },
    {
      what: `sidecars are of Istio ${oldest} or newer; older ones have to restart`,
      command: anyImageIsOf(sidecarsOfCluster(`{" "}{.metadata.creationTimestamp}{" "}${imageOfProxy}`), oldest),
      ...olderOne(input.objects, oldest, (object) => releasesIn([proxyOfPod(object)])),
    },
  ]
}

/** An object of the input with an older release; that all others are newer does not say so of the cluster. */
function olderOne(
  objects: readonly SourceObject[],
  release: string,
  releasesOf: (object: SourceObject) => readonly string[],
): Pick<PreflightCheck, 'shown'> {
  const place = objects.find((object) => releasesOf(object).some((found) => !atLeast(found, release)))?.place
  return place === undefined ? {} : { shown: { holds: false, place } }
}

/** What an IstioOperator, the Sail operator and charts say that they install: `tag: 1.22.1`, `version: v1.24-latest`. */
function installedReleases(object: SourceObject): readonly string[] {
  const { ref, value } = object
  const group = groupOf(ref.apiVersion)
  const named = [
    ...(group === 'install.istio.io' ? [partAt(value, 'spec', 'tag'), partAt(value, 'spec', 'values', 'global', 'tag')] : []),
    ...(group === 'sailoperator.io' && ref.kind === 'Istio' ? [partAt(value, 'spec', 'version')] : []),
  ]
  const ofCharts = installedCharts(object).flatMap(({ chart, release }) => (chart === 'istiod' && release !== undefined ? [release] : []))
  const ofOthers = named.flatMap((text) => (typeof text === 'string' ? (/^v?(\d+\.\d+)(?:[.-]|$)/.exec(text)?.[1] ?? []) : []))
  return [...ofOthers, ...ofCharts]
}

function imagesOfIstiod({ ref, labels, value }: SourceObject): readonly string[] {
  if (ref.kind !== 'Deployment' || labels.app !== 'istiod') return []
  return releasesIn(partAt(value, 'spec', 'template', 'spec', 'containers'))
}

function releasesIn(containers: unknown): readonly string[] {
  return (Array.isArray(containers) ? containers : []).flatMap((one) => {
    const image = partAt(one, 'image')
    return typeof image === 'string' ? (releaseOfImage(image) ?? []) : []
  })
}

/** The release and channel of a resource of the Gateway API are annotations of its definition (gateway-api.sigs.k8s.io, "Versioning"). */
export function bundleChecks({ options, input }: Translation, name: string): readonly PreflightCheck[] {
  const { gatewayApi, gatewayApiChannel } = options.versions
  const annotation = (what: string) =>
    `$(kubectl get crd ${name} -o jsonpath='{.metadata.annotations.gateway\\.networking\\.k8s\\.io/${what}}')`
  const definition = input.objects.find(({ ref }) => ref.kind === 'CustomResourceDefinition' && ref.name === name)
  const channel = definition?.annotations['gateway.networking.k8s.io/channel']
  const shown = (place: Place, holds: boolean): Pick<PreflightCheck, 'shown'> => ({ shown: { holds, place } })
  return [
    {
      what: `${name} is of Gateway API ${gatewayApi} or newer`,
      command: `printf '%s\\n' v${gatewayApi} "${annotation('bundle-version')}" | sort -C -V`,
    },
    ...(gatewayApiChannel === 'standard'
      ? []
      : [
          {
            what: `${name} is of the ${gatewayApiChannel} channel`,
            command: `[ "${annotation('channel')}" = ${gatewayApiChannel} ]`,
            ...(definition === undefined || channel === undefined ? {} : shown(definition.place, channel === gatewayApiChannel)),
          },
        ]),
  ]
}
