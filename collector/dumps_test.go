package collector

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"github.com/argus-power/argus/nut"
	"github.com/argus-power/argus/nut/nuttest"
	"github.com/argus-power/argus/power"
)

// dumps reads all recordings, or skips the test. Their names become short enough
// for a UPS.
func dumps(t *testing.T) []nuttest.Device {
	t.Helper()
	list := nuttest.Recordings(t)
	for i := range list {
		list[i].Name, list[i].Description = fmt.Sprintf("d%03d", i), list[i].Name
	}
	return list
}

// TestDumpsExposition holds that every real device gives a valid exposition,
// which says exactly what its snapshot says.
func TestDumpsExposition(t *testing.T) {
	m, _ := parse(t, "modules: {all: {extends: nut, raw: true}}").Module("all")
	f := newFamilies()
	for _, d := range dumps(t) {
		vars := []nut.Var{}
		for _, name := range slices.Sorted(maps.Keys(d.Vars)) {
			vars = append(vars, nut.Var{Name: name, Value: d.Vars[name]})
		}
		snapshots := m.NUT().Snapshots(nut.Device{
			UPS: nut.UPS{Name: d.Name, Description: d.Description}, Vars: vars,
		}, moment, nil)
		body := exposition(t, f, Result{Snapshots: snapshots})
		lint(t, body)
		want := []string{"probe_duration_seconds 0", "probe_success 1"}
		for i := range snapshots {
			want = append(want, told(&snapshots[i])...)
		}
		slices.Sort(want)
		if got := parsed(t, body); !slices.Equal(got, want) {
			t.Errorf("%s: %d series for %d facts\n%s", d.Description, len(got), len(want),
				firstDifference(strings.Join(want, "\n"), strings.Join(got, "\n")))
		}
		if t.Failed() {
			t.Fatal(d.Description)
		}
	}
}

// exposition gathers a result as a probe would, and holds that a registry with all
// checks on gathers the same.
func exposition(t *testing.T, f *families, r Result) string {
	t.Helper()
	c := &Collector{families: f, read: func() Result { return r }}
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(c)
	checked, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	x := &gathering{}
	c.gather(x)
	want, got := text(t, checked), string(x.write())
	if got != want {
		t.Errorf("not what a registry gathers\n%s", firstDifference(want, got))
	}
	if other := text(t, x.families()); other != want {
		t.Errorf("not what a registry gathers, as protocol buffers\n%s", firstDifference(want, other))
	}
	return got
}

func text(t *testing.T, gathered []*dto.MetricFamily) string {
	t.Helper()
	var out bytes.Buffer
	for _, family := range gathered {
		if _, err := expfmt.MetricFamilyToText(&out, family); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// parsed reads an exposition back, as sorted series with sorted labels.
func parsed(t *testing.T, body string) []string {
	t.Helper()
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for name, family := range families {
		for _, metric := range family.Metric {
			value := metric.GetGauge().GetValue()
			if family.GetType() == dto.MetricType_COUNTER {
				value = metric.GetCounter().GetValue()
			}
			labels := map[string]string{}
			for _, pair := range metric.Label {
				labels[pair.GetName()] = pair.GetValue()
			}
			list = append(list, written(name, labels, value))
		}
	}
	slices.Sort(list)
	return list
}

func written(name string, labels map[string]string, value float64) string {
	var text []string
	for _, label := range slices.Sorted(maps.Keys(labels)) {
		if labels[label] != "" {
			text = append(text, label+"="+strconv.Quote(labels[label]))
		}
	}
	if len(text) > 0 {
		name += "{" + strings.Join(text, ",") + "}"
	}
	return name + " " + strconv.FormatFloat(value, 'g', -1, 64)
}

// told lists what a snapshot of a living device says, in the form of parsed.
func told(s *power.Snapshot) []string {
	type labels = map[string]string
	list := []string{
		written("argus_device_up", labels{"device": s.Device}, 1),
		written("argus_device_info", labels{
			"device": s.Device, "type": s.Info.Type, "manufacturer": s.Info.Manufacturer,
			"model": s.Info.Model, "serial": s.Info.Serial, "firmware": s.Info.Firmware,
			"name": s.Info.Name, "location": s.Info.Location, "protocol": s.Info.Protocol,
		}, 1),
	}
	for _, state := range power.AllStates() {
		if value := 0.0; s.Status.Reportable.Has(state) {
			if s.Status.Active.Has(state) {
				value = 1
			}
			list = append(list, written("argus_status",
				labels{"device": s.Device, "state": state.String()}, value))
		}
	}
	for _, state := range s.Status.Other {
		list = append(list, written("argus_status", labels{"device": s.Device, "state": state}, 1))
	}
	for _, r := range s.Readings {
		place := labels{"device": s.Device}
		for i, label := range r.Quantity.Labels() {
			place[label] = r.Place[i]
		}
		list = append(list, written("argus_"+r.Quantity.Name(), place, r.Value))
	}
	for _, v := range s.Raw {
		at := labels{"device": s.Device, "variable": v.Name}
		if v.Numeric {
			list = append(list, written("argus_nut_variable", at, v.Number))
			continue
		}
		at["value"] = power.CleanLabel(v.Text)
		list = append(list, written("argus_nut_variable_info", at, 1))
	}
	return list
}

// TestDumpsOneServer reads all recordings from one server in one probe.
func TestDumpsOneServer(t *testing.T) {
	list := dumps(t)
	server := nuttest.Start(t, list...)
	code, body := get(t, prober(t, ""), "/probe?target="+server.Addr())
	if code != 200 {
		t.Fatalf("status %d", code)
	}
	has(t, body, "probe_success 1")
	if all := parsed(t, body); len(all) < 20*len(list) || len(slices.Compact(all)) != len(all) {
		t.Errorf("%d series, want more, and each once", len(all))
	}
	if up := strings.Count(body, "\nargus_device_up{"); up != len(list) {
		t.Errorf("%d devices, want %d", up, len(list))
	}
	if down := strings.Count(body, "\nargus_device_error_info{"); down > 0 {
		t.Errorf("%d devices without data", down)
	}
}
