import { installedCharts } from '../../manifest/carriers/installed-charts.ts'
import { partAt } from '../../manifest/carriers/parts.ts'
import { networkPlugins, pluginOfDaemonSet } from '../../model/network-plugin.ts'
import type { SourceObject } from '../../model/object.ts'
import type { Translation } from '../../translation.ts'
import type { PreflightCheck } from './preflight-check.ts'
import { deniedBy, variablesOf } from './shown-by.ts'

/**
 * The network plugin under ambient mode. istio-cni joins its chain, and is ready only once it has. Of Cilium three settings matter: `cni.exclusive` removes
 * istio-cni, a socket load balancer for pods as well sends what they call past ztunnel, and masquerading with BPF loses the answers to kubelet's probes; of
 * the Amazon VPC CNI one, where pods have security groups (istio.io, "Platform-Specific Prerequisites").
 */
export function ofNetworkPlugin({ input: { objects } }: Translation): readonly PreflightCheck[] {
  const config = (fields: string) =>
    `found=$(kubectl -n kube-system get configmap cilium-config --ignore-not-found -o jsonpath='${fields}')`
  const agent = 'containers[?(@.name=="aws-node")].env'
  return [
    {
      what: 'the network plugin is one that is known here, or NETWORK_PLUGIN names it; of Cilium and the Amazon VPC CNI settings are asked for',
      command: `found=$(kubectl get daemonsets -A -o jsonpath='{range .items[*]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}'; kubectl get nodes -o jsonpath='{range .items[*]}{.status.nodeInfo.kubeletVersion}{"\\n"}{end}'); printf '%s\\n' "$found" | grep -E '${shownPlugin}' || { [ -n "\${NETWORK_PLUGIN:-}" ] && echo "the network plugin is $NETWORK_PLUGIN, as NETWORK_PLUGIN says"; } || { echo 'this network plugin is not known here: once it is known that istio-cni can join it, run this again with NETWORK_PLUGIN=NAME' >&2; false; }`,
      ...deniedBy(objects, (object) => (isPlugin(object) ? true : undefined)),
    },
    {
      what: 'Cilium, where it is used, leaves istio-cni alone (cni.exclusive: false)',
      command: `${config('{.metadata.name} {.data.cni-exclusive}')}; case "$found" in '' | 'cilium-config false') ;; *) false ;; esac`,
      ...deniedBy(objects, saysOfCilium('cni-exclusive', ['cni', 'exclusive'], 'false')),
    },
    {
      what: 'Cilium leaves Services to ztunnel (socketLB.hostNamespaceOnly: true)',
      command: `${config('{.data.kube-proxy-replacement} {.data.bpf-lb-sock-hostns-only}')}; case "$found" in 'true true' | 'strict true') ;; true* | strict*) false ;; esac`,
      ...deniedBy(objects, (object) =>
        saysOfCilium('bpf-lb-sock-hostns-only', ['socketLB', 'hostNamespaceOnly'], 'true')(object) ? true : undefined,
      ),
    },
    {
      what: "Cilium leaves kubelet's probes their address (bpf.masquerade: false)",
      command: `${config('{.data.enable-bpf-masquerade}')}; [ "$found" != true ]`,
      ...deniedBy(objects, saysOfCilium('enable-bpf-masquerade', ['bpf', 'masquerade'], 'false')),
    },
    {
      what: 'the Amazon VPC CNI lets ztunnel reach pods with security groups (enforcing mode standard)',
      command: `found=$(kubectl -n kube-system get daemonset aws-node --ignore-not-found -o jsonpath='{.spec.template.spec.${agent}[?(@.name=="ENABLE_POD_ENI")].value} {.spec.template.spec.${agent}[?(@.name=="POD_SECURITY_GROUP_ENFORCING_MODE")].value}'); case "$found" in 'true standard') ;; true*) false ;; esac`,
      ...deniedBy(objects, saysOfAmazon),
    },
  ]
}

/** Lines of the cluster that show a plugin: `namespace/DaemonSet`, or the version of a kubelet. */
const shownPlugin = [
  `/(${networkPlugins
    .flatMap(({ daemonSets }) => daemonSets)
    .sort()
    .join('|')})$`,
  ...networkPlugins.flatMap(({ kubelet }) => (kubelet === undefined ? [] : [kubelet.replace(/[+.]/g, '[$&]')])),
].join('|')

function isPlugin(object: SourceObject): boolean {
  const { ref } = object
  if (ref.kind === 'DaemonSet') return pluginOfDaemonSet(ref.name) !== undefined
  if (ref.kind === 'ConfigMap') return ref.name === 'cilium-config'
  return ref.apiVersion.startsWith('operator.tigera.io/') ? ref.kind === 'Installation' : installedCharts(object).some(isCilium)
}

const ciliumCharts: ReadonlySet<string> = new Set(['cilium'])

function isCilium({ chart }: { readonly chart: string }): boolean {
  return ciliumCharts.has(chart)
}

/** What the agent's settings say, or the values of its chart; undefined where neither says anything. */
function saysOfCilium(key: string, path: readonly string[], wanted: string): (object: SourceObject) => boolean | undefined {
  return (object) => {
    const found =
      object.ref.kind === 'ConfigMap' && object.ref.name === 'cilium-config'
        ? partAt(object.value, 'data', key)
        : installedCharts(object)
            .filter(isCilium)
            .flatMap(({ values }) => values.map((tree) => partAt(tree, ...path) ?? partAt(tree, path.join('.'))))
            .find((value) => value !== undefined)
    return found === undefined || found === null ? undefined : String(found) === wanted
  }
}

function saysOfAmazon(object: SourceObject): boolean | undefined {
  const { ref } = object
  if (ref.kind !== 'DaemonSet' || ref.name !== 'aws-node') return undefined
  const [hasOwn] = variablesOf(object, 'ENABLE_POD_ENI')
  const [mode] = variablesOf(object, 'POD_SECURITY_GROUP_ENFORCING_MODE')
  return hasOwn !== 'true' || mode === 'standard'
}
