package snmp

import (
	"context"
	"testing"
	"time"
)

func lined(count bool) Definition {
	d := Definition{Rows: []Row{
		{Quantity: q("output_voltage_volts"), OID: ".1.2.{line}", Invalid: []string{"-1"}},
		{Quantity: q("output_voltage_nominal_volts"), OID: ".1.3.{line}"},
	}}
	if count {
		d.Lines = map[string]string{".1": ".9.0"}
	}
	return d
}

// TestLines holds what the lines of a table are called, and which are none.
func TestLines(t *testing.T) {
	const v = "output_voltage_volts"
	for name, test := range map[string]struct {
		agent []string
		want  []string
	}{
		"one":                   {[]string{".1.2.1=230"}, []string{v + "{}=230"}},
		"one of another number": {[]string{".1.2.2=230"}, []string{v + "{}=230"}},
		"three":                 {[]string{".1.2.1=230", ".1.2.2=231", ".1.2.3=232"}, []string{v + "{L1}=230", v + "{L2}=231", v + "{L3}=232"}},
		"two":                   {[]string{".1.2.1=230", ".1.2.3=232"}, []string{v + "{L1}=230", v + "{L3}=232"}},
		"counted from 0":        {[]string{".1.2.0=230", ".1.2.1=231", ".1.2.2=232"}, []string{v + "{L1}=230", v + "{L2}=231", v + "{L3}=232"}},
		"counted from 2":        {[]string{".1.2.2=230", ".1.2.3=231", ".1.2.4=232"}, []string{v + "{L1}=230", v + "{L2}=231", v + "{L3}=232"}},
		"longer indexes":        {[]string{".1.2.1.1=230", ".1.2.2.1=231"}, []string{v + "{L1}=230", v + "{L2}=231"}},
		"more than three": {
			[]string{".1.2.1=1", ".1.2.2=2", ".1.2.3=3", ".1.2.4=4"},
			[]string{v + "{L1}=1", v + "{L2}=2", v + "{L3}=3", v + "{4}=4"},
		},
		"zeros are padding":           {[]string{".1.2.1=230", ".1.2.2=0", ".1.2.3=0"}, []string{v + "{}=230"}},
		"so are words for nothing":    {[]string{".1.2.1=230", ".1.2.2=-1", ".1.2.3=2147483647"}, []string{v + "{}=230"}},
		"ratings do not make it live": {[]string{".1.2.1=230", ".1.2.2=0", ".1.3.2=230"}, []string{v + "{}=230"}},
		"one of them is alive": {
			[]string{".1.2.1=230", ".1.2.2=0", ".1.2.3=229"}, []string{v + "{L1}=230", v + "{L2}=0", v + "{L3}=229"},
		},
		"the first is dead": {
			[]string{".1.2.1=0", ".1.2.2=230", ".1.2.3=0"}, []string{v + "{L1}=0", v + "{L2}=230", v + "{L3}=0"},
		},
		"blackout": {[]string{".1.2.1=0", ".1.2.2=0", ".1.2.3=0"}, []string{v + "{L1}=0", v + "{L2}=0", v + "{L3}=0"}},
	} {
		t.Run(name, func(t *testing.T) { wantRead(t, made(t, lined(false)), recorded(t, test.agent...), test.want...) })
	}
}

// TestLinesCounted holds that the agent's own number of lines beats any guess.
func TestLinesCounted(t *testing.T) {
	const v = "output_voltage_volts"
	lines := []string{".1.2.1=230", ".1.2.2=0", ".1.2.3=7"}
	for count, want := range map[string][]string{
		".9.0=1":     {v + "{}=230"},
		".9.0=2":     {v + "{L1}=230", v + "{L2}=0"}, // a phase has failed
		".9.0=3":     {v + "{L1}=230", v + "{L2}=0", v + "{L3}=7"},
		".9.0=6":     {v + "{L1}=230", v + "{L2}=0", v + "{L3}=7"},
		".9.0=0":     {v + "{L1}=230", v + "{L2}=0", v + "{L3}=7"}, // nonsense
		".9.0|4|two": {v + "{L1}=230", v + "{L2}=0", v + "{L3}=7"},
	} {
		wantRead(t, made(t, lined(true)), recorded(t, append(lines, count)...), want...)
	}
}

// TestLinesOfDevices holds that the units of a chain have lines of their own.
func TestLinesOfDevices(t *testing.T) {
	m := rows(t, Row{Quantity: q("input_voltage_volts"), OID: ".1.{device}.{line}"})
	list := readOnce(t, recorded(t, ".1.1.1=230", ".1.1.2=231", ".1.2.1=229"), m)
	wantLen(t, 2, list)
	wantShown(t, list[0], "input_voltage_volts{L1}=230", "input_voltage_volts{L2}=231")
	wantShown(t, list[1], "input_voltage_volts{}=229")
}

// TestLinesAreRemembered holds that a phase that fails stays in sight when a new plan
// is made: it was alive, and so it is no padding.
func TestLinesAreRemembered(t *testing.T) {
	const v = "output_voltage_volts"
	now := noon
	three := recorded(t, ".1.2.1=230", ".1.2.2=231", ".1.2.3=232")
	one := recorded(t, ".1.2.1=230", ".1.2.2=0", ".1.2.3=0")
	none := recorded(t, ".1.2.1=0", ".1.2.2=0", ".1.2.3=0")
	for name, test := range map[string]struct {
		agents []Recording // one for each plan
		want   []string    // of the last
	}{
		"a phase fails":                {[]Recording{three, one}, []string{v + "{L1}=230", v + "{L2}=0", v + "{L3}=0"}},
		"all of them, and one is back": {[]Recording{three, none, one}, []string{v + "{L1}=230", v + "{L2}=0", v + "{L3}=0"}},
		"one line goes dark":           {[]Recording{one, none}, []string{v + "{}=0"}},
		"dark at first":                {[]Recording{none, one}, []string{v + "{}=230"}},
		"more come alive":              {[]Recording{one, three}, []string{v + "{L1}=230", v + "{L2}=231", v + "{L3}=232"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := Source{Set: Combine([]*Module{made(t, lined(false))}, false), Now: func() time.Time { return now }}
			for _, agent := range test.agents {
				for range 2 { // the plan made in one read counts from the next
					now = now.Add(2 * planAge)
					s.Recording = agent
					_, err := s.Read(context.Background())
					wantNoError(t, err)
				}
			}
			list, err := s.Read(context.Background())
			wantNoError(t, err)
			wantShown(t, list[0], test.want...)
		})
	}
}

// TestLinesOfInput holds that dead lines of an input are told where the output shows
// that there are several: a failure may be older than the first look.
func TestLinesOfInput(t *testing.T) {
	m := rows(t, Row{Quantity: q("input_voltage_volts"), OID: ".1.1.{line}"},
		Row{Quantity: q("output_voltage_volts"), OID: ".2.1.{line}"})
	input := []string{".1.1.1=230", ".1.1.2=0", ".1.1.3=0", ".2.1.1=231"}
	wantRead(t, m, recorded(t, append(input, ".2.1.2=0", ".2.1.3=0")...),
		"input_voltage_volts{}=230", "output_voltage_volts{}=231")
	wantRead(t, m, recorded(t, append(input, ".2.1.2=232", ".2.1.3=233")...),
		"input_voltage_volts{L1}=230", "input_voltage_volts{L2}=0", "input_voltage_volts{L3}=0",
		"output_voltage_volts{L1}=231", "output_voltage_volts{L2}=232", "output_voltage_volts{L3}=233")
}

// TestLesserViews holds that a module which sees one line does not add it where a
// better one sees several: it would stand there as if it were the whole device.
func TestLesserViews(t *testing.T) {
	better := rows(t, Row{Quantity: q("output_voltage_volts"), OID: ".1.1.{line}"})
	lesser := rows(t, Row{Quantity: q("output_voltage_volts"), OID: ".2.1.{line}"},
		Row{Quantity: q("output_current_amperes"), OID: ".2.2.{line}"}, Row{Quantity: q("input_current_amperes"), OID: ".3.2.{line}"})
	agent := recorded(t, ".1.1.1=230", ".1.1.2=231", ".1.1.3=232", ".2.1.1=231", ".2.2.1=9", ".3.2.1=15")
	wantShown(t, readOnce(t, agent, better, lesser)[0], "output_voltage_volts{L1}=230", "output_voltage_volts{L2}=231",
		"output_voltage_volts{L3}=232", "input_current_amperes{}=15")
	wantShown(t, readOnce(t, agent, lesser, better)[0], "output_voltage_volts{}=231", "output_current_amperes{}=9",
		"input_current_amperes{}=15", "output_voltage_volts{L1}=230", "output_voltage_volts{L2}=231", "output_voltage_volts{L3}=232")
}
