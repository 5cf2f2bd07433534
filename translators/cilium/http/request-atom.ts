import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../../../src/diagnostics/diagnostic.ts'
import type { Atom, TextMatch } from '../../../src/model/predicate.ts'
import { isProxyHeader, isWrittenOnTheWay } from '../../../src/resolve/proxy-headers.ts'
import { isSingleHeader } from '../../../src/resolve/single-headers.ts'
import type { Rounding } from '../authorization/rounding.ts'
import { type ByteClass, classOf, eitherCase } from './byte-class.ts'
import { matchedPaths, type PathMode } from './paths.ts'
import { everyRequest, type Requests } from './requests.ts'
import type { Shapes } from './shape.ts'
import { textShapes } from './text-shapes.ts'

/** The atoms that HTTP rules of Cilium can say something of. */
export type RequestAtom = Extract<Atom, { kind: 'method' | 'path' | 'authority' | 'header' }>

export function isRequestAtom(atom: Atom): atom is RequestAtom {
  return atom.kind === 'method' || atom.kind === 'path' || atom.kind === 'authority' || atom.kind === 'header'
}

/** The requests that an atom matches; undefined for none at all. What cannot be said exactly is a finding at the atom's place. */
export function requestsOf(atom: RequestAtom, rounding: Rounding, mode: PathMode): Requests | undefined | Diagnostic {
  switch (atom.kind) {
    case 'method':
      return having('methods', textShapes(atom.match, classOf), atom)
    case 'authority':
      return having('hosts', textShapes(atom.match, classFor(atom.match)), atom)
    case 'path': {
      const paths = matchedPaths(atom, rounding, mode)
      if ('code' in paths) return paths
      return paths.shapes.length === 0 ? undefined : { ...everyRequest, paths }
    }
    case 'header':
      return headerRequests(atom, rounding)
  }
}

function having(dimension: 'methods' | 'hosts', shapes: Shapes | undefined, atom: RequestAtom): Requests | undefined | Diagnostic {
  if (shapes === undefined) return diagnose(catalogue.ciliumRequestCondition, atom.place, { what: 'a regular expression' })
  return shapes.length === 0 ? undefined : { ...everyRequest, [dimension]: shapes }
}

function classFor(match: TextMatch): (character: string) => ByteClass {
  return 'ignoreCase' in match && match.ignoreCase === true ? eitherCase : classOf
}

/**
 * Cilium asks whether a header is there, or for its whole text, where several lines of one name are joined with commas. Envoy's policies see
 * most headers line by line (resolve/single-headers.ts): a value that could be two of them joined would be another condition.
 */
function headerRequests(atom: Extract<RequestAtom, { kind: 'header' }>, rounding: Rounding): Requests | Diagnostic {
  const { match, place } = atom
  const name = atom.name.toLowerCase()
  const refuse = (what: string): Diagnostic => diagnose(catalogue.ciliumRequestCondition, place, { what })
  if (atom.absentIsEmpty === true || !/^[a-z0-9][-_.a-z0-9]*$/.test(name)) return refuse(`header \`${name}\``)
  if (isProxyHeader(name) || isWrittenOnTheWay(name)) return refuse(`header \`${name}\`, which proxies write`)
  if (match.op === 'present') return { ...everyRequest, headers: [{ name, is: 'present' }] }
  if (match.op !== 'exact' || match.ignoreCase === true) return refuse(`a part of header \`${name}\``)
  if (rounding === 'up') return refuse(`header \`${name}\` with another value`)
  if (!/^[!-~]([ -~]*[!-~])?$/.test(match.value) || (match.value.includes(',') && !isSingleHeader(name)))
    return refuse(`header \`${name}\` with such a value`)
  return { ...everyRequest, headers: [{ name, is: { value: match.value } }] }
}
