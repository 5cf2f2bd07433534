import type { Wave } from '../../plan/plan.ts'
import type { TriedWay } from '../../plan/way-out.ts'
import { listed } from './listed.ts'

/** What would keep a wave from allowing anything on its way, what was tried and would not, and which states were compared for it. */
export function waysOutLines({ waysOut }: Pick<Wave, 'waysOut'>): string[] {
  const helping = waysOut.filter(({ helps }) => helps)
  const others = waysOut.filter(({ helps }) => !helps)
  return [
    ...helping.map((one) => `what would help: ${triedWayText(one)}: no state compared allows what the start denies; ${comparedText(one)}`),
    ...others.map((one) => `what would not help: ${triedWayText(one)}: some state allows what the start denies`),
  ]
}

function triedWayText({ kind, namespaces, policy }: TriedWay): string {
  const some = listed(namespaces, 3)
  switch (kind) {
    case 'deny-meanwhile':
      return `an AuthorizationPolicy ${policy} in ${some} that denies every request (action: DENY, rules: [{}]) before the wave, deleted after it, with the objects of each step whose parts are applied at one time applied one by one, first to last or last to first`
    case 'stays':
      return `keeping ${some} on sidecars, with nothing of it changed or deleted, and moving the others one after the other`
  }
}

function comparedText({ kind, namespaces }: TriedWay): string {
  switch (kind) {
    case 'deny-meanwhile':
      return `no other order was compared, and requests to ${listed(namespaces, 3)} are denied meanwhile`
    case 'stays':
      return 'compared in one order after each of them, and not between their steps'
  }
}
