import { ciliumRelease, type HelmValue, type Prerequisites } from '../model/prerequisites.ts'
import { chartValuesName } from './chart-values.ts'
import { shellWord } from './shell-word.ts'

/** The commands that make true what an output needs: resources first, because the chart and the operator look for them when they start. */
export function prepareCommands(
  { values, crds }: Prerequisites,
  { folder, version }: { readonly folder: string | undefined; readonly version: string },
): string[] {
  return [
    ...crds.map(({ resource, url }) => `kubectl get crd ${shellWord(resource)} || kubectl apply --server-side -f ${shellWord(url)}`),
    ...(values.length === 0 ? [] : upgradeCommands(values, folder, version)),
  ]
}

/** Agents and the operator read their settings when they start (cc:Documentation/network/servicemesh/installation.rst). */
function upgradeCommands(values: readonly HelmValue[], folder: string | undefined, version: string): string[] {
  const { chart, name, namespace } = ciliumRelease
  // Without a version Helm would take the newest chart. `1.20.x` is a release of 1.20.
  const release = version.split('.').length > 2 ? version : `${version}.x`
  const given =
    folder === undefined
      ? values.map(({ path, value }) => `--set-json ${shellWord(`${path.join('.')}=${JSON.stringify(value)}`)}`)
      : [`-f ${shellWord(`${folder.replace(/\/+$/, '')}/${chartValuesName}`)}`]
  const restarted = ['daemonset/cilium', 'deployment/cilium-operator', ...(values.some(isOfEnvoy) ? ['daemonset/cilium-envoy'] : [])]
  return [
    ['helm upgrade', name, chart, '-n', namespace, '--version', shellWord(release), '--reuse-values', ...given].join(' '),
    `kubectl -n ${namespace} rollout restart ${restarted.join(' ')}`,
    `kubectl -n ${namespace} rollout status daemonset/cilium`,
  ]
}

/** What the Envoy that runs apart from the agent is started with; how often requests are sent again is a setting of the agent. */
function isOfEnvoy({ path: [part, field] }: HelmValue): boolean {
  return part === 'envoy' && field !== 'httpRetryCount'
}
