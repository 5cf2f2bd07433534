import type { BackendPolicy, OriginatedTls, TrafficPolicy, TrafficTopic } from '../../../src/model/backend.ts'
import { placeAt } from '../../decide/rules/seen.ts'

const place = placeAt('rule')
const tls = (mode: OriginatedTls['mode']): OriginatedTls => ({ mode, settings: {}, place })
export const passthrough: TrafficTopic = { name: 'load-balancing', settings: { simple: 'PASSTHROUGH' }, place }
export const random: TrafficTopic = { name: 'load-balancing', settings: { simple: 'RANDOM' }, place }

/** What a DestinationRule says, of all ports or of port 80 alone. */
interface Written {
  readonly mode?: OriginatedTls['mode']
  readonly topics?: readonly TrafficTopic[]
  /** Settings of port 80 by themselves. */
  readonly port?: { readonly mode?: OriginatedTls['mode']; readonly topics?: readonly TrafficTopic[] }
}

function traffic({ mode, topics = [], port }: Written): TrafficPolicy {
  const own = (one: OriginatedTls['mode'] | undefined) => (one === undefined ? {} : { tls: tls(one) })
  return {
    topics,
    ...own(mode),
    ports: port === undefined ? [] : [{ port: 80, topics: port.topics ?? [], ...own(port.mode), place }],
    place,
  }
}

interface RuleOf extends Partial<Omit<BackendPolicy, 'policy' | 'subsets'>> {
  readonly policy?: Written
  readonly subsets?: Readonly<Record<string, Written | undefined>>
}

/** A DestinationRule of `shop` for the Service `till`. */
export function destinationRule({ policy, subsets = {}, ...changes }: RuleOf): BackendPolicy {
  return {
    name: 'rule',
    namespace: 'shop',
    host: 'till',
    hostPlace: place,
    owners: [],
    place,
    ...(policy === undefined ? {} : { policy: traffic(policy) }),
    subsets: Object.entries(subsets).map(([name, own]) => ({
      name,
      labels: {},
      place,
      ...(own === undefined ? {} : { policy: traffic(own) }),
    })),
    ...changes,
  }
}
