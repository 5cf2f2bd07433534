import type { Wave } from '../../plan/plan.ts'
import type { TriedWay } from '../../plan/way-out.ts'
import { listed } from './listed.ts'

/** What would keep a wave from allowing anything on its way, and what was tried and would not. */
export function waysOutLines({ waysOut }: Pick<Wave, 'waysOut'>): string[] {
  const helping = waysOut.filter(({ helps }) => helps)
  const others = waysOut.filter(({ helps }) => !helps)
  return [
    ...helping.map((one) => `what would help: ${triedWayText(one)}`),
    ...others.map((one) => `what would not help (some state on that way still allows what the start denies): ${names(one)}`),
  ]
}

function triedWayText(one: TriedWay): string {
  const { kind, namespaces } = one
  switch (kind) {
    case 'deny-meanwhile':
      return `${names(one)} before the wave, deleted after it: its objects can then be applied one by one, and requests to ${listed(namespaces, 3)} are denied meanwhile`
    case 'stays':
      return `${names(one)}, with nothing of it changed or deleted: in all others no state allows what the start denies`
  }
}

function names({ kind, namespaces }: TriedWay): string {
  const some = listed(namespaces, 3)
  return kind === 'stays'
    ? `keeping ${some} on sidecars`
    : `an AuthorizationPolicy in ${some} that denies every request (action: DENY, rules: [{}])`
}
