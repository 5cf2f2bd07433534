import type { EndpointDirection, EndpointRule, EndpointTraffic } from '../../../src/model/endpoint-policy.ts'
import type { NetworkRule } from '../../../src/model/network-policy.ts'
import type { Workload } from '../../../src/model/workload.ts'
import { portRanges } from '../../../src/resolve/network/port-ranges.ts'
import { hbonePort, isInRange } from './network-policy/rules.ts'

export type RulePort = NetworkRule['ports'][number]

/** A rule that admits port 15008 and not every port, with the entry that admits it. */
export interface HboneRule {
  readonly rule: NetworkRule
  readonly port: RulePort
}

/** The rules of a NetworkPolicy that admit port 15008 among some ports; none where another rule admits everything. */
export function hboneAmong(rules: readonly NetworkRule[], pods: readonly Workload[]): HboneRule[] {
  if (rules.some(({ peers, ports }) => peers.length === 0 && admitsEveryPort(ports))) return []
  return rules.flatMap((rule) => {
    const port = admitsEveryPort(rule.ports) ? undefined : rule.ports.find((one) => one.transport === 'TCP' && isHbone(one, pods))
    return port === undefined ? [] : [{ rule, port }]
  })
}

/** An entry for UDP without a number admits nothing of TCP. */
export function admitsEveryPort(ports: readonly RulePort[]): boolean {
  return ports.length === 0 || ports.some(({ transport, port }) => transport === 'TCP' && port === undefined)
}

function isHbone(port: RulePort, pods: readonly Workload[]): boolean {
  return isInRange(port, hbonePort) || pods.some(({ ports }) => ports.some((own) => own.name === port.port && own.port === hbonePort))
}

/**
 * Rules of Cilium that close ports, and would not close them to what comes through port 15008: a denial of port 9090, and an allowance of ports 8080
 * and 15008 where nothing else is allowed. `pods` are those at the port.
 */
export function passedByHbone({ defaultDeny, allow, deny }: EndpointDirection, pods: readonly Workload[]): EndpointRule[] {
  const denials = deny.filter(({ traffic }) => traffic?.some(isTcp) && !traffic.some((one) => meansHbone(one, [])))
  const allowances = defaultDeny ? allow.filter(({ traffic }) => traffic?.some((one) => meansHbone(one, pods) && !isEveryPort(one))) : []
  return [...denials, ...allowances]
}

/** Rules of Cilium that allow some ports and not 15008. */
export function closedToHbone({ defaultDeny, allow }: EndpointDirection, pods: readonly Workload[]): EndpointRule[] {
  return defaultDeny ? allow.filter(({ traffic }) => traffic?.some(isTcp) && !traffic.some((one) => meansHbone(one, pods))) : []
}

function isTcp(traffic: EndpointTraffic): traffic is Extract<EndpointTraffic, { kind: 'ports' }> {
  return traffic.kind === 'ports' && (traffic.transport === 'any' || traffic.transport === 'TCP')
}

/** By its number, or by the name that one of the pods gives it. */
function meansHbone(traffic: EndpointTraffic, pods: readonly Workload[]): boolean {
  if (!isTcp(traffic)) return false
  const named = pods.flatMap(({ ports }) => ports)
  return portRanges(traffic, named).some(({ from, to }) => from <= hbonePort && hbonePort <= to)
}

function isEveryPort(traffic: EndpointTraffic): boolean {
  return isTcp(traffic) && typeof traffic.port === 'object' && 'from' in traffic.port && traffic.port.from <= 1 && traffic.port.to >= 65_535
}
