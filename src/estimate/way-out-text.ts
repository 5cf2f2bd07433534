import type { NamedWayOut } from './since.ts'

/** What is to be done: `--assume egress-enforced`, `rewrite EnvoyFilter shop/lua and 2 more`. */
export function wayOutText(wayOut: NamedWayOut): string {
  switch (wayOut.kind) {
    case 'assume':
      return `--assume ${wayOut.assumption}`
    case 'without': {
      const [first, ...others] = wayOut.objects
      return `${wayOut.asks ?? 'rewrite'} ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`
    }
    case 'show':
      return `add ${wayOut.namespaces.length} ${wayOut.namespaces.length === 1 ? 'Namespace' : 'Namespaces'} to the input: ${wayOut.namespaces.join(', ')}`
    case 'edit':
      return 'edit the input as the finding says'
  }
}
