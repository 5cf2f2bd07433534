import { targets } from '../../../translators/index.ts'
import type { Place } from '../../diagnostics/place.ts'
import { atLeast } from '../../model/dialect.ts'
import type { SourceObject } from '../../model/object.ts'
import type { Translation } from '../../translation.ts'
import { anyImageIsOf, imagesAreOf, releaseOfImage } from './images.ts'
import { partAt } from './installed.ts'
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
      ...olderOne(input.objects, istio, ({ ref, labels, value }) =>
        ref.kind === 'Deployment' && labels.app === 'istiod' ? imagesIn(partAt(value, 'spec', 'template', 'spec', 'containers')) : [],
      ),
    },
    {
      what: `sidecars are of Istio ${oldest} or newer; with an older image they have to restart after istiod is upgraded`,
      command: anyImageIsOf(sidecarsOfCluster(`{" "}{.metadata.creationTimestamp}{" "}${imageOfProxy}`), oldest),
      ...olderOne(input.objects, oldest, (object) => imagesIn([proxyOfPod(object)])),
    },
  ]
}

/** An object of the input with an older image; that all others are newer does not say so of the cluster. */
function olderOne(
  objects: readonly SourceObject[],
  release: string,
  images: (object: SourceObject) => readonly string[],
): Pick<PreflightCheck, 'shown'> {
  const place = objects.find((object) =>
    images(object).some((image) => {
      const found = releaseOfImage(image)
      return found !== undefined && !atLeast(found, release)
    }),
  )?.place
  return place === undefined ? {} : { shown: { holds: false, place } }
}

function imagesIn(containers: unknown): readonly string[] {
  return (Array.isArray(containers) ? containers : []).flatMap((one) => {
    const image = partAt(one, 'image')
    return typeof image === 'string' ? [image] : []
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
