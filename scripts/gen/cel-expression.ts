import { parse } from '@bufbuild/cel'
import type { Expression } from '../../src/crd/schema-data.ts'

type Parsed = NonNullable<ReturnType<typeof parse>['expr']>

/** Parses a CEL rule into the tree that is committed. Throws for a construct that no rule has used so far. */
export function celExpression(rule: string): Expression {
  const parsed = parse(rule).expr
  if (parsed === undefined) throw new Error(`no expression in ${rule}`)
  return convert(parsed)
}

function convert(expression: Parsed): Expression {
  const { case: kind, value } = expression.exprKind
  switch (kind) {
    case 'constExpr':
      return ['const', constant(value.constantKind.value)]
    case 'identExpr':
      return ['ident', value.name]
    case 'selectExpr':
      return [value.testOnly ? 'has' : 'select', convert(value.operand!), propertyName(value.field)]
    case 'callExpr': {
      // `format.dns1123Subdomain()` is a function of its own in Kubernetes, and no method: `format` is not a variable.
      if (value.target?.exprKind.case === 'identExpr' && value.target.exprKind.value.name === 'format')
        return ['call', `format.${value.function}`]
      const args = value.args.map(convert)
      return ['call', value.function, ...(value.target === undefined ? args : [convert(value.target), ...args])]
    }
    case 'listExpr':
      return ['list', ...value.elements.map(convert)]
    case 'structExpr':
      if (value.entries.length === 0 && value.messageName === '') return ['map']
      break
    case 'comprehensionExpr':
      return [
        'fold',
        value.accuVar,
        convert(value.accuInit!),
        value.iterVar,
        convert(value.iterRange!),
        convert(value.loopCondition!),
        convert(value.loopStep!),
        convert(value.result!),
      ]
  }
  throw new Error(`CEL construct ${String(kind)} is not supported`)
}

function constant(value: unknown): string | number | boolean | null {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value
  throw new Error(`CEL constant ${String(value)} is not supported`)
}

/** Property names that are CEL keywords stand between double underscores in rules. */
function propertyName(field: string): string {
  if (/__(dot|dash|slash|underscores)__/.test(field)) throw new Error(`escape in ${field} is not supported`)
  return /^__(namespace|import|package|loop|return|const|else|for|function|if|let|var|void|while|break|continue|as|in|null|true|false)__$/.test(
    field,
  )
    ? field.slice(2, -2)
    : field
}
