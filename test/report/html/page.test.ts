import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  changeReviewReport,
  compareManifests,
  pairedFiles,
  translate,
  translationReviewReport,
  verifyTranslation,
} from '../../../src/index.ts'
import { diffHtml } from '../../../src/report/diff/html.ts'
import { element, preformatted } from '../../../src/report/html/element.ts'
import { script, scriptDigest } from '../../../src/report/html/script.ts'
import { verifyHtml } from '../../../src/report/verify/html.ts'
import { changePolicy } from '../../../src/report/verify/report.ts'
import { hostile, hostileBase } from './hostile.ts'

const read = (path: string) => [{ path: path.split('/').at(-1)!, text: readFileSync(`examples/${path}`, 'utf8') }]

function changeOf(before: string, after: string) {
  const [was, is] = [before, after].map((text) => [{ path: 'mesh.yaml', text }])
  const compared = compareManifests(was!, is!)
  const verified = { comparison: compared.comparison, reviewed: compared.after, sets: { before: was!, after: is! } }
  return changeReviewReport(verified, pairedFiles(was!, is!))
}

const namespace = `apiVersion: v1
kind: Namespace
metadata: {name: NAME, labels: {istio-injection: enabled}}
`
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: APP, namespace: NAME}
spec:
  selector: {matchLabels: {app: APP}}
  template: {metadata: {labels: {app: APP}}, spec: {containers: [{name: c, image: i}]}}
`
const extension = `apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: lua, namespace: NAME}
spec:
  configPatches:
  - applyTo: HTTP_FILTER
    match: {context: SIDECAR_INBOUND}
    patch: {operation: INSERT_BEFORE, value: {name: envoy.filters.http.lua}}
`
const withPaths = `${namespace}---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: NAME}
spec: {selector: {app: api}, ports: [{name: http, port: 80}]}
---
${deployment}---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: api, namespace: NAME}
spec:
  selector: {matchLabels: {app: api}}
  rules: [{to: [{operation: {paths: [/a]}}]}]
`
  .replaceAll('NAME', 'shop')
  .replaceAll('APP', 'api')
const rewriting = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: api, namespace: shop}
spec:
  hosts: [api]
  http:
  - match: [{uri: {exact: /a}}]
    rewrite: {uri: /b}
    route: [{destination: {host: api}}]
  - route: [{destination: {host: api}}]
`

/** What a page may fetch, run or go to. */
const reaching = /<(?:link|img|iframe|object|embed|base|form|video|audio|source)\b|<[^>]*\s(?:src|href|action|style|on\w+)=|url\(|@import/i

describe('a page', () => {
  const [before, after] = [read('by-hand/before/shop.yaml'), read('by-hand/after/shop.yaml')]
  const { comparison } = compareManifests(before, after)
  const page = verifyHtml({ comparison, expectations: [], policy: changePolicy, diagnostics: [], sets: { before, after } })

  test('is one file that fetches nothing, and whose policy allows its own script alone', () => {
    expect(page).not.toMatch(reaching)
    expect(scriptDigest).toBe(createHash('sha256').update(script).digest('base64'))
    expect(page).toContain(`script-src &#39;sha256-${scriptDigest}&#39;`)
    expect(page.match(/<script/g)).toHaveLength(1)
  })

  test('has each difference with both walks and the lines of both rules', () => {
    expect(page.match(/<details class="row"/g)).toHaveLength(
      comparison.differences.filter(({ verdict }) => verdict !== 'identified').length,
    )
    expect(page).toContain('id="1ti5wat4rv1"')
    expect(page).toMatch(/<h3>before<\/h3><pre>1\. [\s\S]*?DENIED \(403\) at destination sidecar shop\/cart/)
    expect(page).toContain('<code>shop.yaml:71:1 AuthorizationPolicy shop/cart-readers</code>')
    expect(page).toContain('<span class="marked"><i>68</i><span>    mode: STRICT</span></span>')
  })

  test('holds no command to a build log that it is printed into', () => {
    const text = 'a\n::error::b\n  ::warning::c ##[error]d ##vso[task.complete]e'
    const markup = element('p', { title: text }, text, preformatted(text)).markup
    expect(markup).not.toMatch(/^\s*::|##(?:vso)?\[/m)
    expect(markup).toContain('\n&#58;:error&#58;:b\n')
  })

  test('of a move says what moves, what becomes of the source, and shows files side by side', () => {
    const translation = translate(
      [...read('shop/policies.yaml'), ...read('shop/namespace.yaml'), ...read('shop/routing.yaml'), ...read('shop/workloads.yaml')],
      {
        target: 'ambient',
      },
    )
    const review = diffHtml(translationReviewReport(translation, { comparison: verifyTranslation(translation) }))
    expect(review).toContain('<dt>move to ambient</dt><dd>7</dd>')
    expect(review).toContain('<td>VirtualService shop/catalog</td>')
    expect(review).toContain('<span class="gone"><i>')
    expect(review).toContain('<span class="new"><i>')
    expect(review).toContain('<b class="warning">US3001</b>')
    expect(review).not.toMatch(reaching)
  })

  test('counts a namespace that moves without workloads as the summary does', () => {
    const empty = {
      path: 'later.yaml',
      text: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: later, labels: {istio-injection: enabled}}\n',
    }
    const review = diffHtml(translationReviewReport(translate([...read('l4/mesh.yaml'), empty], { target: 'ambient' })))
    expect(review).toContain('<dt>move to ambient</dt><dd>2</dd>')
    expect(review).toContain('<td data-label="namespace">later</td><td data-label="moves">the namespace</td>')
    expect(review).toContain('<td data-label="namespace">storage</td><td data-label="moves">1</td>')
  })

  test('counts what is not listed of what stays, and has the namespaces in order', () => {
    const mesh = (name: string, text: string) => ({ path: `${name}.yaml`, text: text.replaceAll('NAME', name) })
    const many = Array.from({ length: 7 }, (_, index) => deployment.replaceAll('APP', `app-${index}`)).join('---\n')
    const files = [mesh('b', `${namespace}---\n${many}---\n${extension}`), mesh('a', namespace)]
    const review = diffHtml(translationReviewReport(translate(files, { target: 'ambient' })))
    const cells = [...review.matchAll(/<td data-label="namespace">(\w+)<\/td>/g)].map(([, name]) => name)
    expect(cells).toEqual([...cells].sort())
    expect(review).toMatch(/<td data-label="stays">8(?:<div class="dim">[^<]*<\/div>){5}<div class="dim">and 3 more<\/div><\/td>/)
  })

  test('finds a difference by each rule on its way, and shows the lines of the route that leads to a refusal', () => {
    const one = (text: string) => [{ path: 'mesh.yaml', text }]
    const [was, is] = [one(withPaths), [...one(withPaths), { path: 'route.yaml', text: rewriting }]]
    const compared = compareManifests(was, is)
    const verified = { comparison: compared.comparison, reviewed: compared.after, sets: { before: was, after: is } }
    const review = diffHtml(changeReviewReport(verified, pairedFiles(was, is)))
    expect(review).toMatch(/data-search="narrower [^"]*route\.yaml:7:/)
    expect(review).toContain('<code>route.yaml:7:13 VirtualService shop/api spec.http[0].match[0]</code>')
    expect(review).toContain('<span class="marked"><i>7</i>')
  })

  test('says what is known of differences in the words of the summary', () => {
    const compared = compareManifests(before, after)
    const [first, ...others] = compared.comparison.differences
    const ruledOut = { ...compared.comparison, differences: [{ ...first!, assumedAway: 'every pod had a sidecar (US5001)' }, ...others] }
    expect(diffHtml(changeReviewReport({ comparison: ruledOut, reviewed: compared.after }, []))).toContain(
      '<dd class="wider">2<small>1 ruled out</small></dd>',
    )
  })

  test('without a comparison says so, and without changes too', () => {
    const translation = translate(read('l4/mesh.yaml'), { target: 'ambient' })
    expect(diffHtml(translationReviewReport(translation))).toContain('Not verified.')
    const [mesh] = read('l4/mesh.yaml')
    expect(diffHtml(changeOf(mesh!.text, mesh!.text))).toContain('No decision changes.')
  })
})

describe('what comes of a manifest', () => {
  test('is never markup: names, paths, hosts and text of the source', () => {
    const page = diffHtml(changeOf(hostileBase, hostile))
    const withoutOurs = page.replace(`<script>${script}</script>`, '')
    expect(withoutOurs).not.toContain('<script')
    expect(withoutOurs).not.toContain('<img')
    expect(withoutOurs).toContain('&lt;img src=x onerror=')
    expect(withoutOurs).not.toMatch(/(?!\n|\t)[\p{Cc}\p{Cf}\p{Zl}]/u)
    // Each tag is one that pages are made of.
    const tags = new Set([...withoutOurs.matchAll(/<\/?([a-z0-9!]+)/gi)].map(([, name]) => name!.toLowerCase()))
    expect([...tags].filter((name) => !known.includes(name))).toEqual([])
  })

  test('cannot leave an attribute or a tag', () => {
    expect(element('p', { id: '"><script>' }, '</p>').markup).toBe('<p id="&quot;&gt;&lt;script&gt;">&lt;/p&gt;</p>')
    expect(preformatted("a\n\u001b[31m'<b>").markup).toBe('a\n\\u001b[31m&#39;&lt;b&gt;')
  })
})

const known = [
  ...[
    '!doctype',
    'html',
    'head',
    'meta',
    'title',
    'style',
    'body',
    'script',
    'h1',
    'h2',
    'h3',
    'p',
    'dl',
    'dt',
    'dd',
    'div',
    'small',
    'b',
    'i',
  ],
  ...['table', 'thead', 'tbody', 'tr', 'th', 'td', 'span', 'code', 'pre', 'details', 'summary', 'label', 'input', 'ul', 'li'],
]
