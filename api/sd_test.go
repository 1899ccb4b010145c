package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/store"
)

func discovered(t *testing.T, a *api, query string) []targetGroup {
	t.Helper()
	r := get(a, "/sd"+query)
	var list []targetGroup
	if err := json.Unmarshal([]byte(r.text), &list); err != nil || r.StatusCode != http.StatusOK || r.Header.Get("Content-Type") != "application/json" {
		t.Fatalf("%s: %s %s %v", query, r.Status, r.text, err)
	}
	return list
}

func targets(list []targetGroup) (all []string) {
	for _, g := range list {
		all = append(all, g.Targets...)
	}
	return all
}

func TestDiscoverFilters(t *testing.T) {
	for query, want := range map[string][]string{
		"":                            {"ups@nas.lan", "ups@shed.lan", "pdu.lan"},
		"?type=ups":                   {"ups@nas.lan", "ups@shed.lan"},
		"?type=pdu":                   {"pdu.lan"},
		"?site=home":                  {"ups@nas.lan"},
		"?site=Rack+1":                nil, // its site is stated, so that its location is none
		"?site=unknown":               {"ups@shed.lan"},
		"?label=rack%3D2":             {"pdu.lan"}, // one of its devices is in it
		"?label=role=it&type=pdu":     nil,
		"?module=snmp":                {"pdu.lan"},
		"?module=nut&site=home":       {"ups@nas.lan"},
		"?type=ups&label=site%3Dhome": {"ups@nas.lan"},
	} {
		if got := targets(discovered(t, lab(world(t)), query)); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}

// TestDiscoverGroups holds that what one probe reads is one target.
func TestDiscoverGroups(t *testing.T) {
	f := &fake{stats: store.Stats{ID: "x"}}
	add := func(protocol, host, device, module string, seen time.Duration, kind string) {
		k := store.Key{Protocol: protocol, Address: host + ":3493", Device: device}
		f.devices = append(f.devices, store.Device{
			Key: k, Target: host, Module: module, LastSeen: noon.Add(-seen), Info: power.Info{Type: kind, Serial: "S" + device},
		})
	}
	add("snmp", "10.0.0.7", "10", "snmp", 2, "pdu")
	add("snmp", "10.0.0.7", "2", "apc", 1, "ats")
	add("snmp", "10.0.0.7", "9", "snmp", 3, "pdu")
	add("nut", "h", "epdu/2", "nut", 1, "pdu")
	add("nut", "h", "epdu/10", "nut", 1, "pdu")
	add("nut", "h", "epdu", "mine", 0, "pdu")
	add("nut", "[fd00::1]", "ups", "nut", 0, "ups")
	add("nut", "i", "lost/1", "nut", 0, "ups") // of a chain that is not known as a whole
	a := lab(f)
	a.Labels = func(k store.Key) map[string]string {
		return map[string]string{
			"site": "s", "rack": k.Device, "__address__": "evil", "1st": "x", "a b": "x", "ü": "x", "": "x", "empty": " ",
			"text": "a\nb\xff" + strings.Repeat("x", 1000), "job": "x", "instance": "x", "device": "x",
		}
	}
	want := `ups@[fd00::1] module=nut device=ups devices=1 type=ups serial=Sups own=rack,site,text
epdu@h module=mine device=epdu devices=3 type=pdu serial=Sepdu own=site,text
lost@i module=nut device=lost/1 devices=1 type=ups serial=Slost/1 own=rack,site,text
10.0.0.7 module=apc device=2 devices=3 type=ats serial=S2 own=site,text
`
	for range 3 {
		var got strings.Builder
		for _, g := range discovered(t, a, "") {
			l := g.Labels
			var own []string
			for _, name := range sortedNames(l) {
				if !strings.HasPrefix(name, "__") {
					own = append(own, name)
				}
			}
			m := func(name string) string { return l["__meta_argus_"+name] }
			fmt.Fprintf(&got, "%s module=%s device=%s devices=%s type=%s serial=%s own=%s\n", strings.Join(g.Targets, ","), l["__param_module"],
				m("device"), m("devices"), m("type"), m("serial"), strings.Join(own, ","))
			if l["__param_module"] != m("module") || len(l["text"]) > power.MaxLabel || strings.Contains(l["text"], "\n") || !utf8.ValidString(l["text"]) || l["__address__"] != "" {
				t.Errorf("labels %q", l)
			}
		}
		if got.String() != want {
			t.Fatalf("got\n%swant\n%s", got.String(), want)
		}
		slices.Reverse(f.devices) // the order does not depend on the store's
	}
}

func TestDiscoverTarget(t *testing.T) {
	var asked []string
	fail := error(nil)
	a := lab(&fake{}) // which is not open: that does not matter for what is read live
	a.List = func(_ context.Context, target, module string) (Listing, error) {
		asked = append(asked, target+" "+module)
		return Listing{
			Protocol: "nut", Target: "nas.lan", Address: "nas.lan:3493", Module: "nut",
			Snapshots: []power.Snapshot{
				{Device: "ups", Info: power.Info{Type: "ups", Model: "M", Protocol: "nut"}},
				{Device: "epdu/1"},
				{Device: "epdu", Info: power.Info{Type: "pdu"}},
				{Device: "dead", Err: errors.New("stale")},
			},
		}, fail
	}
	for query, want := range map[string][]string{
		"?target=nas.lan":            {"dead@nas.lan", "epdu@nas.lan", "ups@nas.lan"},
		"?target=nas.lan&type=ups":   {"ups@nas.lan"},
		"?target=nas.lan&site=home":  {"dead@nas.lan", "epdu@nas.lan", "ups@nas.lan"},
		"?target=x@NAS.lan&type=pdu": {"epdu@nas.lan"},
	} {
		if got := targets(discovered(t, a, query)); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	asked = nil
	if g := discovered(t, a, "?target=ups@nas.lan:3493&module=mine&type=ups")[0]; g.Labels["site"] != "home" ||
		g.Labels["__meta_argus_model"] != "M" || asked[0] != "ups@nas.lan:3493 mine" {
		t.Errorf("got %+v, asked %q", g, asked)
	}
	for want, err := range map[int]error{
		http.StatusBadRequest: &Error{http.StatusBadRequest, errors.New("module is not known")},
		http.StatusForbidden:  fmt.Errorf("list: %w", &Error{http.StatusForbidden, errors.New("policy")}),
		http.StatusBadGateway: errors.New("no answer"),
	} {
		fail = err
		if r := get(a, "/sd?target=x"); r.StatusCode != want || !strings.Contains(r.text, err.Error()) {
			t.Errorf("%v: %d %s", err, r.StatusCode, r.text)
		}
	}
	a.List = nil
	if r := get(a, "/sd?target=x"); r.StatusCode != http.StatusNotImplemented {
		t.Errorf("nothing to read with: %d", r.StatusCode)
	}
}

// TestDiscoverEarly holds that Prometheus keeps its targets while not all are known.
func TestDiscoverEarly(t *testing.T) {
	f := &fake{}
	if r := get(lab(f), "/sd"); r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(r.text, "not open yet") {
		t.Errorf("before the store is open: %d %s", r.StatusCode, r.text)
	}
	f.stats.ID = "x"
	if got := discovered(t, lab(f), ""); got == nil || len(got) != 0 {
		t.Errorf("nothing is known: %v", got)
	}
	f.stats.Quarantined = 1
	now := noon
	a := newAPI(Options{Store: f, Now: func() time.Time { return now }})
	now = now.Add(relearn - time.Second)
	if r := get(a, "/sd"); r.StatusCode != http.StatusServiceUnavailable || !strings.Contains(r.text, "set aside") {
		t.Errorf("a store begun anew: %d %s", r.StatusCode, r.text)
	}
	now = now.Add(2 * time.Second)
	if got := discovered(t, a, ""); got == nil || len(got) != 0 {
		t.Errorf("some time after that: %v", got)
	}
}
