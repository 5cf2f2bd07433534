import { targets } from '../../translators/index.ts'
import type { SourceObject } from '../model/object.ts'
import { proxiesSendHbone } from '../resolve/attach/hbone.ts'
import type { Translation } from '../translation.ts'
import type { PreflightCheck } from './preflight-check.ts'

// Under `set -e` a command that fails in `found=$(…)` ends the script: what could not be asked does not count as shown.

/**
 * Pods with a sidecar have the first label, those that istiod runs for Gateways the second (istio:manifests/charts/istio-control/istio-discovery/files/
 * injection-template.yaml, waypoint.yaml, kube-gateway.yaml). Pods of a Job that ended take no connection any more, and keep the sidecar that they had.
 */
const sidecars =
  "kubectl get pods -A -l 'security.istio.io/tlsMode=istio,!gateway.istio.io/managed' --field-selector='status.phase!=Succeeded,status.phase!=Failed'"

const ofProxy = (field: string) =>
  ['initContainers', 'containers'].map((list) => `{.spec.${list}[?(@.name=="istio-proxy")]${field}}`).join('')

/**
 * What sidecars, other networks and other issuers of certificates may have to do with ambient mode, and only a cluster shows: sidecars that were injected
 * before istiod served ambient mode take no HBONE until they restart, Cilium as the network plugin removes istio-cni unless `cni.exclusive` is off, and
 * sends what pods call past ztunnel unless its socket load balancer is for the host alone (istio.io, "Platform-Specific Prerequisites"), and ztunnel takes
 * its certificates from istiod.
 */
export function besideSidecars({ mesh, input }: Translation): readonly PreflightCheck[] {
  const { settings, machineGroups, workloads } = mesh
  const config = (fields: string) =>
    `found=$(kubectl -n kube-system get configmap cilium-config --ignore-not-found -o jsonpath='${fields}')`
  const cilium = input.objects.find(({ ref }) => ref.kind === 'ConfigMap' && ref.name === 'cilium-config')
  const hasMachines = machineGroups.length > 0 || workloads.some(({ address }) => address !== undefined)
  return [
    ...(proxiesSendHbone(settings)
      ? [
          {
            what: 'sidecars take HBONE: those that do not were injected before istiod served ambient mode, and have to restart',
            command: `found=$(${sidecars} -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name} ${ofProxy('.env[?(@.name=="ISTIO_META_ENABLE_HBONE")].value')}{"\\n"}{end}'); printf '%s\\n' "$found" | awk 'NF > 0 && $2 != "true" { print; old = 1 } END { exit old }'`,
          },
        ]
      : []),
    {
      what: 'Cilium, where it is the network plugin, leaves istio-cni installed (cni.exclusive: false)',
      command: `${config('{.metadata.name} {.data.cni-exclusive}')}; case "$found" in '' | 'cilium-config false') ;; *) false ;; esac`,
      ...shown(cilium, 'cni-exclusive', 'false'),
    },
    {
      what: 'Cilium, where it takes the place of kube-proxy, leaves Services to ztunnel (socketLB.hostNamespaceOnly: true)',
      command: `${config('{.data.kube-proxy-replacement} {.data.bpf-lb-sock-hostns-only}')}; case "$found" in 'true true' | 'strict true') ;; true* | strict*) false ;; esac`,
    },
    {
      what: 'no pod takes its certificate from SPIRE, which ztunnel does not ask',
      command: `found=$(kubectl get pods -A -o jsonpath='{.items[*].spec.volumes[?(@.csi.driver=="csi.spiffe.io")].name}'); [ -z "$found" ]`,
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

/** The release and channel of a resource of the Gateway API are annotations of its definition (gateway-api.sigs.k8s.io, "Versioning"). */
export function bundleChecks({ options, input }: Translation, name: string): readonly PreflightCheck[] {
  const { gatewayApi, gatewayApiChannel } = options.versions
  const annotation = (what: string) =>
    `$(kubectl get crd ${name} -o jsonpath='{.metadata.annotations.gateway\\.networking\\.k8s\\.io/${what}}')`
  const definition = input.objects.find(({ ref }) => ref.kind === 'CustomResourceDefinition' && ref.name === name)
  const channel = definition?.annotations['gateway.networking.k8s.io/channel']
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
            ...(definition === undefined || channel === undefined
              ? {}
              : { shown: { holds: channel === gatewayApiChannel, place: definition.place } }),
          },
        ]),
  ]
}

/** The network plugin that a target is a part of, and the kernel of the nodes. */
export function ofNodes({ target }: Translation): readonly PreflightCheck[] {
  const { networkPlugin, oldest } = targets[target].platform
  if (networkPlugin === undefined) return []
  return [
    {
      what: `the network plugin is ${networkPlugin}`,
      command: `kubectl -n kube-system rollout status --timeout=1m daemonset/${networkPlugin}`,
    },
    ...(oldest.kernel === undefined
      ? []
      : [
          {
            what: `every node has kernel ${oldest.kernel.value} or newer`,
            command: `found=$(kubectl get nodes -o jsonpath='{range .items[*]}{.status.nodeInfo.kernelVersion}{"\\n"}{end}'); [ "$(printf '%s\\n' ${oldest.kernel.value} "$found" | sort -V | head -n 1)" = ${oldest.kernel.value} ]`,
          },
        ]),
  ]
}

function shown(object: SourceObject | undefined, key: string, value: string): Pick<PreflightCheck, 'shown'> {
  const data = object?.value.data
  if (object === undefined || typeof data !== 'object' || data === null) return {}
  return { shown: { holds: (data as Readonly<Record<string, unknown>>)[key] === value, place: object.place } }
}
