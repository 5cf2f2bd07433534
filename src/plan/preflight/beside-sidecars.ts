import { partAt } from '../../manifest/carriers/parts.ts'
import type { SourceObject } from '../../model/object.ts'
import { proxiesSendHbone } from '../../resolve/attach/hbone.ts'
import type { Translation } from '../../translation.ts'
import type { PreflightCheck } from './preflight-check.ts'
import { hboneOfProxy, imageOfProxy, nameOfProxy, proxyOfPod, sidecarsOfCluster } from './sidecars-of-cluster.ts'

// Under `set -e` a command that fails in `found=$(…)` ends the script: what could not be asked does not count as shown.

/**
 * What sidecars, other networks and other issuers of certificates may have to do with ambient mode, and only a cluster shows: sidecars that were injected
 * before istiod served ambient mode take no HBONE until they restart, and ztunnel takes its certificates from istiod.
 */
export function besideSidecars({ mesh, input }: Translation): readonly PreflightCheck[] {
  const { settings, machineGroups, workloads } = mesh
  const hasMachines = machineGroups.length > 0 || workloads.some(({ address }) => address !== undefined)
  return [
    ...(proxiesSendHbone(settings)
      ? [
          {
            what: 'sidecars take HBONE; those injected before ambient mode have to restart',
            command: `found=$(${sidecarsOfCluster(`{"\\t"}${hboneOfProxy}{"\\tsince "}{.metadata.creationTimestamp}{", "}${imageOfProxy}`)}); printf '%s\\n' "$found" | awk -F '\\t' '$1 != "" && $2 != "true" { print $1, $3; old = 1 } END { exit old }'`,
            ...refusedBy(input.objects.find(takesNoHbone)),
          },
        ]
      : []),
    {
      what: 'no proxy has its certificate from SPIRE, which ztunnel does not ask',
      command: `found=$(kubectl get pods -A -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\t"}${nameOfProxy}{"\\t"}{.spec.volumes[?(@.csi.driver=="csi.spiffe.io")].name}{"\\n"}{end}'); printf '%s\\n' "$found" | awk -F '\\t' '$2 != "" && $3 != "" { print $1; spire = 1 } END { exit spire }'`,
      ...refusedBy(input.objects.find(asksSpire)),
    },
    {
      what: 'istiod reads no other cluster, whose pods the input lacks',
      command: `found=$(kubectl get secrets -A -l istio/multiCluster=true -o name); [ -z "$found" ]`,
      ...refusedBy(input.objects.find(({ ref, labels }) => ref.kind === 'Secret' && labels['istio/multiCluster'] === 'true')),
    },
    ...(hasMachines
      ? []
      : [
          {
            what: 'no virtual machine is in the mesh, as the input has none',
            command: `found=$(kubectl get workloadentries.networking.istio.io,workloadgroups.networking.istio.io -A -o name); [ -z "$found" ]`,
          },
        ]),
  ]
}

/** A pod of an export; it was injected by an istiod without ambient mode. */
function takesNoHbone(object: SourceObject): boolean {
  const proxy = proxyOfPod(object)
  if (proxy === undefined) return false
  const variables = Array.isArray(proxy.env) ? proxy.env : []
  return !variables.some((one) => partAt(one, 'name') === 'ISTIO_META_ENABLE_HBONE' && partAt(one, 'value') === 'true')
}

/** A pod, or a template that asks the injector for SPIRE (istio.io, "SPIRE"). */
function asksSpire(object: SourceObject): boolean {
  const { ref, value } = object
  const [metadata, spec] =
    ref.kind === 'Pod'
      ? [value.metadata, value.spec]
      : [partAt(value, 'spec', 'template', 'metadata'), partAt(value, 'spec', 'template', 'spec')]
  const templates = partAt(metadata, 'annotations', 'inject.istio.io/templates')
  if (typeof templates === 'string' && /\bspire\b/.test(templates)) return true
  const volumes = partAt(spec, 'volumes')
  return (
    proxyOfPod(object) !== undefined && Array.isArray(volumes) && volumes.some((one) => partAt(one, 'csi', 'driver') === 'csi.spiffe.io')
  )
}

function refusedBy(object: SourceObject | undefined): Pick<PreflightCheck, 'shown'> {
  return object === undefined ? {} : { shown: { holds: false, place: object.place } }
}
