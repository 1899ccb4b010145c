package snmp

import "testing"

// TestLabelSources holds where labels may come from: one agent, read by rows that
// differ in the labels only.
func TestLabelSources(t *testing.T) {
	agent := recorded(t,
		".1.1.1=11", ".1.1.2=12", ".1.2.1=21",
		".2.1.1|4|left", ".2.1.2|4| Right\n", ".3.1|4|rack", ".4.2=1", ".4.1=2", ".5.0|4|all")
	for name, test := range map[string]struct {
		labels map[string]Label
		want   []string // of outlet_current_amperes, by the order of the table
	}{
		"placeholders of their names": {nil, []string{"1", "2", "1"}},
		"template":                    {map[string]Label{"outlet": {Text: "{device}/{outlet}"}}, []string{"1/1", "1/2", "2/1"}},
		"text":                        {map[string]Label{"outlet": {Text: "main"}}, []string{"main", "", "main"}},
		"object, as a label":          {map[string]Label{"outlet": {OID: ".2"}}, []string{"left", "Right"}},
		"filled object":               {map[string]Label{"outlet": {OID: ".3.{device}"}}, []string{"rack", ""}},
		"single object":               {map[string]Label{"outlet": {OID: ".5.0"}}, []string{"all", "", "all"}},
		"map of the placeholder":      {map[string]Label{"outlet": {Map: map[string]string{"1": "A", "2": "B"}}}, []string{"A", "B", "A"}},
		"map keeps some":              {map[string]Label{"outlet": {Map: map[string]string{"2": "B"}}}, []string{"B"}},
		"map to nothing":              {map[string]Label{"outlet": {Map: map[string]string{"2": ""}}}, []string{""}},
		"map of an object":            {map[string]Label{"outlet": {OID: ".2", Map: map[string]string{"RIGHT": "r"}}}, []string{"r"}},
		"map of a template":           {map[string]Label{"outlet": {Text: "{device}-{outlet}", Map: map[string]string{"2-1": "x"}}}, []string{"x"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := rows(t, Row{Quantity: q("outlet_current_amperes"), OID: ".1.{device}.{outlet}", Labels: test.labels})
			var got []string
			found, _, err := agent.Explain(Combine([]*Module{m}, false), noon)
			wantNoError(t, err)
			for _, x := range found {
				if x.OID != sysUpTime {
					place := x.Place[0]
					if x.Why != "" { // the same outlet again
						place = ""
					}
					got = append(got, place)
				}
			}
			wantEqual(t, test.want, got)
		})
	}
}

// TestLabelsOfTables holds that rows have the labels of the innermost subtree that
// they are in, as far as they have no others and their quantity has such labels.
func TestLabelsOfTables(t *testing.T) {
	m := made(t, Definition{
		Labels: map[string]map[string]Label{
			".1":   {"outlet": {Text: "outer"}},
			".1.2": {"outlet": {OID: ".1.2.9"}, "branch": {Text: "b"}},
			".1.3": {"outlet": {Text: "column"}},
		},
		Rows: []Row{
			{Quantity: q("outlet_current_amperes"), OID: ".1.1.{_}"},
			{Quantity: q("outlet_on"), OID: ".1.2.1.{outlet}"},
			{Quantity: q("outlet_power_factor_ratio"), OID: ".1.2.2.{_}", Labels: map[string]Label{"outlet": {Text: "its own"}}},
			{Quantity: q("outlet_voltage_volts"), OID: ".1.3.{_}"},
			{Quantity: q("branch_current_amperes"), OID: ".1.2.3.{_}"},
			{Quantity: q("outlet_frequency_hertz"), OID: ".11.{outlet}"}, // not below .1
		},
	})
	wantRead(t, m, recorded(t, ".1.1.4=1", ".1.2.1.4=1", ".1.2.9.4|4|inner", ".1.2.2.4=1", ".1.3.4=230", ".1.2.3.4=3", ".11.4=50"),
		"outlet_current_amperes{outer}=1", "outlet_on{inner}=1", "outlet_power_factor_ratio{its own}=1",
		"outlet_voltage_volts{column}=230", "branch_current_amperes{b}=3", "outlet_frequency_hertz{4}=50")
}

func TestLabelMistakes(t *testing.T) {
	for name, test := range map[string]struct {
		labels map[string]Label
		want   string
	}{
		"no such label":       {map[string]Label{"line": {Text: "L1"}}, `outlet_info has no label "line"; it has device, outlet`},
		"what the row reads":  {map[string]Label{"name": {Text: "x"}}, `no label "name"`},
		"nothing":             {map[string]Label{"outlet": {}}, "give it a text, an oid, or a map for the placeholder {outlet}"},
		"map of nothing":      {map[string]Label{"device": {Map: map[string]string{"1": "x"}}}, "a map for the placeholder {device}"},
		"unknown placeholder": {map[string]Label{"outlet": {Text: "{_}{a}"}}, "no placeholder {a}"},
		"open placeholder":    {map[string]Label{"outlet": {Text: "{_"}}, "no placeholder {_}"},
		"bad oid":             {map[string]Label{"outlet": {OID: ".x"}}, "label outlet: oid"},
		"foreign placeholder": {map[string]Label{"outlet": {OID: ".1.{device}"}}, "no placeholder {device}"},
	} {
		t.Run(name, func(t *testing.T) {
			_, mistakes := Compile(Definition{Root: own, Rows: []Row{
				{Quantity: q("outlet_info"), OID: ".1.{_}", Labels: test.labels},
			}})
			wantLen(t, 1, mistakes)
			wantEqual(t, 0, mistakes[0].Row)
			wantErrorText(t, mistakes[0], test.want)
		})
	}
}
