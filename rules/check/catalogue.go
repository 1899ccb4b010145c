package check

import (
	"github.com/argus-power/argus/power"
)

// optional are the labels of devices' series that some series of a metric lack.
func optional() []string { return []string{"line", "input", "kind", "contact", "battery", "name"} }

// device returns the labels of a quantity's series.
func device(q power.Quantity) labels {
	l := scraped().with(true, "device").with(true, q.Labels()...)
	for _, name := range optional() {
		if _, has := l[name]; has {
			l[name] = label{}
		}
	}
	if q == power.DeviceInfo {
		l = l.with(false, q.Labels()...)
	}
	return l
}

// metrics is everything that Argus serves.
func metrics() map[string]metric {
	all := own()
	for _, q := range power.Quantities() {
		all["argus_"+q.Name()] = metric{labels: device(q), words: words(q)}
	}
	for name, extra := range map[string][]string{
		"argus_nut_variable": {"variable"}, "argus_nut_variable_info": {"variable", "value"},
	} {
		all[name] = metric{labels: scraped().with(true, "device").with(true, extra...)}
	}
	return all
}
