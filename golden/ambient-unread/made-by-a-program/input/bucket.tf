# AuthorizationPolicies are elsewhere
resource "aws_s3_bucket" "backups" {
  bucket = "ledger-backups"
}
