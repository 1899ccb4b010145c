package collector

import (
	"fmt"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
)

// TestMetricsPage holds docs/metrics.md to the catalogue.
func TestMetricsPage(t *testing.T) {
	var b strings.Builder
	b.WriteString(`# Metrics

<!-- Made from the catalogue in power/ by "make docs". Do not edit. -->

What ` + "`/probe`" + ` serves of a device. Every series of a device has the label ` + "`device`" + `: the name of the UPS on
its NUT server, with ` + "`/1`, `/2`" + ` … behind it for the units of a daisy chain. A label that does not
apply is absent. A value that the device does not tell, or that it cannot mean, is absent too and
never zero; ` + "`debug=true`" + ` lists what was left out and why.

| label | meaning |
|---|---|
| ` + "`line`" + ` | ` + "`L1` `L2` `L3`" + ` to neutral, ` + "`L1-L2`" + ` … between lines, ` + "`N` and `PE`" + ` for what flows in the neutral and in the earth conductor; absent for the whole device or its only phase |
| ` + "`input`" + ` | ` + "`1`, `2`" + ` … for the sources of a transfer switch and wherever there are several inputs, by the device's own numbers; ` + "`bypass`, `service_bypass`; `mains`, `generator`, `inverter`, `dc`" + ` where a device says what an input is; absent for the main input |
| ` + "`outlet`, `branch`, `sensor`" + ` | number or designation; the name is in the info metric. Outlet 0 is the main outlet: all of them together |
| ` + "`limit`" + ` | ` + "`low`, `low_warning`, `low_critical`, `high`, `high_warning`, `high_critical`" + `; of ` + "`argus_input_transfer_limit_volts`" + ` ` + "`low_minimum`, `low_maximum`, `high_minimum`, `high_maximum`, `boost_low`, `boost_high`, `trim_low`" + ` and so on |
| ` + "`source`" + ` | of the target voltage: ` + "`line` or `battery`" + ` |
| ` + "`kind`, `contact`" + ` | what a sensor detects, and the number of its contact |
| ` + "`state`, `result`, `method`, `reason`" + ` | words of closed lists, given with the metric |
| ` + "`event`" + ` | the kind of an event: [events.md](events.md) lists them |

Dates are read in every form that devices use. Where day and month cannot be told apart the month comes first:
` + "`12/11/2020`" + ` is the 11th of December, ` + "`13/11/2020`" + ` the 13th of November.

`)
	var family power.Family
	for _, q := range power.Quantities() {
		if f := q.Family(); f != family {
			family = f
			fmt.Fprintf(&b, "## %s\n\n| metric | kind | labels | meaning |\n|---|---|---|---|\n", f)
		}
		labels := code(q.Labels())
		help := q.Help()
		if list := q.States(); len(list) > 0 {
			help += " States: `" + strings.Join(list, "`, `") + "`."
		}
		fmt.Fprintf(&b, "| `%s%s` | %s | %s | %s |\n", prefix, q.Name(), q.Kind(), labels, help)
		if int(q)+1 == len(power.Quantities()) || (q+1).Family() != family {
			b.WriteString("\n")
		}
	}
	b.WriteString("## States\n\nThe values of `state` in `argus_status`. " +
		"A word of the device that is none of these appears as a state of its own, in lower case.\n\n`")
	for i, s := range power.AllStates() {
		if i > 0 {
			b.WriteString("`, `")
		}
		b.WriteString(s.String())
	}
	b.WriteString("`\n\n## The probe itself\n\n| metric | kind | labels | meaning |\n|---|---|---|---|\n")
	for _, row := range probeMetrics() {
		b.WriteString(row)
	}
	b.WriteString("\nWhat Argus tells of itself is on `/metrics`, each with its help text.\n")
	golden(t, "../docs/metrics.md", b.String())
}

// probeMetrics lists what /probe serves beside the catalogue.
func probeMetrics() []string {
	f := newFamilies()
	var rows []string
	for _, family := range []*family{f.success, f.duration, f.failure, f.variable, f.variableInfo} {
		var name, help string
		fields := strings.SplitN(family.desc.String(), `"`, 5)
		name, help = fields[1], fields[3]
		labels := code(family.names)
		rows = append(rows, fmt.Sprintf("| `%s` | %s | %s | %s |\n", name, family.kind, labels, help))
	}
	return rows
}

// code sets words in code type.
func code(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return "`" + strings.Join(words, "` `") + "`"
}
