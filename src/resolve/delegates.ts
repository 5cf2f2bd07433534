import { catalogue } from '../diagnostics/catalogue.ts'
import { type Diagnostic, diagnose } from '../diagnostics/diagnostic.ts'
import { type Mesh, resolveHost } from '../model/mesh.ts'
import type { HttpAction, HttpRule, Mirror, RouteTable } from '../model/route.ts'
import { mergeMatches } from './delegate-matches.ts'

/** A route table with the rules of its delegates in the place of the rules that delegate to them. */
export interface FlattenedTable {
  readonly table: RouteTable
  /** What was left out, and why. */
  readonly diagnostics: readonly Diagnostic[]
  /** False when a delegate is not in the input or delegates again, so that what the rule does is not known. */
  readonly complete: boolean
}

/**
 * Merges a table with the tables that it delegates to, as istiod does before anything else looks at it: a rule whose delegate is not
 * exported to the root's namespace is left out, and so is each rule of a delegate that disagrees with the root's rule about what it
 * matches (istio:pilot/pkg/model/virtualservice.go mergeVirtualServicesIfNeeded). Short hosts in a delegate belong to the delegate's
 * namespace; they come out as full names.
 */
export function flattenDelegates(table: RouteTable, mesh: Mesh): FlattenedTable {
  if (!table.http.some((rule) => rule.action.kind === 'delegate')) return { table, diagnostics: [], complete: true }
  const diagnostics: Diagnostic[] = []
  let complete = true
  const http = table.http.flatMap((rule) => {
    const reference = rule.action.delegate
    if (reference === undefined) return [rule]
    const delegate = mesh.routes.find(
      (other) => other.delegateOnly && other.name === reference.name && other.namespace === reference.namespace,
    )
    const name = `${reference.namespace}/${reference.name}`
    if (delegate === undefined) {
      complete = false
      diagnostics.push(diagnose(catalogue.delegateMissing, reference.place, { name }))
      return []
    }
    const related = [{ place: delegate.place, message: 'the delegate' }]
    if (!isVisible(delegate, table.namespace, mesh)) {
      diagnostics.push(diagnose(catalogue.delegateNotVisible, reference.place, { name, namespace: table.namespace }, { related }))
      return []
    }
    return delegate.http.flatMap((leaf) => {
      if (leaf.action.kind === 'delegate') {
        complete = false
        diagnostics.push(diagnose(catalogue.delegateNested, leaf.action.delegate?.place ?? leaf.place, { name }))
        return []
      }
      const merged = mergeRules(rule, leaf, (host) => resolveHost(host, delegate.namespace, mesh.settings.clusterDomain))
      if (merged !== undefined) return [merged]
      const root = [{ place: rule.place, message: 'the rule that delegates' }]
      diagnostics.push(diagnose(catalogue.delegateConflict, leaf.place, {}, { related: root }))
      return []
    })
  })
  return { table: { ...table, http }, diagnostics, complete }
}

function isVisible(delegate: RouteTable, namespace: string, mesh: Mesh): boolean {
  const exportTo = delegate.exportTo ?? mesh.settings.defaultExportTo.routes
  return exportTo.some((entry) => entry === '*' || entry === namespace || (entry === '.' && delegate.namespace === namespace))
}

function mergeRules(root: HttpRule, leaf: HttpRule, resolve: (host: string) => string): HttpRule | undefined {
  const matches = mergeMatches(root.matches, leaf.matches)
  if (matches === undefined) return undefined
  const name = [root.name, leaf.name].filter((part) => part !== undefined).join('-')
  return { ...(name === '' ? {} : { name }), matches, action: mergeActions(root.action, leaf.action, resolve), place: leaf.place }
}

/** The delegate's word counts; what it leaves out comes from the root. Header operations and timeouts are taken over as a whole. */
function mergeActions(root: HttpAction, leaf: HttpAction, resolve: (host: string) => string): HttpAction {
  const { delegate: _, requestHeaders, responseHeaders, timeoutMs, timeoutPlace, redirect: __, ...inherited } = root
  const ownHeaders = leaf.requestHeaders !== undefined || leaf.responseHeaders !== undefined
  const ownTimeout = leaf.timeoutPlace !== undefined
  return {
    ...inherited,
    ...(ownHeaders || requestHeaders === undefined ? {} : { requestHeaders }),
    ...(ownHeaders || responseHeaders === undefined ? {} : { responseHeaders }),
    ...(ownTimeout || timeoutMs === undefined ? {} : { timeoutMs }),
    ...(ownTimeout || timeoutPlace === undefined ? {} : { timeoutPlace }),
    ...leaf,
    kind: leaf.kind === 'forward' && root.response !== undefined ? 'respond' : leaf.kind,
    backends: leaf.backends.map((backend) => ({ ...backend, host: resolve(backend.host) })),
    mirrors: mergeMirrors(root, leaf, resolve),
  }
}

function mergeMirrors(root: HttpAction, leaf: HttpAction, resolve: (host: string) => string): Mirror[] {
  const own = leaf.mirrors.map((mirror) => ({ ...mirror, host: resolve(mirror.host) }))
  const single = own.find((mirror) => mirror.single) ?? root.mirrors.find((mirror) => mirror.single)
  const ownList = own.filter((mirror) => !mirror.single)
  const list = ownList.length > 0 ? ownList : root.mirrors.filter((mirror) => !mirror.single)
  if (single === undefined) return list
  return [{ ...single, percent: leaf.mirrorPercent ?? root.mirrorPercent ?? 100 }, ...list]
}
