# For pint (github.com/cloudflare/pint): pint --offline -c rules/.pint.hcl lint rules/*.yml
rule {
  match {
    kind = "alerting"
  }
  annotation "summary" {
    required = true
    severity = "bug"
  }
  annotation "description" {
    required = true
    severity = "bug"
  }
  annotation "runbook_url" {
    required = true
    severity = "bug"
    value    = "https://github.com/argus-power/argus/blob/main/docs/runbooks.md#[a-z]+"
  }
  annotation "dashboard_url" {
    required = true
    severity = "bug"
    value    = "/d/argus-.+"
  }
  label "severity" {
    required = true
    severity = "bug"
    value    = "critical|warning|info"
  }
}
