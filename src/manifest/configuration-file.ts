/**
 * Whether a file is a configuration of unsidecar, by its name and its text: one map of options at the start of its lines, which no object of
 * Kubernetes can be. Whatever else is called so is a manifest, or may be one.
 */
export function isConfiguration(path: string, text: string): boolean {
  if (!/(?:^|\/)unsidecar\.yaml$/.test(path) || text.includes('{{')) return false
  const keys = text.split(/\r?\n/).filter((line) => /^[^\s#-]|^-(?!\s)/.test(line))
  return keys.length > 0 && keys.every((line) => /^[a-z][a-z-]*:(?:\s|$)/.test(line) && !/^(?:kind|metadata|spec|items):/.test(line))
}
