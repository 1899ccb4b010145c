package snmp

import (
	"testing"

	"github.com/argus-power/argus/power"
)

// TestValues holds what one row makes of one value.
func TestValues(t *testing.T) {
	const v = "battery_voltage_volts"
	byName := map[string]string{"low": "1.5", "Off": "", "9": "48"}
	for name, test := range map[string]struct {
		row  Row
		said string
		want string // the value, or why there is none
	}{
		"as it is":               {Row{}, "=54", "54"},
		"text":                   {Row{}, "|4|54.5", "54.5"},
		"empty text":             {Row{}, "|4|", "not_a_number"},
		"null":                   {Row{}, "|5|", ""},
		"object identifier":      {Row{}, "|6|1.3.6.1", "not_a_number"},
		"scaled":                 {Row{Scale: 0.1}, "=545", "54.5"},
		"without rounding error": {Row{Scale: 0.01}, "=4580", "45.8"},
		"offset":                 {Row{Scale: 0.1, Offset: 2}, "=10", "3"},
		"invalid":                {Row{Invalid: []string{"-1", "n/a"}}, "=-1", "sentinel"},
		"invalid, as text":       {Row{Invalid: []string{"-1", "n/a"}}, "|4|-1", "sentinel"},
		"invalid word":           {Row{Invalid: []string{"-1", "n/a"}}, "|4| N/A ", "sentinel"},
		"invalid before scaling": {Row{Scale: 0.1, Invalid: []string{"10"}}, "=100", "10"},
		"invalid measure":        {Row{Parse: ParseMeasure, Invalid: []string{"0"}}, "|4|0.0 V", "sentinel"},
		"out of range":           {Row{}, "=70000", "out_of_range"},
		"measure":                {Row{Parse: ParseMeasure}, "|4| 54,5VDC", "54.5"},
		"measure, a sentence":    {Row{Parse: ParseMeasure}, "|4|about 5 V", "not_a_number"},
		"measure, a number":      {Row{Parse: ParseMeasure, Scale: 0.1}, "=545", "54.5"},
		"map":                    {Row{Map: byName, Scale: 0}, "|4| LOW", "1.5"},
		"map of numbers":         {Row{Map: byName}, "=9", "48"},
		"map to nothing":         {Row{Map: byName}, "|4|off", "sentinel"},
		"not in the map":         {Row{Map: byName}, "=10", "unknown_state"},
		"digits":                 {Row{Digits: ".2.0"}, "=545", "5.45"},
		"digits missing":         {Row{Digits: ".3.0"}, "=545", "unknown_unit"},
		"digits too many":        {Row{Digits: ".4.0"}, "=545", "unknown_unit"},
		"rescale not needed":     {Row{Rescale: []float64{0.1}}, "=545", "545"},
		"rescale does not help":  {Row{Rescale: []float64{0.1}}, "=545000", "out_of_range"},
		"within the range":       {Row{Range: [2]float64{40, 60}}, "=60", "60"},
		"below the range":        {Row{Range: [2]float64{40, 60}}, "=39", "out_of_range"},
		"above the range":        {Row{Range: [2]float64{40, 60}}, "=61", "out_of_range"},
		"off":                    {Row{Range: [2]float64{40, 60}, Rescale: []float64{10}}, "=0", "0"},
		"brought into the range": {Row{Range: [2]float64{40, 60}, Rescale: []float64{100, 10}, Scale: 0.1}, "=54", "54"},
		"never in the range":     {Row{Range: [2]float64{40, 60}, Rescale: []float64{10}, Scale: 0.1}, "=90", "out_of_range"},
	} {
		t.Run(name, func(t *testing.T) {
			test.row.Quantity, test.row.OID = q(v), ".1.0"
			s := readOnce(t, recorded(t, ".1.0"+test.said, ".2.0=2", ".4.0=10"), rows(t, test.row))[0]
			switch got := shown(s); {
			case len(got) == 1 && got[0] == v+"{}="+test.want && len(s.Drops) == 0:
			case len(s.Drops) == 1 && string(s.Drops[0].Reason) == test.want && s.Drops[0].Input == own+".1.0":
			case test.want == "" && len(got)+len(s.Drops) == 0:
			default:
				t.Errorf("got %q, dropped %v; want %q", got, s.Drops, test.want)
			}
		})
	}
}

// TestRescaleIsTold holds that a value which needed another scale than its own is
// not passed off as one that did not.
func TestRescaleIsTold(t *testing.T) {
	m := rows(t, Row{Quantity: q("output_frequency_hertz"), OID: ".1.{line}", Scale: 0.1, Rescale: []float64{0.01, 0.1}})
	s := wantRead(t, m, recorded(t, ".1.1=500", ".1.2=5000", ".1.3=50000"),
		"output_frequency_hertz{L1}=50", "output_frequency_hertz{L2}=5", "output_frequency_hertz{L3}=50")
	wantEqual(t, []power.Repair{{Input: own + ".1.2", From: 500, To: 5}, {Input: own + ".1.3", From: 5000, To: 50}}, s.Repairs)
	m = rows(t, Row{
		Quantity: q("output_voltage_volts"), OID: ".1.{line}", Scale: 0.1, Rescale: []float64{10}, Range: [2]float64{60, 500},
	})
	s = wantRead(t, m, recorded(t, ".1.1=230", ".1.2=2301", ".1.3=0"),
		"output_voltage_volts{L1}=230", "output_voltage_volts{L2}=230.1", "output_voltage_volts{L3}=0")
	wantEqual(t, []power.Repair{{Input: own + ".1.1", From: 23, To: 230}}, s.Repairs)
}

func TestParsers(t *testing.T) {
	for name, test := range map[string]struct {
		parse string
		value Value
		want  float64
		why   power.DropReason
	}{
		"day":               {"date", Text(Bytes, "01/31/24"), 1706659200, ""},
		"no day":            {"date", Text(Bytes, "soon"), 0, power.BadDate},
		"date and time":     {"datetime", Text(Bytes, "\x07\xe8\x02\x1d\x0c\x1e\x0f\x05"), 1709209815, ""},
		"with a zone":       {"datetime", Text(Bytes, "\x07\xe8\x02\x1d\x0c\x1e\x0f\x05+\x02\x1e"), 1709209815 - 9000, ""},
		"west":              {"datetime", Text(Bytes, "\x07\xe8\x02\x1d\x0c\x1e\x0f\x05-\x02\x1e"), 1709209815 + 9000, ""},
		"without its sign":  {"datetime", Text(Bytes, "\x07\xe8\x02\x1d\x0c\x1e\x0f\x05\x00\x00\x00"), 1709209815, ""},
		"a zone of nowhere": {"datetime", Text(Bytes, "\x07\xe8\x02\x1d\x0c\x1e\x0f\x05+\x20\x00"), 0, power.BadDate},
		"no sign":           {"datetime", Text(Bytes, "\x07\xe8\x02\x1d\x0c\x1e\x0f\x05 \x02\x00"), 0, power.BadDate},
		"no leap year":      {"datetime", Text(Bytes, "\x07\xe7\x02\x1d\x0c\x1e\x0f\x05"), 0, power.BadDate},
		"zeros":             {"datetime", Text(Bytes, "\x00\x00\x00\x00\x00\x00\x00\x00"), 0, power.BadDate},
		"short":             {"datetime", Text(Bytes, "\x07\xe8\x02"), 0, power.BadDate},
		"number":            {"datetime", Number(Integer, 5), 0, power.BadDate},
		"clock":             {"clock", Text(Bytes, "01:02:03"), 3723, ""},
		"short clock":       {"clock", Text(Bytes, "02:03"), 123, ""},
		"seconds":           {"clock", Number(Integer, 90), 90, ""},
		"no clock":          {"clock", Text(Bytes, "noon"), 0, power.NotANumber},
		"number parser":     {"number", Text(Bytes, "12 V"), 0, power.NotANumber},
	} {
		parser, ok := ParserNamed(test.parse)
		wantEqual(t, true, ok)
		got, why := parser.number(test.value)
		if got != test.want || why != test.why {
			t.Errorf("%s: got %v, %q", name, got, why)
		}
	}
	_, ok := ParserNamed("roman")
	wantEqual(t, false, ok)
	wantLen(t, 6, ParserNames())
}

func TestFahrenheit(t *testing.T) {
	m := rows(t,
		Row{Quantity: q("sensor_temperature_celsius"), OID: ".1.{sensor}", Scale: 0.1, When: []Condition{{OID: ".2", Is: []string{"1"}}}},
		Row{Quantity: q("sensor_temperature_celsius"), OID: ".1.{sensor}", Scale: 0.1, Parse: ParseFahrenheit, When: []Condition{{OID: ".2", Is: []string{"2"}}}})
	wantRead(t, m, recorded(t, ".1.1=215", ".2.1=1", ".1.2=707", ".2.2=2", ".1.3=215", ".2.3=3"),
		"sensor_temperature_celsius{1}=21.5", "sensor_temperature_celsius{2}=21.5")
}

// TestStateSets holds closed sets, and those whose states are the map's.
func TestStateSets(t *testing.T) {
	beeper := rows(t, Row{Quantity: q("beeper"), OID: ".1.0", Map: map[string]string{"1": "disabled", "2": "enabled", "3": ""}})
	result := rows(t, Row{Quantity: q("test_result"), OID: ".1.0", Map: map[string]string{"1": "passed"}})
	input := rows(t, Row{Quantity: q("input_selected"), OID: ".1.0", Map: map[string]string{"1": "2", "2": "1", "3": "none", "4": ""}},
		Row{Quantity: q("input_selected"), OID: ".2.0", Map: map[string]string{"1": "1", "2": "0"}})
	for name, test := range map[string]struct {
		module *Module
		agent  []string
		want   []string
	}{
		"closed":       {beeper, []string{".1.0=2"}, []string{"beeper{enabled}=1", "beeper{disabled}=0", "beeper{muted}=0"}},
		"nothing":      {beeper, []string{".1.0=3"}, nil},
		"unknown word": {beeper, []string{".1.0=4"}, nil},
		"unknown is said": {result, []string{".1.0=4"}, []string{
			"test_result{passed}=0", "test_result{warning}=0", "test_result{failed}=0", "test_result{in_progress}=0",
			"test_result{aborted}=0", "test_result{none}=0", "test_result{unknown}=1",
		}},
		"chosen":          {input, []string{".1.0=1"}, []string{"input_selected{1}=0", "input_selected{2}=1"}},
		"none is chosen":  {input, []string{".1.0=3"}, []string{"input_selected{1}=0", "input_selected{2}=0"}},
		"no choice told":  {input, []string{".1.0=4"}, nil},
		"fallback":        {input, []string{".1.0=4", ".2.0=1"}, []string{"input_selected{0}=0", "input_selected{1}=1"}},
		"sets do not mix": {input, []string{".1.0=1", ".2.0=2"}, []string{"input_selected{1}=0", "input_selected{2}=1"}},
	} {
		t.Run(name, func(t *testing.T) {
			wantShown(t, readOnce(t, recorded(t, append(test.agent, ".9.0=1")...), test.module)[0], test.want...)
		})
	}
}

// TestTexts holds infos: what identifies nothing is no text, and a thing has one.
func TestTexts(t *testing.T) {
	m := rows(t,
		Row{Quantity: q("outlet_info"), OID: ".1.{outlet}", Invalid: []string{"spare"}},
		Row{Quantity: q("outlet_info"), OID: ".2.{outlet}"},
		Row{Quantity: q("alarm_info"), OID: ".3.0", Map: map[string]string{"1": "fan failure", "0": ""}},
		Row{Quantity: q("alarm_info"), OID: ".4.0", Map: map[string]string{"1": "hot", "0": ""}})
	wantRead(t, m, recorded(t, ".1.1|4| Router\n", ".1.2|4|n/a", ".1.3|4|Spare", ".1.4|5|", ".2.1|4|other", ".2.2|4|Switch",
		".2.3|4|0000", ".3.0=1", ".4.0=0"),
		"outlet_info{1,Router}=1", "outlet_info{2,Switch}=1", "alarm_info{fan failure}=1")
}

func TestTidy(t *testing.T) {
	for want, x := range map[float64]float64{0.458: 45.8 * 0.01, 5: 5, -5: -5, 1.2345678901234e20: 1.2345678901234e20, 0.1: 0.1} {
		wantEqual(t, want, tidy(x))
	}
}
