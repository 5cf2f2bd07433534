import type { SeenClient, SeenTraffic } from './seen-traffic.ts'

/** Who called whom, by namespace: of traffic of which both are known; `series` is what says so. */
export function callsSeen(
  traffic: readonly SeenTraffic[],
): readonly { readonly client: string; readonly server: string; readonly series: string }[] {
  return traffic.flatMap(({ client, destination: { services, workload }, series }) => {
    const from = namespaceOf(client)
    const named = services.length > 0 ? services : workload === undefined ? [] : [workload]
    return from === undefined ? [] : named.map((name) => ({ client: from, server: name.split('/')[0]!, series }))
  })
}

function namespaceOf(client: SeenClient): string | undefined {
  switch (client.kind) {
    case 'workload':
    case 'identity':
      return client.namespace
    case 'outside':
    case 'missing':
      return undefined
  }
}
