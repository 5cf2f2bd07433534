import { describe, expect, test } from 'vitest'
import { ambientOf, deployment, namespace, service } from '../../translating.ts'

const rules = [{ issuer: 'https://id.example', jwksUri: 'https://id.example/keys' }]
const tokens = (spec: object = { selector: { matchLabels: { app: 'shelf' } } }, jwtRules: readonly object[] = rules) => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'RequestAuthentication',
  metadata: { name: 'tokens', namespace: 'prod' },
  spec: { ...spec, ...(jwtRules.length === 0 ? {} : { jwtRules }) },
})

const port = (name: string, number: number, targetPort: number | string = number) => ({ name, port: number, targetPort })
const shelf = (...ports: readonly object[]) => [namespace('prod'), deployment('shelf'), service('shelf', { app: 'shelf' }, ports)]

/** The denial at ztunnel for those that bypass the waypoint. */
function direct(objects: readonly object[]): unknown {
  const added = ambientOf(objects).emission.changes.flatMap((change) => (change.kind === 'add' ? [change.object] : []))
  return added.find(({ metadata }) => metadata.name === 'tokens-direct')?.spec
}

const waypointAlone = { from: [{ source: { notServiceAccounts: ['prod/waypoint'] } }] }
const selector = { matchLabels: { app: 'shelf' } }
const denies = (...notPorts: readonly string[]) => ({
  selector,
  action: 'DENY',
  rules: [{ ...waypointAlone, ...(notPorts.length === 0 ? {} : { to: [{ operation: { notPorts } }] }) }],
})

describe('who bypasses the waypoint that checks tokens is denied', () => {
  test('on every port that may speak HTTP', () => {
    expect(direct([...shelf(port('http', 80, 8080)), tokens()])).toEqual(denies())
    expect(direct([...shelf({ port: 80, targetPort: 8080 }), tokens()])).toEqual(denies())
  })

  test('but not on ports of which sidecars never looked for tokens, in numerical order', () => {
    const objects = shelf(port('http', 80, 8080), port('tcp-a', 9000, 10000), port('tls-b', 9443), port('https-c', 443, 8443))
    expect(direct([...objects, tokens()])).toEqual(denies('8443', '9443', '10000'))
  })

  test('where one Service speaks HTTP on a port of the pods, on that port', () => {
    const second = service('shelf-web', { app: 'shelf' }, [port('http', 80, 9000)])
    expect(direct([...shelf(port('tcp', 9000), port('tcp-b', 9001)), second, tokens()])).toEqual(denies('9001'))
  })

  test('where it is not known which port a name stands for, on all of them', () => {
    expect(direct([...shelf(port('tcp', 9000), port('http', 80, 'web')), tokens()])).toEqual(denies())
  })

  test('on ports that speak HTTP in some of the pods', () => {
    const other = [deployment('till'), service('till', { app: 'till' }, [port('tcp-a', 9000), port('http', 9001)])]
    const objects = [...shelf(port('tcp-a', 9000), port('tcp-b', 9001)), ...other, tokens({})]
    expect(direct(objects)).toMatchObject({ rules: [{ to: [{ operation: { notPorts: ['9000'] } }] }] })
    expect(direct([...shelf(port('tcp-a', 9000), port('tcp-b', 9001)), ...other, tokens()])).toEqual(denies('9000', '9001'))
  })

  test('on ports that speak HTTP in pods behind a Service that the input does not show', () => {
    const unseen = service('till', { app: 'till' }, [port('http', 9000)])
    expect(direct([...shelf(port('tcp-a', 9000), port('tcp-b', 9001)), unseen, tokens({})])).not.toHaveProperty('rules.0.to')
    const opaque = service('till', { app: 'till' }, [port('tcp', 9000)])
    expect(direct([...shelf(port('tcp-a', 9000), port('tcp-b', 9001)), opaque, tokens({})])).toMatchObject({
      rules: [{ to: [{ operation: { notPorts: ['9000'] } }] }],
    })
    expect(direct([...shelf(port('tcp-a', 9000)), unseen, tokens()])).toEqual(denies('9000'))
  })

  test('nothing is written without a rule about tokens, or where nothing moves', () => {
    expect(direct([...shelf(port('http', 80)), tokens(undefined, [])])).toBeUndefined()
    expect(direct([namespace('prod', {}), deployment('shelf'), service('shelf'), tokens()])).toBeUndefined()
  })
})

describe('where tokens are checked', () => {
  const edits = (objects: readonly object[]) =>
    ambientOf(objects).emission.changes.flatMap((change) =>
      change.kind === 'edit' && change.target.kind === 'RequestAuthentication' ? [...change.edits] : [],
    )

  test('the document moves to the waypoint of its Services', () => {
    expect(edits([...shelf(port('http', 80, 8080)), tokens()])).toEqual([
      { op: 'delete', path: ['spec', 'selector'] },
      { op: 'set', path: ['spec', 'targetRefs'], value: [{ group: '', kind: 'Service', name: 'shelf' }] },
    ])
    expect(edits([...shelf(port('http', 80, 8080)), tokens({})]).map(({ op }) => op)).toEqual(['set'])
  })

  test('workloads that no waypoint stands before are named', () => {
    const named = (objects: readonly object[]) =>
      ambientOf(objects).diagnostics.flatMap(({ code, message }) =>
        code === 'US3002' ? [/`\w+`\W*$|workload `(\w+)`/.exec(message)?.[0] ?? message] : [],
      )
    expect(named([...shelf(port('http', 80, 8080)), tokens({})])).toEqual([])
    expect(named([...shelf(port('http', 80, 8080)), deployment('attic'), tokens({})]).join()).toContain('attic')
    expect(named([...shelf(port('http', 80, 8080)), deployment('attic'), tokens()])).toEqual([])
  })
})
