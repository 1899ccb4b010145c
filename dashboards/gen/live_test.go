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

// checkLost has a device vanish while it is on battery: the overview counts it.
func (f *world) checkLost(t *testing.T, boards []demo.Board) {
	t.Helper()
	f.devices.NUT.Server().Fail(nuttest.SimOffice, "DATA-STALE")
	for _, b := range boards {
		for _, p := range b.Panels {
			if p.Title == "Lost on battery" {
				f.until(t, f.view().Expand("("+p.Targets[0].Expr+") == 1"))
				return
			}
		}
	}
	t.Error("nothing tells of devices that are lost on battery")
}
