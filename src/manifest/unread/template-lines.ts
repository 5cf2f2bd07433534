/** What a line of a template does besides text: opens or ends a part that may be left out, or puts text in whose shape is unknown. */
export type TemplateLine = { readonly kind: 'opens' | 'ends' | 'none' } | { readonly kind: 'inserts'; readonly indent: number }

const action = /^\s*\{[{%]-?\s*(\/\*|#|if\b|else\b|elif\b|end\w*\b|with\b|range\b|for\b|define\b|block\b|\$\w+\s*:?=|set\b)?/

/** `{{- if .Values.x }}` opens, `{{- end }}` ends, `{{- include "labels" . | nindent 4 }}` inserts at the indentation 4. */
export function templateLine(line: string): TemplateLine {
  const match = action.exec(line)
  if (match === null) return { kind: 'none' }
  const word = match[1]
  if (word === undefined) return { kind: 'inserts', indent: Number(/\bn?indent\s+(\d+)/.exec(line)?.[1] ?? line.search(/\S/)) }
  if (/^(?:if|with|range|for|define|block)$/.test(word)) return { kind: 'opens' }
  return word.startsWith('end') ? { kind: 'ends' } : { kind: 'none' }
}

/** True when a template puts in text that may be whole documents or fields at the top: `{{ include "policies" . }}`, an overlay of ytt. */
export function insertsDocuments(lines: readonly string[]): boolean {
  return lines.some((line) => {
    const found = templateLine(line)
    return /#@\s*overlay|\(@|#@.*\b(?:template\.replace|load)\b/.test(line) || (found.kind === 'inserts' && found.indent === 0)
  })
}
