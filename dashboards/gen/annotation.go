package main

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
	"github.com/grafana/grafana-foundation-sdk/go/prometheus"
)

// annotation marks moments in all panels that have a time axis.
type annotation struct {
	name, expr, color  string
	title, text, tags  string
	shown, valueIsTime bool
}

// events are marked at the very moment that Argus noted, which may lie between two scrapes.
func events() []annotation {
	event := func(name, color, kinds string, shown bool) annotation {
		return annotation{
			name: name, color: color, shown: shown, valueIsTime: true,
			expr:  fmt.Sprintf("argus_event_last_timestamp_seconds{%s,event=~%q} * 1000", device, kinds),
			title: "{{event}}", text: "{{device}} at {{instance}}", tags: "event",
		}
	}
	return []annotation{
		event("Mains lost", orange, "on_battery|source_changed|redundancy_lost|input_bad", true),
		event("Low battery, off", red, "low_battery|forced_shutdown|off|overload|outlet_off|branch_open", true),
		event("Mains back", green, "on_battery_ended|redundancy_restored|input_good", true),
		event("Contact lost", grey, "communication_lost|communication_restored", true),
		event("All events", blue, ".+", false),
	}
}

// alerts are marked as long as they fire.
func alerts() []annotation {
	alert := func(severity, color string) annotation {
		return annotation{
			name: "Alerts: " + severity, color: color, shown: severity != "info",
			expr: fmt.Sprintf("count by (site, instance, device, alertname) (max_over_time("+
				"ALERTS{alertstate=\"firing\",severity=%q,alertname!=\"ArgusWatchdog\",%s}[$__rate_interval]))", severity,
				anyAlert),
			title: "{{alertname}}", text: severity + ": {{site}} {{instance}} {{device}}", tags: "alertname",
		}
	}
	return []annotation{alert("critical", red), alert("warning", yellow), alert("info", blue)}
}

func marks() []annotation { return append(alerts(), events()...) }

func (a annotation) build() dashboard.AnnotationQuery {
	return dashboard.AnnotationQuery{
		Name: a.name, Datasource: source(), Enable: a.shown, IconColor: a.color, Expr: &a.expr,
		Target: prometheus.Dataquery{Expr: a.expr, RefId: new("Anno"), Range: new(true), Interval: new("")},
	}
}

// complete adds what Grafana's Prometheus annotations know and the schema does not.
func complete(tree map[string]any, list []annotation) {
	if len(list) == 0 {
		return
	}
	queries := tree["annotations"].(map[string]any)["list"].([]any)
	for i, a := range list {
		q := queries[i].(map[string]any)
		q["titleFormat"], q["textFormat"], q["tagKeys"] = a.title, a.text, a.tags
		if a.valueIsTime {
			q["useValueForTime"] = true
		}
	}
}
