import type { PathStep } from '../../diagnostics/place.ts'
import type { Refusal } from './refusal.ts'

const one = '{*}'
const rest = '{**}'

/**
 * Paths that are neither templates nor plain paths: braces beyond `{*}` and `{**}` as whole segments, a template after `{**}`, and beside
 * templates segments with characters that a path does not have (istio:pkg/config/security/security.go CheckValidPathTemplate).
 */
export function pathTemplateRefusals(values: readonly unknown[], path: readonly PathStep[]): Refusal[] {
  return values.flatMap((value, position) => {
    const reason = typeof value === 'string' ? refusalOf(value) : undefined
    return reason === undefined ? [] : [{ path: [...path, position], reason }]
  })
}

function refusalOf(value: string): string | undefined {
  const isTemplate = value.includes(one) || value.includes(rest)
  let open = true
  for (const segment of value.replace(/^\/+|\/+$/g, '').split('/')) {
    if (segment === one || segment === rest) {
      if (!open) return 'has a path template after `{**}`, which must be the last one'
      open = segment === one
    } else if (/[{}]/.test(segment)) return 'has `{` or `}` beyond the path templates `{*}` and `{**}`, which stand for whole segments'
    else if (isTemplate && !/^[a-zA-Z0-9\-._~%!$&'()+,;:@=]+$/.test(segment))
      return `has the segment \`${segment}\` beside a path template, which is not literal text of a path`
  }
  return undefined
}
