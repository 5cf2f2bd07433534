import type { Atom, IdentityMatch, PathMatch } from '../../../../src/model/predicate.ts'

/** A value as it is written in a policy. */
export function textOf(atom: Atom): string {
  switch (atom.kind) {
    case 'identity':
      return identityText(atom.match)
    case 'peer-address':
    case 'client-address':
    case 'destination-address':
      return atom.range
    case 'destination-port':
      return String(atom.port)
    case 'token-principal': {
      const issuer = matchText(atom.issuer)
      const subject = matchText(atom.subject)
      if (issuer === '*' && subject === '*') return '*'
      if (issuer === '*' && atom.subject.op === 'suffix' && !subject.includes('/')) return subject
      if (atom.issuer.op === 'prefix' && subject === '*' && !issuer.includes('/')) return issuer
      return `${issuer}/${subject}`
    }
    case 'sni':
    case 'method':
    case 'path':
    case 'authority':
    case 'header':
    case 'token-claim':
      return matchText(atom.match)
    case 'metadata':
      return atom.listMember ? `[${matchText(atom.match)}]` : matchText(atom.match)
    case 'scheme':
    case 'query':
    case 'client-labels':
    case 'client-namespace':
      throw new Error(`no policy value says ${atom.kind}`)
  }
}

function identityText(match: IdentityMatch): string {
  switch (match.by) {
    case 'any':
      return '*'
    case 'principal':
      return matchText(match.match)
    case 'namespace':
    case 'trust-domain':
      return match.glob
    case 'service-account':
      return `${match.namespace}/${match.name}`
  }
}

function matchText(match: PathMatch): string {
  switch (match.op) {
    case 'exact':
    case 'template':
      return match.value
    case 'prefix':
      return `${match.value}*`
    case 'suffix':
      return `*${match.value}`
    case 'present':
    case 'non-empty':
      return '*'
    case 'regex':
    case 'segment-prefix':
      throw new Error(`policies have no ${match.op} values`)
  }
}
