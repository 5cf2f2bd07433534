/** Kleene's third value stands for what the input does not say. */
export type Truth = true | false | 'unknown'

export function and(values: Iterable<Truth>): Truth {
  let result: Truth = true
  for (const value of values) {
    if (value === false) return false
    if (value === 'unknown') result = 'unknown'
  }
  return result
}

export function or(values: Iterable<Truth>): Truth {
  let result: Truth = false
  for (const value of values) {
    if (value === true) return true
    if (value === 'unknown') result = 'unknown'
  }
  return result
}

export function negate(value: Truth): Truth {
  return value === 'unknown' ? 'unknown' : !value
}
