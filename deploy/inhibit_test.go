package deploy

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/deploy/local"
)

// alertmanager runs a real one with the routes and inhibitions of deploy/, changed by changes, and
// returns its URL. What it sends goes to a webhook.
func alertmanager(t *testing.T, webhook string, changes func(string) string) string {
	t.Helper()
	path := tool(t, local.Alertmanager)
	config, err := local.Rehearse(changes(read(t, alertmanagerConfig)), webhook)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := write(t, filepath.Join(dir, "alertmanager.yml"), config)
	address := free(t)
	launch(t, "http://"+address+"/-/ready", path, "--config.file="+file, "--storage.path="+filepath.Join(dir, "data"),
		"--web.listen-address="+address, "--cluster.listen-address=")
	return "http://" + address
}

// held is an alert as Alertmanager's API tells it.
type held struct {
	Labels map[string]string
	Status struct {
		State       string
		InhibitedBy []string
	}
}

// labels reads "a=b c=d".
func labels(text string) map[string]string {
	all := map[string]string{}
	for pair := range strings.FieldsSeq(text) {
		name, value, _ := strings.Cut(pair, "=")
		all[name] = value
	}
	return all
}

// raise has alerts fire.
func raise(t *testing.T, server string, alerts ...map[string]string) {
	t.Helper()
	var list []map[string]any
	for _, l := range alerts {
		list = append(list, map[string]any{"labels": l})
	}
	body, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(server+"/api/v2/alerts", "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Fatal(response.Status)
	}
}

// settled returns the alerts once all of them had their effect. They have it in the order in which they
// come, so that the one known to hide another is the last.
func settled(t *testing.T, server string, n int) (list []held) {
	t.Helper()
	raise(t, server, labels("alertname=UPSLowBattery instance=last device=last"),
		labels("alertname=UPSOnBattery instance=last device=last hide=yes"))
	until(t, "all alerts are there", func() (bool, any) {
		if err := get(server+"/api/v2/alerts", &list); err != nil {
			return false, err
		}
		return len(list) == n+2 && slices.ContainsFunc(list, func(a held) bool {
			return a.Labels["instance"] == "last" && len(a.Status.InhibitedBy) > 0
		}), list
	})
	return list
}

// TestInhibition holds what hides what, in a real Alertmanager, one for each case: some have alerts without
// a site.
func TestInhibition(t *testing.T) {
	for _, test := range inhibitions {
		name := strings.ReplaceAll(test.name, " ", "-")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := alertmanager(t, "http://127.0.0.1:1", func(text string) string { return text })
			own := func(list []string, hidden bool) (alerts []map[string]string) {
				for _, text := range list {
					l := map[string]string{"case": name, "hide": "no", "severity": "warning"}
					if hidden {
						l["hide"] = "yes"
					}
					for label, value := range labels(text) {
						l[label] = strings.ReplaceAll(value, "HERE", name)
					}
					alerts = append(alerts, l)
				}
				return alerts
			}
			want := append(own(test.hidden, true), own(test.told, false)...)
			raise(t, server, want...)
			list := settled(t, server, len(want))
			for _, a := range list {
				if is := len(a.Status.InhibitedBy) > 0; is != (a.Labels["hide"] == "yes") {
					t.Errorf("%v: hidden %t", a.Labels, is)
				}
			}
		})
	}
}
