package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/dashboards/gen/demo"
	"github.com/argus-power/argus/nut/nuttest"
)

// TestQueries runs every query of every panel, variable and annotation against a Prometheus that scraped
// the demo: each finds something, or is listed above with the reason.
func TestQueries(t *testing.T) {
	f := startWorld(t)
	f.live(t)
	boards, err := demo.Boards("..")
	if err != nil {
		t.Fatal(err)
	}
	left := silent()
	for _, b := range boards {
		view, err := f.view().Choose(t.Context(), f.prometheus, b, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range b.Panels {
			for _, q := range p.Targets {
				key := strings.Join([]string{b.UID, p.Title, q.RefID}, " / ")
				_, listed := left[key]
				delete(left, key)
				f.checkQuery(t, key, p, q, view, listed)
			}
			f.checkLabels(t, p, view)
		}
		f.checkVariables(t, b, view)
		f.checkAnnotations(t, b, f.view()) // of all devices
	}
	f.checkAlone(t, boards)
	f.checkLost(t, boards)
	for key := range left {
		t.Errorf("%s is listed as silent and is not there", key)
	}
	f.checkNobody(t, boards)
}

func (f *world) checkQuery(t *testing.T, key string, p demo.Panel, q demo.Target, view demo.View, listed bool) {
	t.Helper()
	got, err := f.find(t, p, q, view)
	switch {
	case err != nil:
		t.Errorf("%s: %v\n%s", key, err, view.Expand(q.Expr))
	case len(got) == 0 && !listed:
		t.Errorf("%s finds nothing:\n%s", key, view.Expand(q.Expr))
	case len(got) > 0 && listed:
		t.Errorf("%s finds something, and is listed as silent", key)
	}
}

func (f *world) checkVariables(t *testing.T, b demo.Board, view demo.View) {
	t.Helper()
	for _, v := range b.Templating.List {
		if v.Type != "query" {
			continue
		}
		label, selector := v.Asks()
		got, err := f.prometheus.Values(t.Context(), label, view.Expand(selector))
		if err != nil || len(got) == 0 && label != "site" {
			t.Errorf("%s, variable %s: %v, %d values", b.UID, v.Name, err, len(got))
		}
	}
}

func (f *world) checkAnnotations(t *testing.T, b demo.Board, view demo.View) {
	t.Helper()
	now := time.Now()
	for _, a := range b.Annotations.List {
		got, err := f.prometheus.Range(t.Context(), view.Expand(a.Expr), now.Add(-view.Range), now, time.Second)
		if err != nil || len(got) == 0 {
			t.Errorf("%s, annotation %s: %v, %d series\n%s", b.UID, a.Name, err, len(got), view.Expand(a.Expr))
		}
	}
}

// checkNobody chooses several devices, and then one that does not exist: whatever is chosen, no query is
// wrong, and none shows a device that was not chosen.
func (f *world) checkNobody(t *testing.T, boards []demo.Board) {
	t.Helper()
	nobody, some := f.view(), f.view()
	for _, name := range []string{"job", "site", "instance", "device", "argus"} {
		nobody.Values[name] = "nobody"
		some.Values[name] = "(office|closet|nut|berlin|127.+)"
	}
	for _, b := range boards {
		for _, p := range b.Panels {
			for _, q := range p.Targets {
				got, err := f.find(t, p, q, nobody)
				if err != nil || len(got) > 0 && !strings.Contains(q.Expr, "$device|") { // alerts of the whole fleet
					t.Errorf("%s, %s: %v, and %d series of devices that were not chosen", b.UID, p.Title, err, len(got))
				}
				got, err = f.find(t, p, q, some)
				if err != nil || strings.Contains(q.Expr, "$device") && slices.ContainsFunc(got, stranger) {
					t.Errorf("%s, %s: %v, or a device that was not chosen", b.UID, p.Title, err)
				}
			}
		}
	}
}

func stranger(s demo.Series) bool {
	device, has := s.Metric["device"]
	return has && device != "" && device != "office" && device != "closet"
}

// checkLabels holds that every column of a table that is a label is one of some answer.
func (f *world) checkLabels(t *testing.T, p demo.Panel, view demo.View) {
	t.Helper()
	if p.Type != "table" {
		return
	}
	labels := map[string]bool{}
	for _, q := range p.Targets {
		got, _ := f.find(t, p, q, view)
		for _, s := range got {
			for name := range s.Metric {
				labels[name] = true
			}
		}
	}
	var steps []struct{ Options any }
	if err := json.Unmarshal(p.Transformations, &steps); err != nil {
		t.Fatal(err)
	}
	for _, name := range columnsOf(t, steps[1].Options) {
		if !strings.HasPrefix(name, "Value") && !labels[name] && len(labels) > 0 {
			t.Errorf("%s: no answer has the label %s", p.Title, name)
		}
	}
}

// checkAlone chooses device by device. Where only one query of a table finds something Grafana leaves its
// letter out, and the table takes it for the first.
func (f *world) checkAlone(t *testing.T, boards []demo.Board) {
	t.Helper()
	devices, err := f.prometheus.Values(t.Context(), "device", "argus_device_up")
	if err != nil || len(devices) < 6 {
		t.Fatalf("devices %q: %v", devices, err)
	}
	for _, device := range devices {
		view := f.view()
		view.Values["device"] = device
		for _, b := range boards {
			for _, p := range b.Panels {
				var found []string
				for _, q := range p.Targets {
					if p.Type != "table" {
						break
					}
					if got, _ := f.find(t, p, q, view); len(got) > 0 {
						found = append(found, q.RefID)
					}
				}
				if len(found) == 1 && found[0] != "A" {
					t.Errorf("%s, %s: of %s only query %s finds something", b.UID, p.Title, device, found[0])
				}
			}
		}
	}
}

// checkLost has a device fall silent while it is on battery, and then all, with Argus itself: the overview
// counts and shows them.
func (f *world) checkLost(t *testing.T, boards []demo.Board) {
	t.Helper()
	f.devices.NUT.Server().Fail(nuttest.SimOffice, "DATA-STALE")
	f.until(t, f.view().Expand("("+asked(t, boards, "Lost on battery")+") == 1"))
	f.argus.Stop() // no series says any more that anything is down
	f.until(t, "absent(argus_device_up)")
	for title, want := range map[string]string{
		"Lost on battery": "(%s) == 2", "No answer": "(%s) == 7", "Devices": "(%s) == 7",
		"All devices": "count((%s) == 6) == 7", "Sites": "(%s) == 6", "Power": "(%s) == 0",
	} {
		f.until(t, f.view().Expand(strings.Replace(want, "%s", asked(t, boards, title), 1)))
	}
}

// asked is the first query of a panel of the overview.
func asked(t *testing.T, boards []demo.Board, title string) string {
	t.Helper()
	for _, b := range boards {
		for _, p := range b.Panels {
			if b.UID == "argus-overview" && p.Title == title {
				return p.Targets[0].Expr
			}
		}
	}
	t.Fatalf("no panel %q", title)
	return ""
}
