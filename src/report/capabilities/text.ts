import type { Capability } from '../../model/dialect.ts'
import { table } from '../table.ts'
import type { CapabilitiesReport } from './report.ts'

export function capabilitiesText({ capabilities }: CapabilitiesReport): string {
  return table([
    ['SUPPORT', 'FEATURE', 'SINCE', 'NOTE'],
    ...capabilities.map(({ here, feature, since, note }) => [here, feature, sinceText(since), note]),
  ])
}

function sinceText(since: Capability['since']): string {
  if (since === undefined) return ''
  return [
    since.istio === undefined ? '' : `Istio ${since.istio}`,
    since.gatewayApi === undefined ? '' : `Gateway API ${since.gatewayApi}`,
    since.cilium === undefined ? '' : `Cilium ${since.cilium}`,
    since.channel ?? '',
  ]
    .filter((part) => part !== '')
    .join(', ')
}
