package check

import (
	"slices"
	"strings"
	"testing"
)

// TestCheck plants mistakes, and holds that what is right is left alone.
func TestCheck(t *testing.T) {
	for _, test := range []struct{ expr, want string }{ // want is "" for what is right
		{`argus_status{state="on_battery"} == 1`, ""},
		{`argus_status{state="on_batery"} == 1`, `state of argus_status is never "on_batery"`},
		{`argus_status{state=~"bypass|on_batery"} == 1`, `never "on_batery"`},
		{`argus_status{state!="on_batery"} == 1`, `never "on_batery"`},
		{`argus_status{state=~"on_.*"} == 1`, ""},
		{`argus_statu == 1`, `no metric "argus_statu"`},
		{`{state="bypass"}`, "names no metric"},
		{`argus_battery_charge_ratio{state="on_battery"}`, `has no label "state"`},
		{`argus_battery_charge_ratio{site="berlin",rack="1"}`, ""},
		{`argus_events_total{event="on_batery"}`, "never"},
		{`argus_device_error_info{reason="timedout"}`, "never"},
		{`argus_power_info{method="guess"}`, "never"},
		{`argus_test_result{result="fail"}`, "never"},
		{`argus_exporter_probes_total{result="ok"}`, "never"},
		{`argus_battery_charger{state="charged"}`, "never"},
		{`argus_input_voltage_volts{line="L4"}`, "never"},
		{`argus_sensor_temperature_limit_celsius{limit="high_warn"}`, "never"},
		{`argus_device_info{type="psu"}`, "never"},
		{`sum by (sit) (argus_power_watts)`, `groups by "sit"`},
		{`sum without (line) (argus_power_watts)`, `groups by "line"`},
		{`topk(3, sum by (device, outlet) (argus_outlet_power_watts))`, ""},
		{`count_values("version", argus_build_info)`, ""},
		{`label_replace(argus_power_watts, "host", "$1", "instanc", "(.*)")`, `reads "instanc"`},
		{`sum by (host) (label_replace(argus_power_watts, "host", "$1", "instance", "(.*)"))`, ""},
		{`histogram_quantile(0.9, sum by (le) (rate(argus_exporter_probe_duration_seconds_bucket[5m])))`, ""},
		{`argus_power_watts * on (job, instance, devic) argus_device_up`, `matches by "devic"`},
		{`argus_power_watts * on (device) group_left (typ) argus_device_info`, "does not have"},
		{`argus_power_watts * on (job, instance, device) group_left (type) argus_device_info`, ""},
		{`argus_power_watts and argus_status{state="on_battery"} == 1`, `differ in "state"`},
		{`argus_power_watts and on (job, instance, device) argus_status{state="on_battery"} == 1`, ""},
		{`argus_status{state="low_battery"} == 1 and argus_status{state="online"} == 0`, `differ in "state"`},
		{`argus_status{state="low_battery"} and ignoring (state) argus_status{state="online"}`, ""},
		{`argus_power_watts + (argus_status{state="off"} or argus_power_watts)`, "a part of one"},
		{`argus_power_watts or argus_status`, ""},
		{`argus_power_watts unless argus_status`, "never meet"},
		{`sum by (site) (argus_power_watts) and argus_power_watts`, "never meet"},
		{`sum by (site) (argus_power_watts) / sum(argus_power_watts)`, ""},
		{`sum by (site) (argus_power_watts) / on () group_left () sum(argus_power_watts)`, ""},
		{`device:argus_load:max > device:argus_load_limit:ratio`, ""},
		{`device:argus_load:maximum > 1`, "no metric"},
		{`device:argus_load:max{line="L1"} > 1`, `has no label "line"`},
		{`ALERTS{alertname="Anything",whatever="x"}`, ""},
		{`rate(argus_power_watts`, "parse error"},
		{`time() - argus_test_timestamp_seconds > 1 and absent(up{job="argus"}) + vector(1)`, "never meet"},
	} {
		all := together(Check(test.expr))
		if test.want == "" && all != "" || !strings.Contains(all, test.want) {
			t.Errorf("%s: got %q, want %q", test.expr, all, test.want)
		}
	}
}

func TestNames(t *testing.T) {
	got := Names(`up == 1 and on (job) {__name__="argus_power_watts"} unless up`)
	if !slices.Equal(got, []string{"up", "argus_power_watts"}) || Names("(") != nil {
		t.Errorf("got %q", got)
	}
}

// TestMissing holds which labels a result may lack.
func TestMissing(t *testing.T) {
	for _, test := range []struct{ expr, want string }{
		{`argus_power_watts`, "state"},
		{`argus_status`, ""},
		{`argus_status or argus_power_watts`, "state"},
		{`sum by (site) (argus_status)`, "state device"},
		{`absent(up{job="argus"})`, "state device"},
		{`argus_status == on (device) argus_status{state="off"}`, "state"},
		{`ALERTS`, ""},
	} {
		got := strings.Join(shipped().Missing(test.expr, "state", "device"), " ")
		if got != test.want {
			t.Errorf("%s: got %q, want %q", test.expr, got, test.want)
		}
	}
}
