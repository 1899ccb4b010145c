package deploy

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argus-power/argus/deploy/local"
)

const alertmanagerConfig = "alertmanager/alertmanager.yml"

// TestAlertmanagerConfigs has amtool judge them, the templates among them.
func TestAlertmanagerConfigs(t *testing.T) {
	amtool := tool(t, local.Amtool)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "argus.tmpl"), read(t, "alertmanager/argus.tmpl"))
	text := strings.ReplaceAll(read(t, alertmanagerConfig), "/etc/alertmanager/*.tmpl", filepath.Join(dir, "*.tmpl"))
	out := command(t, amtool, "check-config", write(t, filepath.Join(dir, "alertmanager.yml"), text))
	if !strings.Contains(out, "1 templates") {
		t.Errorf("the templates are not found:\n%s", out)
	}
	rehearsed, err := local.Rehearse(text, "http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	command(t, amtool, "check-config", write(t, filepath.Join(dir, "rehearsed.yml"), rehearsed))
	if strings.Contains(rehearsed, "pagerduty") {
		t.Error("a rehearsal would call people")
	}
}

// TestDirect has amtool judge the example for later versions, where it is of one of those.
func TestDirect(t *testing.T) {
	amtool := tool(t, local.Amtool)
	out, err := exec.CommandContext(t.Context(), amtool, "check-config", "alertmanager/examples/direct.yml").CombinedOutput()
	if err != nil && !strings.Contains(string(out), "not found in type") {
		t.Errorf("%v\n%s", err, out)
	}
	if err != nil {
		t.Logf("not judged: this amtool is older than 0.32, and does not know what the example is for")
	}
	if !strings.Contains(string(out), "payload not found in type") && err != nil {
		t.Errorf("an older amtool knows all but the payload and the headers:\n%s", out)
	}
}

// TestRoutes holds who is told what.
func TestRoutes(t *testing.T) {
	amtool := tool(t, local.Amtool)
	for labels, want := range map[string]string{
		"alertname=ArgusWatchdog severity=info":                         "deadman",
		"alertname=UPSLowBattery severity=critical site=home":           "oncall",
		"alertname=UPSLowBattery severity=critical":                     "oncall",
		"alertname=UPSLowBattery severity=critical site=berlin":         "oncall-berlin",
		"alertname=SiteOnBattery severity=critical site=home":           "oncall",
		"alertname=SiteOnBattery severity=critical site=berlin":         "oncall-berlin",
		"alertname=BatteryReplace severity=warning site=home":           "team",
		"alertname=BatteryReplace severity=warning site=berlin":         "team-berlin",
		"alertname=DeviceRebooted severity=info site=berlin":            "mail",
		"alertname=SomethingOfAnotherExporter severity=page site=home":  "team",
		"alertname=SomethingWithoutSeverity instance=h device=nothing5": "team",
	} {
		args := append([]string{"config", "routes", "test", "--config.file=" + alertmanagerConfig}, strings.Fields(labels)...)
		if got := strings.TrimSpace(command(t, amtool, args...)); got != want {
			t.Errorf("%s goes to %q, want %q", labels, got, want)
		}
	}
}

// message is what a receiver makes a text of.
const message = `{"receiver": "oncall", "status": "firing", "externalURL": "http://am.example.org",
"groupLabels": {"site": "berlin", "alertname": "UPSLowBattery"},
"commonLabels": {"alertname": "UPSLowBattery", "severity": "critical", "site": "berlin"},
"commonAnnotations": {},
"alerts": [
 {"status": "firing", "startsAt": "2026-01-02T03:04:05Z", "endsAt": "0001-01-01T00:00:00Z",
  "labels": {"alertname": "UPSLowBattery", "severity": "critical", "site": "berlin", "instance": "nas", "device": "ups"},
  "annotations": {"summary": "The battery of ups (nas) is low", "description": "9 % are left <of it>.",
   "runbook_url": "http://runbook.example.org/low", "dashboard_url": "/d/argus-ups?var-job=nut&var-device=a%2Fb"}},
 {"status": "resolved", "startsAt": "2026-01-02T03:04:05Z", "endsAt": "2026-01-02T03:14:05Z",
  "labels": {"alertname": "UPSLowBattery", "severity": "critical", "site": "berlin", "instance": "nas2", "device": "ups"},
  "annotations": {"summary": "The battery of ups (nas2) is low"}}]}`

// TestTemplates holds what people read.
func TestTemplates(t *testing.T) {
	amtool := tool(t, local.Amtool)
	data := write(t, filepath.Join(t.TempDir(), "message.json"), message)
	resolved := strings.Replace(message, `"status": "firing", "externalURL"`, `"status": "resolved", "externalURL"`, 1)
	over := write(t, filepath.Join(t.TempDir(), "over.json"), strings.ReplaceAll(resolved, `"firing", "startsAt"`, `"resolved", "startsAt"`))
	for _, test := range []struct{ name, data, want string }{
		{"title", data, "[CRITICAL] berlin: 2 × UPSLowBattery"},
		{"title", over, "[OVER] berlin: 2 × UPSLowBattery"},
		{"color", data, "danger"},
		{"color", over, "good"},
		{"link", data, "http://am.example.org"},
		{"text", data, `[critical] The battery of ups (nas) is low, berlin
9 % are left <of it>.
What to do: http://runbook.example.org/low
Look at it: http://localhost:3000/d/argus-ups?var-job=nut&var-device=a%2Fb

[over] The battery of ups (nas2) is low, berlin`},
		{"text", over, `[over] The battery of ups (nas) is low, berlin
[over] The battery of ups (nas2) is low, berlin`},
	} {
		got := command(t, amtool, "template", "render", "--template.glob=alertmanager/*.tmpl", "--template.data="+test.data,
			"--template.text={{ template \"argus."+test.name+"\" . }}")
		if strings.TrimSpace(got) != test.want {
			t.Errorf("argus.%s:\n%q, want\n%q", test.name, got, test.want)
		}
	}
	html := command(t, amtool, "template", "render", "--template.glob=alertmanager/*.tmpl", "--template.data="+data,
		"--template.type=html", "--template.text={{ template \"argus.html\" . }}")
	for _, want := range []string{
		"<h3>[CRITICAL]", "&lt;of it&gt;", `<a href="http://runbook.example.org/low">`, "Over: ",
		`<a href="http://localhost:3000/d/argus-ups?var-job=nut&amp;var-device=a%2Fb">`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the mail has no %s:\n%s", want, html)
		}
	}
}
