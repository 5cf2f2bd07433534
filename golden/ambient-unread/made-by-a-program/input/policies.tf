resource "kubernetes_manifest" "no_deletes" {
  manifest = {
    apiVersion = "security.istio.io/v1"
    kind       = "AuthorizationPolicy"
    metadata   = { name = "no-deletes", namespace = var.namespace }
    spec       = { action = "DENY", rules = [{ to = [{ operation = { methods = ["DELETE"] } }] }] }
  }
}
