package snmp

import "testing"

func TestRefs(t *testing.T) {
	for _, test := range []struct {
		row, ref, index, want string
		scalar                bool
	}{
		{".1.{device}.{outlet}", ".9.2", "2.7", own + ".9.2.2.7", false},            // the row's index
		{".1.{device}.{outlet}", ".9.2", "2.7.0", own + ".9.2.2.7.0", false},        // as it came
		{".1.{device}.{outlet}", ".9.2.0", "2.7", own + ".9.2.0", true},             // one object
		{".1.{device}.{outlet}", ".9.{device}", "2.7", own + ".9.2", false},         // put together
		{".1.{device}.{outlet}", ".9.{outlet}.1", "2.7.4", own + ".9.7.4.1", false}, // the rest of the index
		{".1.0", ".9.2.0", "", own + ".9.2.0", true},
		{".1.0", ".9.2.1.4", "", own + ".9.2.1.4", true}, // a row that is one object has no index
	} {
		row, err := parsePattern(own, test.row)
		wantNoError(t, err)
		r, err := parseRef(own, test.ref, row)
		wantNoError(t, err)
		captured, _ := row.match(test.index)
		got, ok := r.oid(row, captured, test.index)
		if !ok || got != test.want || r.scalar() != test.scalar {
			t.Errorf("%s looks at %s: got %q, scalar %t", test.row, test.ref, got, r.scalar())
		}
	}
	row, _ := parsePattern(own, ".1.{outlet}")
	_, err := parseRef(own, ".9.{device}", row)
	wantErrorText(t, err, "the row's own oid has no placeholder {device}")
	_, err = parseRef(own, ".9.x", row)
	wantErrorText(t, err, "no object identifier")
}

func TestConditionHolds(t *testing.T) {
	text := func(s string) Value { return Text(Bytes, s) }
	for _, test := range []struct {
		is, not []string
		value   Value
		want    bool
	}{
		{[]string{"2", "3"}, nil, Number(Integer, 3), true},
		{[]string{"2", "3"}, nil, Number(Integer, 4), false},
		{[]string{"3"}, nil, text("3\x00"), true},
		{[]string{"3"}, nil, text(" 3 "), true},
		{[]string{"2.5"}, nil, Number(Float, 2.5), true},
		{[]string{"-1"}, nil, Number(Integer, -1), true},
		{nil, []string{"0"}, Number(Unsigned, 0), false},
		{nil, []string{"0"}, Number(Unsigned, 7), true},
		{nil, []string{"0"}, Value{Type: Gone}, true}, // what is not there is not 0
		{nil, []string{"0"}, Value{}, true},
		{nil, []string{"0"}, Value{Type: Null}, true},
		{[]string{"0"}, nil, Value{Type: Gone}, false},
		{[]string{"*"}, nil, Value{Type: Null}, false},
		{[]string{"*"}, nil, text(""), true},
		{[]string{"1"}, []string{"1"}, Number(Integer, 1), false},
		{[]string{"temp*"}, nil, text("TEMPERATURE"), true},
		{[]string{"temp*"}, nil, text("air temp"), false},
		{[]string{"*temp"}, nil, text("Air Temp"), true},
		{[]string{"*temp"}, nil, text("temps"), false},
		{[]string{"*Temp*"}, nil, text("air temperature 2"), true},
		{[]string{"*temp*"}, nil, text("humidity"), false},
		{nil, []string{"*temp*"}, text("air temp"), false},
		{[]string{"1.3.6.*"}, nil, Text(ObjectID, "1.3.6.1.4"), true},
	} {
		c := condition{is: lowered(test.is), not: lowered(test.not)}
		if got := c.holds(test.value); got != test.want {
			t.Errorf("is %q, not %q: of %v %q got %t", test.is, test.not, test.value.Type, test.value.Text(), got)
		}
	}
}

func TestWord(t *testing.T) {
	for want, v := range map[string]Value{
		"3": Number(Integer, 3), "-40000": Number(Integer, -40000), "1.5": Number(Integer, 1.5),
		"18446744073709552000": Number(Unsigned, 1<<64), "on": Text(Bytes, " On\x00"), "": Text(Bytes, ""),
	} {
		wantEqual(t, want, word(v))
	}
}

// TestConditions holds where rows look when they look at other objects.
func TestConditions(t *testing.T) {
	row := func(when ...Condition) *Module {
		return rows(t, Row{Quantity: q("outlet_current_amperes"), OID: ".1.{device}.{outlet}", When: when})
	}
	agent := recorded(t, ".1.1.1=5", ".1.1.2=6", ".2.1.1=1", ".2.1.2=2", ".3.0=7", ".4.1|4|Metered", ".5.2=1")
	all := []string{"outlet_current_amperes{1}=5", "outlet_current_amperes{2}=6"}
	for name, test := range map[string]struct {
		when []Condition
		want []string
	}{
		"none":              {nil, all},
		"column":            {[]Condition{{OID: ".2", Is: []string{"2"}}}, all[1:]},
		"column, not":       {[]Condition{{OID: ".2", Not: []string{"2"}}}, all[:1]},
		"scalar":            {[]Condition{{OID: ".3.0", Is: []string{"7"}}}, all},
		"filled":            {[]Condition{{OID: ".4.{device}", Is: []string{"meter*"}}}, all},
		"filled by another": {[]Condition{{OID: ".5.{outlet}", Is: []string{"1"}}}, all[1:]},
		"all must hold":     {[]Condition{{OID: ".3.0", Is: []string{"7"}}, {OID: ".2", Is: []string{"1"}}}, all[:1]},
		"missing, not":      {[]Condition{{OID: ".6", Not: []string{"1"}}}, all},
	} {
		t.Run(name, func(t *testing.T) { wantRead(t, row(test.when...), agent, test.want...) })
	}
	_, mistakes := Compile(Definition{Root: own, Rows: []Row{
		{Quantity: q("alarms"), OID: ".1.0", When: []Condition{{OID: ".2.0"}}},
	}})
	wantLen(t, 1, mistakes)
	wantErrorText(t, mistakes[0], "compared with nothing; give a value")
}
