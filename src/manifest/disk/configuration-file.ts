/**
 * Whether a file is a configuration of unsidecar, by its name and its text: one map of options at the start of its lines, which no object of
 * Kubernetes can be. Whatever else is called so is a manifest, or may be one. kubectl knows more ends of lines than YAML 1.2 does, and a `kind` may
 * stand after them.
 */
export function isConfiguration(path: string, text: string): boolean {
  if (!/(?:^|\/)unsidecar\.yaml$/.test(path) || /\{\{|\r(?!\n)|[\u0085\u2028\u2029]/.test(text)) return false
  const keys = text.split(/\r?\n/).filter((line) => /^[^\s#-]|^-(?!\s)/.test(line))
  return keys.length > 0 && keys.every((line) => /^[a-z][a-z-]*:(?:\s|$)/.test(line) && !/^(?:kind|metadata|spec|items):/.test(line))
}
