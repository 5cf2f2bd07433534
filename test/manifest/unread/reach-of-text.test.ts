import { describe, expect, test } from 'vitest'
import { reachOfText } from '../../../src/manifest/unread/reach-of-text.ts'
import { anything } from '../../../src/model/unread.ts'

const policy = 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata:\n  name: a\n  namespace: shop\nspec: {\n'
const inShop = { kinds: ['AuthorizationPolicy'], namespaces: ['shop'], name: 'a' }

describe('what the text of an unread document shows', () => {
  test('kind, namespace and name where they are plainly there', () => {
    expect(reachOfText(policy)).toEqual(inShop)
    expect(reachOfText(`{{- if .Values.on }}\n${policy}{{- end }}\n`)).toEqual(inShop)
    expect(
      reachOfText(JSON.stringify({ kind: 'AuthorizationPolicy', metadata: { name: 'a', namespace: 'shop' } }, undefined, 1).slice(0, -3)),
    ).toEqual(inShop)
  })

  test('a namespace that is filled in, may be left out, or may be given again is any', () => {
    for (const metadata of [
      'namespace: {{ .Release.Namespace }}',
      '{{- if .Values.ns }}\n  namespace: shop\n  {{- end }}',
      'namespace: shop\n  {{- include "more" . | nindent 2 }}',
      'labels: {namespace: shop}',
    ])
      expect(reachOfText(policy.replace('namespace: shop', metadata))).toMatchObject({ namespaces: 'any' })
  })

  test('a kind that is broken, misspelt or inserted is any', () => {
    for (const text of [
      policy.replace('kind: ', 'kind '),
      policy.replace('kind: AuthorizationPolicy', 'kind: AuthorisationPolicy'),
      `${policy}{{ include "policies" . }}\n`,
      policy.replace('kind: AuthorizationPolicy', 'kind: {{ .kind }}'),
      '{{ include "policies" . }}',
    ])
      expect(reachOfText(text).kinds).toBe('any')
    expect(reachOfText('a: [')).toEqual(anything)
  })

  test('a word that the text may have been cut off in is unknown', () => {
    expect(reachOfText('kind: AuthorizationPolicy\nmetadata:\n  name: a\n  namespace: sh').namespaces).toBe('any')
  })

  test('kinds that decide nothing are none', () => {
    expect(reachOfText('apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: {{ x }}}\n').kinds).toEqual([])
    expect(reachOfText('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ x }}\ndata: {a: b}\n').kinds).toEqual([])
    expect(reachOfText('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: istio\ndata: {{ x }}\n').kinds).toEqual(['ConfigMap'])
  })
})
