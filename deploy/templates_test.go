package deploy

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/argus-power/argus/deploy/local"
)

// rendered is what a template makes of a notification.
func rendered(t *testing.T, name, data string) string {
	t.Helper()
	return command(t, tool(t, local.Amtool), "template", "render", "--template.glob=alertmanager/*.tmpl",
		"--template.data="+write(t, filepath.Join(t.TempDir(), "message.json"), data),
		"--template.text={{ template \"argus."+name+"\" . }}")
}

// storm is a notification with many alerts of one kind.
func storm(t *testing.T, n int, alert map[string]any) string {
	t.Helper()
	var list []any
	for i := range n {
		labels := map[string]string{"alertname": "UPSOnBattery", "instance": fmt.Sprintf("ups%d.lan", i), "device": "ups"}
		list = append(list, map[string]any{
			"status": "firing", "labels": labels, "annotations": alert,
			"startsAt": "2026-01-02T03:04:05Z", "endsAt": "0001-01-01T00:00:00Z",
		})
	}
	text, err := json.Marshal(map[string]any{
		"receiver": "team", "status": "firing", "externalURL": "http://am.example.org", "groupLabels": map[string]string{},
		"commonLabels": map[string]string{"alertname": "UPSOnBattery"}, "commonAnnotations": map[string]string{}, "alerts": list,
	})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestManyAlerts holds that forty alerts fit into a message, each named, and ten told in full.
func TestManyAlerts(t *testing.T) {
	data := storm(t, 40, map[string]any{"description": "It is on battery."})
	for _, name := range []string{"text", "slack.text"} {
		got := rendered(t, name, data)
		if n := strings.Count(got, "It is on battery."); n != 10 {
			t.Errorf("argus.%s tells %d in full", name, n)
		}
		if n := strings.Count(got, "UPSOnBattery ups (ups"); n != 40 {
			t.Errorf("argus.%s names %d of them:\n%s", name, n, got)
		}
	}
}

// TestSlackEscapes holds that nothing which a device says of itself is a command to Slack.
func TestSlackEscapes(t *testing.T) {
	data := strings.ReplaceAll(storm(t, 1, map[string]any{"summary": `<!channel> & "b"`, "description": "<http://x|y>"}),
		`"commonAnnotations":{}`, `"commonAnnotations":{"summary":"\u003c!channel\u003e"}`)
	if got := rendered(t, "slack.title", data); strings.TrimSpace(got) != "[ALERT] &lt;!channel&gt;" {
		t.Errorf("the title is %q", got)
	}
	got := rendered(t, "slack.text", data)
	if strings.ContainsAny(got, "<>") || !strings.Contains(got, `&lt;!channel&gt; &amp; "b"`) || !strings.Contains(got, "&lt;http://x|y&gt;") {
		t.Errorf("the text is %q", got)
	}
	_, rest, _ := strings.Cut(read(t, alertmanagerConfig), "slack_configs: &slack")
	slack, _, _ := strings.Cut(rest, "- name:")
	if !strings.Contains(slack, `"argus.slack.text"`) {
		t.Errorf("Slack is not where this test looks for it: %q", slack)
	}
	if strings.Contains(slack, `"argus.title"`) || strings.Contains(slack, `"argus.text"`) {
		t.Error("Slack gets what is not escaped")
	}
}
