import { RE2JS } from 're2js'

/** Whether Go compiles a pattern, as far as the library tells: the two differ in named groups and in classes of Unicode alone. */
export function compilesInGo(pattern: string): boolean {
  try {
    RE2JS.compile(pattern)
    return true
  } catch {
    return false
  }
}

/** Whether Go certainly does not compile a pattern, such as `*`. */
export function isRefusedPattern(pattern: string | undefined): boolean {
  return pattern !== undefined && !/\(\?P?<[A-Za-z_]|\\[pP]/.test(pattern) && !compilesInGo(pattern)
}
