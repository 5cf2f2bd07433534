import type { Expression } from '../schema-data.ts'
import { celError, isFields } from './cel-value.ts'
import { functions } from './functions.ts'

/** An expression ready to run; the frame holds the variables in scope. */
type Run = (frame: unknown[]) => unknown

/**
 * Compiles a rule to a test of `self`, which is true when the rule holds. As in the API server, an error counts as a violation. The
 * expression was parsed by a CEL library when the schemas were generated; tests compare the verdicts with that library's.
 */
export function compileRule(expression: Expression): (self: unknown) => boolean {
  const scope: string[] = ['self']
  const run = compile(expression, scope)
  return (self) => run([self]) === true
}

function compile(expression: Expression, scope: readonly string[]): Run {
  switch (expression[0]) {
    case 'const': {
      const value = expression[1]
      return () => value
    }
    case 'ident': {
      const slot = scope.lastIndexOf(expression[1])
      if (slot < 0) throw new Error(`CEL variable ${expression[1]} is not in scope`)
      return (frame) => frame[slot]
    }
    case 'select': {
      const [, operand, name] = expression
      const run = compile(operand, scope)
      return (frame) => {
        const value = run(frame)
        return isFields(value) && Object.hasOwn(value, name) ? value[name] : celError
      }
    }
    case 'has': {
      const [, operand, name] = expression
      const run = compile(operand, scope)
      return (frame) => {
        const value = run(frame)
        return isFields(value) ? Object.hasOwn(value, name) : celError
      }
    }
    case 'list': {
      const items = (expression.slice(1) as Expression[]).map((item) => compile(item, scope))
      return (frame) => {
        const values = items.map((item) => item(frame))
        return values.includes(celError) ? celError : values
      }
    }
    case 'map':
      return () => ({})
    case 'fold':
      return compileFold(expression, scope)
    case 'call': {
      const [, name, ...args] = expression
      return compileCall(
        name,
        args.map((argument) => compile(argument, scope)),
      )
    }
  }
}

function compileCall(name: string, args: readonly Run[]): Run {
  const [first, second, third] = args as [Run, Run, Run | undefined]
  switch (name) {
    case '_&&_':
      return (frame) => connective(first, second, frame, false)
    case '_||_':
      return (frame) => connective(first, second, frame, true)
    case '_?_:_':
      return (frame) => {
        const condition = first(frame)
        return condition === true ? second(frame) : condition === false ? third?.(frame) : celError
      }
    case '@not_strictly_false':
      return (frame) => first(frame) !== false
  }
  const call = functions[name]
  if (call === undefined) throw new Error(`CEL function ${name} is not supported`)
  if (args.length === 0) return () => call()
  if (args.length === 1) {
    return (frame) => {
      const value = first(frame)
      return value === celError ? celError : call(value)
    }
  }
  return (frame) => {
    const a = first(frame)
    const b = second(frame)
    const c = third?.(frame)
    return a === celError || b === celError || c === celError ? celError : call(a, b, c)
  }
}

/** `&&` and `||` do not mind an error on one side when the other side decides. */
function connective(first: Run, second: Run, frame: unknown[], decides: boolean): unknown {
  const a = first(frame)
  if (a === decides) return decides
  const b = second(frame)
  if (b === decides) return decides
  return a === !decides && b === !decides ? !decides : celError
}

function compileFold(expression: Extract<Expression, readonly ['fold', ...unknown[]]>, scope: readonly string[]): Run {
  const [, accumulator, initial, variable, range, condition, step, result] = expression
  const runRange = compile(range, scope)
  const runInitial = compile(initial, scope)
  // The variable is visible to the step, the accumulator to all three; inner names hide outer ones.
  const inner = [...scope, accumulator, variable]
  const slot = scope.length
  const [runCondition, runStep, runResult] = [condition, step, result].map((part) => compile(part, inner)) as [Run, Run, Run]
  return (frame) => {
    const over = runRange(frame)
    const items = Array.isArray(over) ? over : isFields(over) ? Object.keys(over) : undefined
    if (items === undefined) return celError
    const local = frame.slice(0, slot)
    local.push(runInitial(frame), undefined)
    for (const item of items) {
      if (runCondition(local) !== true) break
      local[slot + 1] = item
      local[slot] = runStep(local)
    }
    return runResult(local)
  }
}
