/**
 * `{{ .Values.x }}` (Helm, Go, Jinja), `${NAME}` and `$NAME` (Flux, envsubst, Terraform), `{% if %}`, `<% x %>`, `<path:secret#key>` (Argo
 * CD's vault plugin), `ENC[AES256_GCM,…]` (SOPS), `#{Name}` (Octopus, Azure Pipelines), `$(NAME)` (Azure Pipelines,
 * kustomize). `$${NAME}` is Flux' way to write the text itself.
 */
const marks = /\{\{.*\}\}|(?<!\$)\$\{[^}]*\}|\$[A-Z][A-Z0-9_]+|\{%.*%\}|<%.*%>|<path:[^>]*>|^ENC\[|#\{[^}]*\}|\$\([A-Za-z_][\w.-]*\)/

/** Each mark has one of these signs, which are rare in manifests. */
const signs = /[{$<]|^ENC\[/

/** Whether another tool fills in a text before it is applied. */
export function isFilledInElsewhere(text: string): boolean {
  return signs.test(text) && marks.test(text)
}

/** How each of them begins. */
const beginnings = /\{[{%]|\$[{(A-Z]|<%|<path:|ENC\[|#\{/

/** Whether any part of a text may be filled in by another tool: most documents have nothing of the kind, and need not be searched. */
export function maySayFilledIn(text: string): boolean {
  return beginnings.test(text)
}
