import { RE2JS } from 're2js'
import type { Cors } from '../../../../src/model/route.ts'

/**
 * A star among other characters of an origin stands for labels of a name (cc:operator/pkg/model/translation/envoy_virtual_host.go getCORSStringMatcher). Preflights
 * that match no origin are answered, too.
 */
export function programmedCors(cors: Cors): Cors {
  return { ...cors, allowOrigins: cors.allowOrigins.map((origin) => ({ ...origin, match: programmedOrigin(origin.match) })) }
}

function programmedOrigin(match: Cors['allowOrigins'][number]['match']): Cors['allowOrigins'][number]['match'] {
  switch (match.op) {
    case 'prefix':
      return { op: 'regex', value: `${RE2JS.quote(match.value)}${labels}` }
    case 'regex':
      return { op: 'regex', value: match.value.replaceAll('.*', labels) }
    case 'exact':
    case 'suffix':
    case 'present':
    case 'non-empty':
      return match
  }
}

const labels = '[A-Za-z0-9.-]+'
