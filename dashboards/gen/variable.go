package main

import (
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// What all queries select by. A series without a site, where nobody gave one, has the empty one.
const (
	target  = `job=~"$job",site=~"$site",instance=~"$instance"`
	device  = target + `,device=~"$device"`
	noChain = device + `,device!~".+/[0-9]+"` // a chain's units are in the sum of the first

	// Alerts of a whole site or job have neither of these labels.
	anyAlert = `job=~"$job|",site=~"$site|",instance=~"$instance|",device=~"$device|"`
)

func word(s string) dashboard.StringOrArrayOfString {
	return dashboard.StringOrArrayOfString{String: &s}
}

func dataSource() dashboard.VariableModel {
	return dashboard.VariableModel{
		Type: dashboard.VariableTypeDatasource, Name: "datasource", Label: new("Data source"),
		Description: new("The Prometheus, or what speaks its language, that scrapes Argus."),
		Query:       &dashboard.StringOrMap{String: new("prometheus")},
		Refresh:     new(dashboard.VariableRefreshOnDashboardLoad),
		Regex:       new(""), Multi: new(false), IncludeAll: new(false), Options: []dashboard.VariableOption{},
	}
}

// choice is a variable of the values of a label, of which any number may be chosen.
//
// All stands for the pattern all; where that is empty, for the values that are offered.
func choice(name, label, description, series, all string) dashboard.VariableModel {
	query := "label_values(" + series + ", " + name + ")"
	v := dashboard.VariableModel{
		Type: dashboard.VariableTypeQuery, Name: name, Label: &label, Description: &description,
		Datasource: source(), Definition: &query,
		Query:   &dashboard.StringOrMap{Map: map[string]any{"query": query, "refId": "variable-" + name}},
		Refresh: new(dashboard.VariableRefreshOnTimeRangeChanged),
		Sort:    new(dashboard.VariableSortAlphabeticalAsc),
		Multi:   new(true), IncludeAll: new(true), Regex: new(""),
		Current: &dashboard.VariableOption{
			Selected: new(true),
			Text:     dashboard.StringOrArrayOfString{ArrayOfString: []string{"All"}},
			Value:    dashboard.StringOrArrayOfString{ArrayOfString: []string{"$__all"}},
		},
		Options: []dashboard.VariableOption{},
	}
	if all != "" {
		v.AllValue = &all
	}
	return v
}

// choices are the variables that all dashboards have. Only devices with such a series are offered; where
// that is not every device, All means those that are offered.
func choices(metric, matchers string) []dashboard.VariableModel {
	of := func(selection string) string {
		switch {
		case matchers == "":
			return metric + "{" + selection + "}"
		case selection == "":
			return metric + "{" + matchers + "}"
		}
		return metric + "{" + matchers + "," + selection + "}"
	}
	all := ".+"
	if matchers != "" {
		all = ""
	}
	return []dashboard.VariableModel{
		dataSource(),
		choice("job", "Job", "The job of Prometheus that scrapes the devices.", of(""), ".+"),
		choice("site", "Site", "The label site, where your targets have one.", of(`job=~"$job"`), ".*"),
		choice("instance", "Instance", "What Argus was asked to read: a NUT server or an SNMP agent.",
			of(`job=~"$job",site=~"$site"`), all),
		choice("device", "Device", "A device behind the target.", of(target), all),
	}
}

// input is a text that the reader may change.
func input(name, label, description, value string) dashboard.VariableModel {
	current := dashboard.VariableOption{Selected: new(true), Text: word(value), Value: word(value)}
	return dashboard.VariableModel{
		Type: dashboard.VariableTypeTextbox, Name: name, Label: &label, Description: &description,
		Query: &dashboard.StringOrMap{String: &value}, Current: &current,
		Options: []dashboard.VariableOption{current},
	}
}
